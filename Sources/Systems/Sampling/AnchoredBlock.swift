internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Adds a train through a block of several, or complex, poles: one sweep.
///
///     y(t) = r e^{(t−T)Z} (X + Σ_{T ≤ tᵢ ≤ t} aᵢ e^{−(tᵢ−T)Z} e_m)
///
/// The anchor T moves on before |z|(t − T) passes 1 (8 for one pole alone), so that going back and
/// forth loses nothing; lightly damped states are carried from anchor to anchor in double-double.
///
/// - Complexity: O((events + rows) m), and O(m³) for each anchor.
package func addAnchored(
  _ block: NewtonBlock, _ train: SortedTrain, delay: Double, horizon: Double, counts: [Int],
  rows: Rows, into values: inout [Double]
) {
  let m = block.size
  let speed = max(block.speed, 16 / max(horizon, .leastNormalMagnitude))
  let reach = (m == 1 ? 8 : 1) / speed
  var walk = BlockWalk(block, reach: reach)
  var i = 0
  for j in values.indices {
    let count = counts[j]
    while i < count {
      var elapsed = (train.times[i] - walk.anchor) + delay
      if !(elapsed <= reach) {
        walk.move(to: train.times[i] + delay)
        elapsed = (train.times[i] - walk.anchor) + delay
      }
      walk.add(train.weights[i], at: elapsed)
      i += 1
    }
    if count == 0 { continue }
    if rows.times[j] - walk.anchor > reach { walk.move(to: rows.times[j]) }
    values[j] += walk.value(at: rows.times[j] - walk.anchor)
  }
}

/// The state of a block at an anchor, and what has been added since, brought back to the anchor.
private struct BlockWalk {
  let block: NewtonBlock
  let reach: Double
  let isLasting: Bool
  let exact: [ComplexDoubleDouble]
  var anchor = -Double.infinity
  var carried: [ComplexDoubleDouble]
  var added: [Complex<Double>]
  var lost: [Complex<Double>]
  var cached: (time: Double, matrix: [ComplexDoubleDouble])?

  init(_ block: NewtonBlock, reach: Double) {
    self.block = block
    self.reach = reach
    // A state that loses less than a tenth from anchor to anchor lives for many anchors.
    isLasting = block.growth * reach > -0.1
    exact = block.nodes.map { ComplexDoubleDouble($0) }
    carried = Array(repeating: .zero, count: block.size)
    added = Array(repeating: .zero, count: block.size)
    lost = added
  }

  /// Takes the anchor to a later time.
  mutating func move(to time: Double) {
    let m = block.size
    var state = carried
    var isZero = true
    for i in 0..<m {
      state[i] = state[i] + ComplexDoubleDouble(added[i]) + ComplexDoubleDouble(lost[i])
      if !state[i].isZero { isZero = false }
      added[i] = .zero
      lost[i] = .zero
    }
    let step = time - anchor
    anchor = time
    if isZero { return }
    let matrix: [ComplexDoubleDouble]
    if let cached, cached.time == step {
      matrix = cached.matrix
    } else if isLasting {
      matrix = bidiagonalExponential(nodes: exact, time: step)
      cached = (step, matrix)
    } else {
      matrix = bidiagonalExponential(nodes: block.nodes, time: step).map { ComplexDoubleDouble($0) }
      cached = (step, matrix)
    }
    for i in 0..<m {
      var sum = ComplexDoubleDouble.zero
      for k in i..<m { sum = sum + matrix[i * m + k] * state[k] }
      carried[i] = sum
    }
  }

  /// Adds an impulse: `a e^{−sZ} e_m`, by Taylor's series, since |z|s is at most 1 (8 for m = 1).
  mutating func add(_ weight: Double, at elapsed: Double) {
    let m = block.size
    if m == 1 {
      accumulate(Complex.exp(block.nodes[0].multiplied(by: -elapsed)).multiplied(by: weight), 0)
      return
    }
    var term = [Complex<Double>](repeating: .zero, count: m)
    term[m - 1] = Complex(weight)
    var sum = term
    for k in 1...(20 + m) {
      let factor = -elapsed / Double(k)
      for i in 0..<m {
        var next = block.nodes[i] * term[i]
        if i + 1 < m { next = next + term[i + 1] }
        term[i] = next.multiplied(by: factor)
        sum[i] = sum[i] + term[i]
      }
    }
    for i in 0..<m { accumulate(sum[i], i) }
  }

  private mutating func accumulate(_ value: Complex<Double>, _ i: Int) {
    let real = DoubleDouble.sum(added[i].real, value.real)
    let imaginary = DoubleDouble.sum(added[i].imaginary, value.imaginary)
    added[i] = Complex(real.hi, imaginary.hi)
    lost[i] = lost[i] + Complex(real.lo, imaginary.lo)
  }

  /// `r e^{sZ} (X + S)`.
  func value(at elapsed: Double) -> Double {
    let m = block.size
    var state = [Complex<Double>](repeating: .zero, count: m)
    for i in 0..<m { state[i] = carried[i].rounded + added[i] + lost[i] }
    if m == 1 {
      return block.value(of: [Complex.exp(block.nodes[0].multiplied(by: elapsed)) * state[0]])
    }
    var sum = state
    for k in 1...(20 + m) {
      let factor = elapsed / Double(k)
      for i in 0..<m {
        var next = block.nodes[i] * state[i]
        if i + 1 < m { next = next + state[i + 1] }
        state[i] = next.multiplied(by: factor)
        sum[i] = sum[i] + state[i]
      }
    }
    return block.value(of: sum)
  }
}
