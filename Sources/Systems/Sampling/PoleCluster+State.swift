internal import NumericalMethods
package import ComplexModule
internal import RealModule

extension PoleCluster {
  /// A state some time later: `e^{tZ} x`.
  ///
  /// - Complexity: O(m³ log t).
  package func moved(_ state: [Complex<Double>], by time: Double) -> [Complex<Double>] {
    let m = size
    let matrix = bidiagonalExponential(nodes: nodes, time: time)
    var result = [Complex<Double>](repeating: .zero, count: m)
    for i in 0..<m {
      for j in i..<m { result[i] = result[i] + matrix[i * m + j] * state[j] }
    }
    return result
  }

  /// The state that a period's addition leads to after for ever: `(I − e^{PZ})⁻¹ x`.
  ///
  /// - Throws: `SystemsError.undefined` where the block does not decay.
  package func steadyState(
    of added: [Complex<Double>], period: Double
  ) throws(SystemsError) -> [Complex<Double>] {
    guard growth < 0 else {
      throw SystemsError.undefined(
        "a steady input needs a response that decays, found a pole at "
          + "\(SystemsError.text(nodes[0].real))"
          + (nodes[0].imaginary == 0 ? "" : " ± \(SystemsError.text(nodes[0].imaginary.magnitude))i"))
    }
    let m = size
    let step = bidiagonalExponential(nodes: nodes, time: period)
    var state = added
    // From the bottom up; 1 − e^{zP} without cancellation.
    for i in stride(from: m - 1, through: 0, by: -1) {
      var right = added[i]
      for j in stride(from: i + 1, to: m, by: 1) { right = right + step[i * m + j] * state[j] }
      state[i] = right / -(Complex.expMinusOne(nodes[i].multiplied(by: period)))
    }
    return state
  }
}
