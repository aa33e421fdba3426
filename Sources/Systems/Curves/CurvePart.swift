internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A part of an output: a block of poles and its state at the beginning of each cell.
///
///     y(s) = r e^{sZ} x,   y′ = r Z e^{sZ} x
struct CurvePart: Sendable {
  /// The block.
  let block: PoleCluster
  /// The states, one cell after another.
  var states: [Complex<Double>] = []

  /// A part without cells.
  init(_ block: PoleCluster) { self.block = block }

  /// The part multiplied by a number.
  func scaled(by gain: Double) -> CurvePart {
    var copy = self
    for k in copy.states.indices { copy.states[k] = copy.states[k].multiplied(by: gain) }
    return copy
  }

  /// The state at the beginning of a cell.
  func state(_ cell: Int) -> [Complex<Double>] {
    Array(states[cell * block.size..<(cell + 1) * block.size])
  }

  /// A state some time later.
  ///
  /// - Complexity: O(m²) for powers of one pole, else O(m³ log t).
  func moved(_ state: [Complex<Double>], by time: Double) -> [Complex<Double>] {
    if time == 0 { return state }
    let pole = block.nodes[0]
    if state.count == 1 { return [state[0] * Self.exponential(pole, time)] }
    guard block.isOnePole else { return block.moved(state, by: time) }
    var result = state
    // Horner's scheme of the exponential of the ones above the diagonal.
    for i in state.indices {
      var sum = state[state.count - 1]
      for j in stride(from: state.count - 2, through: i, by: -1) {
        sum = state[j] + sum.multiplied(by: time / Double(j - i + 1))
      }
      result[i] = sum
    }
    if pole != .zero {
      let factor = Self.exponential(pole, time)
      for i in result.indices { result[i] = result[i] * factor }
    }
    return result
  }

  private static func exponential(_ pole: Complex<Double>, _ time: Double) -> Complex<Double> {
    // Sine and cosine of 0 would take most of the time.
    pole.imaginary == 0
      ? Complex(.exp(pole.real * time)) : .exp(pole.multiplied(by: time))
  }

  /// `Z x`: the state of the derivative.
  func slope(_ state: [Complex<Double>]) -> [Complex<Double>] {
    var result = state
    for i in state.indices {
      result[i] = block.nodes[i] * state[i]
      if i + 1 < state.count { result[i] = result[i] + state[i + 1] }
    }
    return result
  }

  /// A bound on the output's magnitude over a width from a state on.
  ///
  ///     |r e^{sZ} x| ≤ Σᵢ |rᵢ| Σⱼ sʲ⁻ⁱ/(j − i)! e^{max(0, g) s} |xⱼ|
  func most(_ state: [Complex<Double>], over width: Double) -> Double {
    var sum = 0.0
    for i in state.indices where block.row[i] != .zero {
      var power = 1.0
      var part = 0.0
      for j in i..<state.count {
        if j > i { power *= width / Double(j - i) }
        part += power * state[j].length
      }
      sum += block.row[i].length * part
    }
    let growth = block.growth
    return (block.isPair ? 2 : 1) * (growth > 0 ? sum * .exp(growth * width) : sum)
  }

  /// The integral of the output over a width from a state on.
  ///
  ///     ∫₀ʷ r e^{sZ} x ds = r Z⁻¹ (e^{wZ} x − x), or Gauss's rule where a pole is slow or at 0
  ///
  /// - Complexity: O(m³ (1 + |Z| w)).
  func area(_ state: [Complex<Double>], over width: Double) -> Double {
    guard width > 0 else { return 0 }
    if block.nodes.allSatisfy({ $0.length * width > 1 }) {
      let end = moved(state, by: width)
      var result = zip(end, state).map { $0 - $1 }
      for i in stride(from: result.count - 1, through: 0, by: -1) {
        if i + 1 < result.count { result[i] = result[i] - result[i + 1] }
        result[i] = result[i] / block.nodes[i]
      }
      return block.value(of: result)
    }
    let parts = max(1, (block.speed * width / 4).rounded(.up))
    let rule = Self.rule
    var sum = CompensatedSum()
    var start = state
    for part in 0..<Int(parts) {
      for (node, weight) in zip(rule.nodes, rule.weights) {
        sum.add(weight * block.value(of: moved(start, by: width / parts * (1 + node) / 2)))
      }
      if part + 1 < Int(parts) { start = moved(start, by: width / parts) }
    }
    return sum.value * (width / parts / 2)
  }

  /// Exact to rounding for e^{ps} with |p| s up to 4, and for powers up to the fifteenth beside it.
  private static let rule = GaussLegendre(points: 20)
}
