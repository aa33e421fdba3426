internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// The plain definition for blocks: every impulse that acts, at its own lag.
///
///     y(t) = Σᵢ aᵢ h(t − tᵢ − delay)
///
/// The oracle of the sweeps, and the way for few impulses.
///
/// - Complexity: O(events · rows).
package func addByDefinition(
  _ block: PoleCluster, _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows,
  into values: inout [Double]
) {
  let times = rows.times
  if block.size == 1, block.isReal {
    // What is the same for every lag is taken out of the loop; the roundings are those of `response`.
    let (pole, gain) = (block.nodes[0].real, block.row[0].real)
    for j in values.indices {
      var sum = CompensatedSum()
      for k in 0..<counts[j] {
        let lag = max(0, train.lag(k, to: times[j], delay: delay).high)
        sum.add(train.weights[k] * (gain * .exp(pole * lag)))
      }
      values[j] += sum.value
    }
    return
  }
  if block.size == 1, block.nodes[0].imaginary != 0 {
    return addOscillation(block, train, delay: delay, counts: counts, rows: rows, into: &values)
  }
  for j in values.indices {
    var sum = CompensatedSum()
    for k in 0..<counts[j] {
      let lag = train.lag(k, to: times[j], delay: delay)
      // The lag's rest enters to first order: h(t + d) = h(t) (1 + O(|z| d)).
      sum.add(train.weights[k] * block.response(max(0, lag.high)))
    }
    values[j] += sum.value
  }
}

/// One pole off the real axis: an impulse at all rows that it reaches together, since an exponential, a cosine and
/// a sine one by one take most of the time.
///
/// The lag and its product with the pole carry what they round away.
private func addOscillation(
  _ block: PoleCluster, _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows,
  into values: inout [Double]
) {
  let (pole, residue) = (block.nodes[0], block.row[0])
  let zeros = [Double](repeating: 0, count: values.count)
  var (real, imaginary, sums, lost) = (zeros, zeros, zeros, zeros)
  for k in 0..<(counts.last ?? 0) {
    // Rows ascend, and so do the counts of the impulses that act on them.
    let first = counts.partition { $0 <= k }
    let low = k < train.lowParts.count ? train.lowParts[k] : 0
    let weight = train.weights[k] * (block.isPair ? 2 : 1)
    rows.times.withUnsafeBufferPointer { times in
      real.withUnsafeMutableBufferPointer { real in
        imaginary.withUnsafeMutableBufferPointer { imaginary in
          let (real, imaginary) = (
            UnsafeMutableBufferPointer(rebasing: real[first...]),
            UnsafeMutableBufferPointer(rebasing: imaginary[first...])
          )
          VectorMath.weights(
            amounts: nil, times: UnsafeBufferPointer(rebasing: times[first...]), rate: pole.real,
            frequency: pole.imaginary, origin: DoubleDouble.sum(train.times[k], delay) + DoubleDouble(low),
            into: real, imaginary)
          for j in real.indices { real[j] = residue.real * real[j] - residue.imaginary * imaginary[j] }
          sums.withUnsafeMutableBufferPointer { sums in
            lost.withUnsafeMutableBufferPointer { lost in
              VectorMath.addProducts(
                of: UnsafeBufferPointer(real), by: weight,
                to: UnsafeMutableBufferPointer(rebasing: sums[first...]),
                UnsafeMutableBufferPointer(rebasing: lost[first...]))
            }
          }
        }
      }
    }
  }
  for j in values.indices where counts[j] > 0 {
    values[j] += lost[j].isFinite ? sums[j] + lost[j] : sums[j]
  }
}

/// Adds what an endless past of impulses still contributes.
///
///     Σ_{n ≥ 1} w h(t − b + nP) = w · r e^{(t−b)Z} (I − e^{PZ})⁻¹ e^{PZ} e_m
///
/// - Throws: `SystemsError.undefined` where the response does not decay.
/// - Complexity: O(rows).
package func addPast(
  _ past: SteadyPast, of block: PoleCluster, delay: Double, rows: Rows,
  into values: inout [Double]
) throws {
  let m = block.size
  var last = [Complex<Double>](repeating: .zero, count: m)
  last[m - 1] = Complex(past.weight)
  let state = try block.steadyState(of: last, period: past.period)
  for k in values.indices {
    // One period on: the impulse at `before` itself is not part of the past.
    let lag = rows.times[k] - past.before - delay - past.low + past.period
    values[k] += block.value(of: block.moved(state, by: lag))
  }
}
