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
  _ block: NewtonBlock, _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows,
  into values: inout [Double]
) {
  for j in values.indices {
    var sum = CompensatedSum()
    for k in 0..<counts[j] {
      let lag = Lag(from: train.times[k], to: rows.times[j], delay: delay)
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
  _ past: SteadyPast, of block: NewtonBlock, delay: Double, rows: Rows,
  into values: inout [Double]
) throws {
  guard block.growth < 0 else {
    throw SystemsError.undefined(
      "a steady input needs a response that decays, found a pole at \(block.nodes[0])")
  }
  let m = block.size
  let step = bidiagonalExponential(nodes: block.nodes, time: past.period)
  // (I − E) x = w E e_m, from the bottom up; 1 − e^{zP} without cancellation.
  var state = [Complex<Double>](repeating: .zero, count: m)
  for i in stride(from: m - 1, through: 0, by: -1) {
    var right = step[i * m + m - 1].multiplied(by: past.weight)
    for j in stride(from: i + 1, to: m, by: 1) { right = right + step[i * m + j] * state[j] }
    state[i] = right / -(Complex.expMinusOne(block.nodes[i].multiplied(by: past.period)))
  }
  for k in values.indices {
    let lag = rows.times[k] - past.before - delay
    let matrix = bidiagonalExponential(nodes: block.nodes, time: lag)
    var moved = [Complex<Double>](repeating: .zero, count: m)
    for i in 0..<m {
      for j in i..<m { moved[i] = moved[i] + matrix[i * m + j] * state[j] }
    }
    values[k] += block.value(of: moved)
  }
}
