import CVectorMath

/// Elementary loops over arrays of doubles, vectorised for the processor at hand.
///
/// An output buffer may be the very buffer of an input; partial overlap is not allowed. Results are
/// the same for every element whatever its place in the array.
package enum VectorMath {
  /// output[i] = e^input[i], within 0.9 ulp; 0 and infinity beyond the range, NaN for NaN.
  ///
  /// 0.7 to 3 ns an element.
  package static func exponentials(
    of input: UnsafeBufferPointer<Double>, into output: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(input.count == output.count)
    guard let from = input.baseAddress, let to = output.baseAddress else { return }
    cvm_exp(from, to, input.count)
  }

  /// e^x for every element of `values`.
  package static func exponentials(of values: [Double]) -> [Double] {
    [Double](unsafeUninitializedCapacity: values.count) { output, count in
      values.withUnsafeBufferPointer {
        exponentials(of: $0, into: UnsafeMutableBufferPointer(rebasing: output[..<values.count]))
      }
      count = values.count
    }
  }

  /// output[i] = amounts[i] e^(rate (times[i] - origin)), within 2 ulp.
  ///
  /// The lag and its product with `rate` carry their rounding errors into the exponential, so large
  /// times and large exponents lose nothing. `amounts` nil stands for ones. 1 to 5 ns an element.
  /// An amount of 0 times an exponential beyond the range is NaN.
  package static func weights(
    amounts: UnsafeBufferPointer<Double>?, times: UnsafeBufferPointer<Double>, rate: Double,
    origin: DoubleDouble, into output: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(output.count == times.count && (amounts?.count ?? times.count) == times.count)
    guard let from = times.baseAddress, let to = output.baseAddress else { return }
    cvm_weights(amounts?.baseAddress, from, times.count, rate, origin.hi, origin.lo, to)
  }

  /// real[i] + i imaginary[i] = amounts[i] e^((rate + i frequency) (times[i] - origin)).
  ///
  /// Each part is within 2.5 ulp while |frequency (time - origin)| < 1e6, beyond that within
  /// 2.5 u of the whole. `amounts` nil stands for ones. 3 to 12 ns an element.
  package static func weights(
    amounts: UnsafeBufferPointer<Double>?, times: UnsafeBufferPointer<Double>, rate: Double,
    frequency: Double, origin: DoubleDouble,
    into real: UnsafeMutableBufferPointer<Double>, _ imaginary: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(real.count == times.count && imaginary.count == times.count)
    precondition((amounts?.count ?? times.count) == times.count)
    guard let from = times.baseAddress, let re = real.baseAddress, let im = imaginary.baseAddress
    else { return }
    cvm_complex_weights(
      amounts?.baseAddress, from, times.count, rate, frequency, origin.hi, origin.lo, re, im)
  }

  /// output[i] = Σ c_k T_k(x), where x runs from −1 to 1 while the lag times[i] − origin runs over a
  /// panel; the lag carries its rounding error along.
  ///
  /// Within 2 u Σ k |c_k|. 0.7 to 6 ns an element for 17 coefficients.
  package static func chebyshev(
    _ coefficients: UnsafeBufferPointer<Double>, over panel: ClosedRange<Double>,
    times: UnsafeBufferPointer<Double>, origin: DoubleDouble,
    into output: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(output.count == times.count && coefficients.count >= 2)
    guard let c = coefficients.baseAddress, let from = times.baseAddress,
      let to = output.baseAddress
    else { return }
    cvm_chebyshev(
      from, times.count, origin.hi, origin.lo, panel.lowerBound, panel.upperBound, c,
      coefficients.count, to)
  }

  /// sums[i] + lost[i] += weight · x[i], with the product rounded and the sum not.
  package static func addProducts(
    of x: UnsafeBufferPointer<Double>, by weight: Double,
    to sums: UnsafeMutableBufferPointer<Double>, _ lost: UnsafeMutableBufferPointer<Double>
  ) {
    precondition(sums.count == x.count && lost.count == x.count)
    guard let from = x.baseAddress, let to = sums.baseAddress, let rest = lost.baseAddress
    else { return }
    cvm_add_products(from, weight, x.count, to, rest)
  }

  /// The sum of all elements in eight interleaved partial sums; error at most (n/8 + 3) u Σ|x|.
  package static func sum(_ x: UnsafeBufferPointer<Double>) -> Double {
    x.baseAddress.map { cvm_sum($0, x.count) } ?? 0
  }

  /// The sum of the absolute values of all elements.
  package static func sumOfMagnitudes(_ x: UnsafeBufferPointer<Double>) -> Double {
    x.baseAddress.map { cvm_sum_of_magnitudes($0, x.count) } ?? 0
  }

  /// The sum of products x[i] y[i]; error at most (n/8 + 4) u Σ|x y|.
  package static func dot(
    _ x: UnsafeBufferPointer<Double>, _ y: UnsafeBufferPointer<Double>
  ) -> Double {
    precondition(x.count == y.count)
    guard let first = x.baseAddress, let second = y.baseAddress else { return 0 }
    return cvm_dot(first, second, x.count)
  }

  /// The sum of all elements of an array.
  package static func sum(_ x: [Double]) -> Double { x.withUnsafeBufferPointer { sum($0) } }

  /// The sum of the absolute values of all elements of an array.
  package static func sumOfMagnitudes(_ x: [Double]) -> Double {
    x.withUnsafeBufferPointer { sumOfMagnitudes($0) }
  }

  /// The sum of products of two arrays of equal length.
  package static func dot(_ x: [Double], _ y: [Double]) -> Double {
    x.withUnsafeBufferPointer { first in y.withUnsafeBufferPointer { dot(first, $0) } }
  }
}
