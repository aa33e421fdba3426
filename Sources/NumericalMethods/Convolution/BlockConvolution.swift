import CVectorMath
import RealModule

/// One response prepared for convolving block after block by transforms of one length.
///
/// Immutable, so any number of threads may use it, each with buffers of its own.
final class BlockConvolution: Sendable {
  let plan: TransformPlan
  /// The number of response values m.
  let responseCount: Int
  /// The place in a window of its first output: 0 where one window holds everything, else m - 1.
  let firstOutput: Int
  /// The number of outputs of a window.
  let outputCount: Int
  private let spectrum: [Double]
  private let norm: Double
  private let isNonnegative: Bool
  /// The response's longest run of values other than 0: with no gap as long in a window, no output is empty.
  private let longestRun: Int
  /// The spectrum of the response's indicator (1 where it is not 0), if it has zeros inside.
  private let indicatorSpectrum: [Double]?

  init(_ response: UnsafeBufferPointer<Double>, _ blocks: ConvolutionMethod.Blocks) {
    plan = TransformPlan.forLength(blocks.transform)
    responseCount = response.count
    firstOutput = blocks.isWhole ? 0 : response.count - 1
    outputCount = blocks.transform - firstOutput
    norm = VectorMath.dot(response, response).squareRoot()
    isNonnegative = response.allSatisfy { $0 >= 0 }
    var run = 0
    var longest = 0
    var hasZeros = false
    for value in response {
      run = value == 0 ? 0 : run + 1
      hasZeros = hasZeros || value == 0
      longest = max(longest, run)
    }
    longestRun = longest
    let plan = plan
    let buffer = TransformBuffer(length: plan.length)
    spectrum = Self.spectrum(of: response, plan, buffer)
    if hasZeros {
      let indicator = response.map { $0 == 0 ? 0.0 : 1 }
      indicatorSpectrum = indicator.withUnsafeBufferPointer {
        Self.spectrum(of: $0, plan, buffer)
      }
    } else {
      indicatorSpectrum = nil
    }
  }

  /// The transform of `values`, padded with zeros and divided by the length.
  private static func spectrum(
    of values: UnsafeBufferPointer<Double>, _ plan: TransformPlan,
    _ buffer: borrowing TransformBuffer
  ) -> [Double] {
    let scale = 1 / Double(plan.length)
    for i in 0..<plan.length { buffer.reals[i] = i < values.count ? values[i] : 0 }
    plan.forward(buffer)
    let count = 2 * plan.coefficientCount
    return [Double](unsafeUninitializedCapacity: count) { spectrum, filled in
      spectrum.preferLargePages()
      for k in 0..<count { spectrum[k] = buffer.coefficients[k] * scale }
      filled = count
    }
  }

  /// Convolves the window that `load` writes, and copies its first outputs into `output`.
  ///
  /// - Parameters:
  ///   - window: the values of the signal from which `output` is made, fewer than the transform's length
  ///     where the rest is 0; index 0 stands `firstOutput` before the first output.
  ///   - offset: the place in the transform of the window's first value; zeros before.
  /// - Returns: a bound on the absolute error of every output,
  ///   5 u log2(N) (2 |x| |h| + |y|) in Euclidean norms, if asked for; else 0.
  func convolve(
    _ window: UnsafeBufferPointer<Double>, at offset: Int, wantsBound: Bool,
    _ buffer: borrowing TransformBuffer, into output: UnsafeMutableBufferPointer<Double>
  ) -> Double {
    let n = plan.length
    let reals = buffer.reals
    reals.update(repeating: 0, count: offset)
    if let base = window.baseAddress { (reals + offset).update(from: base, count: window.count) }
    (reals + offset + window.count).update(repeating: 0, count: n - offset - window.count)

    let census = WindowCensus(UnsafeBufferPointer(start: reals, count: firstOutput + output.count))
    guard census.hasNonzero else {
      output.update(repeating: 0)
      return 0
    }
    let windowNorm = wantsBound ? VectorMath.dot(window, window).squareRoot() : 0
    // Before a whole signal's first value there are zeros too.
    let startsEmpty = firstOutput == 0 && indicatorSpectrum != nil
    let mayBeEmpty = startsEmpty || census.longestGap >= longestRun
    let mask = mayBeEmpty ? emptyOutputs(output.count, buffer) : []
    // The mask's transforms have used the buffers.
    if mayBeEmpty && indicatorSpectrum != nil {
      reals.update(repeating: 0, count: n)
      if let base = window.baseAddress { (reals + offset).update(from: base, count: window.count) }
    }
    multiply(spectrum, buffer)
    guard let to = output.baseAddress else { return 0 }
    if isNonnegative && census.isNonnegative {
      for i in 0..<output.count { to[i] = max(reals[firstOutput + i], 0) }
    } else {
      to.update(from: reals + firstOutput, count: output.count)
    }
    for range in mask { output[range].update(repeating: 0) }
    guard wantsBound else { return 0 }
    let all = UnsafeBufferPointer(start: reals, count: n)
    let norms = 2 * windowNorm * norm + VectorMath.dot(all, all).squareRoot()
    return 5 * 0x1p-53 * Double.log2(Double(n)) * norms
  }

  private func multiply(_ factor: [Double], _ buffer: borrowing TransformBuffer) {
    plan.forward(buffer)
    factor.withUnsafeBufferPointer {
      if let base = $0.baseAddress {
        cvm_multiply_spectra(buffer.coefficients, base, plan.coefficientCount)
      }
    }
    plan.backward(buffer)
  }

  /// The outputs to which no product of values other than 0 contributes.
  ///
  /// A response without zeros inside leaves an output empty exactly if all its m values of the window are 0;
  /// else the contributions are counted: by the transform of indicators, whose error is far below 1/2.
  private func emptyOutputs(
    _ count: Int, _ buffer: borrowing TransformBuffer
  ) -> [Range<Int>] {
    var empty: [Range<Int>] = []
    func append(_ i: Int) {
      if let last = empty.last, last.upperBound == i {
        empty[empty.count - 1] = last.lowerBound..<i + 1
      } else {
        empty.append(i..<i + 1)
      }
    }
    let reals = buffer.reals
    if let indicatorSpectrum {
      for i in 0..<plan.length where reals[i] != 0 { reals[i] = 1 }
      multiply(indicatorSpectrum, buffer)
      for i in 0..<count where reals[firstOutput + i] < 0.5 { append(i) }
    } else {
      var last = -responseCount
      for i in 0..<firstOutput + count {
        if reals[i] != 0 { last = i }
        if i >= firstOutput, i - last >= responseCount { append(i - firstOutput) }
      }
    }
    return empty
  }
}

/// What a window's zeros and signs allow to say about its outputs.
private struct WindowCensus {
  var hasNonzero = false
  var isNonnegative = true
  var longestGap = 0

  init(_ window: UnsafeBufferPointer<Double>) {
    guard let base = window.baseAddress else { return }
    var zeros = 0
    var negatives = 0
    cvm_count_signs(base, window.count, &zeros, &negatives)
    isNonnegative = negatives == 0
    hasNonzero = zeros < window.count
    guard zeros > 0 else { return }
    var gap = 0
    for value in window {
      gap = value == 0 ? gap + 1 : 0
      longestGap = max(longestGap, gap)
    }
  }
}
