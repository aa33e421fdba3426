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
