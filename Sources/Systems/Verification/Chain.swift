internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A rational waveform as a state space: a chain of systems of first order.
///
///     x₁′ = p₁ x₁ + u,   xₖ′ = pₖ xₖ + aₖ xₖ₋₁,   y = Re Σ cₖ xₖ
///
/// The outputs c are Newton's coefficients of the numerator at the poles, the couplings a keep the
/// states of one size. The real and imaginary parts are integrated by GSL: nothing here knows of
/// exponentials of matrices or of blocks.
struct Chain {
  let poles: [Complex<Double>]
  let couplings: [Double]
  let outputs: [Complex<Double>]

  /// - Parameter span: the longest time that matters.
  init(_ rational: Rational, over span: Double) {
    poles = rational.poles
    let n = poles.count
    let floor = span > 0 ? 1 / span : 1
    couplings = poles.map { Swift.max($0.length, floor) }
    var above = [ComplexDoubleDouble(Complex(rational.gain))]
    for row in rational.numerators where !row.isEmpty {
      var next = [ComplexDoubleDouble](repeating: .zero, count: above.count + row.count - 1)
      for (i, a) in above.enumerated() {
        for (j, b) in row.reversed().enumerated() { next[i + j] += a * b }
      }
      above = next
    }
    // Dividing by s − pₙ, s − pₙ₋₁, … leaves one coefficient after the other.
    var own = [ComplexDoubleDouble](repeating: .zero, count: n)
    for k in stride(from: n - 1, through: 0, by: -1) where !above.isEmpty {
      let p = ComplexDoubleDouble(poles[k])
      var carry = ComplexDoubleDouble.zero
      for i in above.indices.reversed() {
        carry = above[i] + carry * p
        above[i] = carry
      }
      own[k] = above.removeFirst()
    }
    var scale = 1.0
    var outputs: [Complex<Double>] = []
    for k in 0..<n {
      if k > 0 { scale *= couplings[k] }
      outputs.append(own[k].rounded.divided(by: scale))
    }
    self.outputs = outputs
  }

  /// The fastest pole.
  var speed: Double { poles.reduce(0) { Swift.max($0, $1.length) } }

  /// The output of a state, whose real parts stand first.
  func output(_ state: [Double]) -> Double {
    let n = poles.count
    var sum = CompensatedSum()
    for k in 0..<n {
      sum.add(outputs[k].real * state[k])
      sum.add(-outputs[k].imaginary * state[n + k])
    }
    return sum.value
  }

  /// The initial value problem of the chain under a rate.
  ///
  /// - Parameter isStiff: whether the implicit method is taken.
  func problem(
    isStiff: Bool, rate: @escaping (Double) throws -> Double, isFree: Bool
  ) -> InitialValueProblem {
    let (n, poles, couplings) = (poles.count, poles, couplings)
    let jacobian: InitialValueProblem.Jacobian = { t, _, byState, byTime in
      byState.update(repeating: 0)
      byTime.update(repeating: 0)
      for k in 0..<n {
        byState[k * 2 * n + k] = poles[k].real
        byState[k * 2 * n + n + k] = -poles[k].imaginary
        byState[(n + k) * 2 * n + k] = poles[k].imaginary
        byState[(n + k) * 2 * n + n + k] = poles[k].real
        if k > 0 {
          byState[k * 2 * n + k - 1] = couplings[k]
          byState[(n + k) * 2 * n + n + k - 1] = couplings[k]
        }
      }
      if !isFree {
        let step = 1e-6 * Swift.max(t.magnitude, 1 / Swift.max(1e-300, poles[0].length))
        byTime[0] = (try rate(t + step) - rate(t - step)) / (2 * step)
      }
    }
    return InitialValueProblem(dimension: 2 * n, jacobian: isStiff ? jacobian : nil) {
      t, x, slope in
      for k in 0..<n {
        let p = poles[k]
        slope[k] = p.real * x[k] - p.imaginary * x[n + k]
        slope[n + k] = p.imaginary * x[k] + p.real * x[n + k]
        if k > 0 {
          slope[k] += couplings[k] * x[k - 1]
          slope[n + k] += couplings[k] * x[n + k - 1]
        }
      }
      if !isFree { slope[0] += try rate(t) }
    }
  }
}
