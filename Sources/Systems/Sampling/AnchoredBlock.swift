internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Adds a train through a block of several, or complex, poles: one sweep.
///
///     y(t) = r e^{(t−T)Z} (X + Σ_{T ≤ tᵢ ≤ t} aᵢ e^{−(tᵢ−T)Z} e_m)
///
/// The anchor T moves on before |z|(t − T) passes 1 (8 for one pole alone), so that going back and
/// forth loses nothing; lightly damped states are carried from anchor to anchor in double-double.
/// Between two impulses the output is `e^{cs}` times one polynomial in s = t − T, which is made once.
///
/// - Complexity: O(events · m² + rows · m), and O(m³) for each anchor.
///
/// - Parameter input: what an impulse adds to the state, in place of the last unit vector; of real
///   blocks alone.
package func addAnchored(
  _ block: PoleCluster, _ train: SortedTrain, delay: Double, horizon: Double, counts: [Int],
  rows: Rows, input: [Double]? = nil, into values: inout [Double]
) {
  if block.isReal {
    var walk = BlockWalk<Double>(block, horizon: horizon)
    walk.input = input
    walk.sweep(train, delay: delay, counts: counts, rows: rows, into: &values)
  } else {
    var walk = BlockWalk<Complex<Double>>(block, horizon: horizon)
    walk.sweep(train, delay: delay, counts: counts, rows: rows, into: &values)
  }
}

/// How far a sweep of a block of several poles goes from one anchor to the next: a power of two, so
/// that steps from anchor to anchor, which are its multiples, are exact and most are one reach.
func anchorReach(of block: PoleCluster, horizon: Double) -> Double {
  let speed = max(block.speed, 16 / max(horizon, .leastNormalMagnitude))
  return Double(
    sign: .plus, exponent: ((block.size == 1 ? 8 : 1) / speed).exponent, significand: 1)
}

/// The state of a block at an anchor, and what has been added since, brought back to the anchor.
private struct BlockWalk<Scalar: BlockScalar> {
  private let block: PoleCluster
  private let reach: Double
  /// What an impulse adds; nil for the last unit vector.
  var input: [Scalar]?
  private let isLasting: Bool
  private let exact: [ComplexDoubleDouble]
  private var anchor = -Double.infinity
  private var carried: [ComplexDoubleDouble]
  /// The exponentials of 1, 2, 4, … reaches, as far as they were needed.
  private var powers: [[ComplexDoubleDouble]] = []
  private var cachedRounded: (time: Double, matrix: [Scalar])?
  /// The middle of the nodes, and how far each is from it.
  private let centre: Scalar
  private let offsets: [Scalar]
  private let row: [Scalar]
  /// How many terms of Taylor's series about the centre give full precision within the reach.
  private let terms: Int
  /// The state at the anchor, rounded; what was added since; what those sums rounded away; scratch.
  private var state: [Scalar]
  private var lost: [Scalar]
  private var term: [Scalar]
  private var sum: [Scalar]
  /// The output from the anchor on, less its exponential, as a polynomial in s / reach, and whether
  /// nothing was added since it was made.
  private var polynomial: [Scalar]
  private var isPolynomialCurrent = false

  init(_ block: PoleCluster, horizon: Double) {
    self.block = block
    let m = block.size
    reach = anchorReach(of: block, horizon: horizon)
    // A state that loses less than a tenth from anchor to anchor lives for many anchors.
    isLasting = block.growth * reach > -0.1
    exact = block.nodes.map { ComplexDoubleDouble($0) }
    carried = Array(repeating: .zero, count: m)
    let middle = block.nodes.reduce(Complex<Double>.zero, +).divided(by: Double(m))
    centre = Scalar(blockValue: middle)
    offsets = block.nodes.map { Scalar(blockValue: $0) - Scalar(blockValue: middle) }
    row = block.row.map { Scalar(blockValue: $0) }
    let spread = offsets.reduce(0) { max($0, $1.rounded.length) } * reach
    var count = 0
    var size = 1.0
    while size > 0x1p-60 {
      count += 1
      size *= spread / Double(count)
    }
    terms = m - 1 + count
    state = Array(repeating: .blockZero, count: m)
    (lost, term, sum) = (state, state, state)
    polynomial = Array(repeating: .blockZero, count: terms + 1)
  }

  mutating func sweep(
    _ train: SortedTrain, delay: Double, counts: [Int], rows: Rows, into values: inout [Double]
  ) {
    var i = 0
    for j in values.indices {
      let count = counts[j]
      while i < count {
        var elapsed = (train.times[i] - anchor) + delay + train.low(i)
        if !(elapsed <= reach) {
          move(to: train.times[i] + delay)
          elapsed = (train.times[i] - anchor) + delay + train.low(i)
        }
        add(train.weights[i], at: elapsed)
        i += 1
      }
      if count == 0 { continue }
      if rows.times[j] - anchor > reach { move(to: rows.times[j]) }
      values[j] += value(at: rows.times[j] - anchor)
    }
  }

  /// Takes the anchor to the last multiple of the reach before a time.
  private mutating func move(to time: Double) {
    let m = block.size
    let multiple = (time / reach).rounded(.down)
    // Of a reach too short to be counted, the time itself.
    let next = multiple.isFinite ? multiple * reach : time
    let step = next - anchor
    anchor = next
    isPolynomialCurrent = false
    if !isLasting { return moveRounded(by: step) }
    var whole = carried
    for i in 0..<m {
      whole[i] = carried[i] + ComplexDoubleDouble((state[i] - Scalar(blockValue: carried[i].rounded)).rounded)
        + ComplexDoubleDouble(lost[i].rounded)
      lost[i] = .blockZero
    }
    if whole.allSatisfy({ $0.isZero }) { return }
    // A step is a whole number of reaches: by its binary digits few exponentials serve all steps.
    var left = step / reach
    guard left.isFinite else {
      for i in 0..<m { state[i] = Scalar(blockValue: Complex(.nan, .nan)) }
      return
    }
    var digit = 0
    while left >= 1 {
      let isOdd = left.truncatingRemainder(dividingBy: 2) == 1
      left = (left / 2).rounded(.down)
      if isOdd { whole = product(exponential(digit), whole) }
      digit += 1
    }
    carried = whole
    for i in 0..<m { state[i] = Scalar(blockValue: whole[i].rounded) }
  }

  /// The exponential of 2^digit reaches.
  private mutating func exponential(_ digit: Int) -> [ComplexDoubleDouble] {
    while powers.count <= digit {
      powers.append(
        bidiagonalExponential(
          nodes: exact, time: reach * Double(sign: .plus, exponent: powers.count, significand: 1)))
    }
    return powers[digit]
  }

  private func product(
    _ matrix: [ComplexDoubleDouble], _ vector: [ComplexDoubleDouble]
  ) -> [ComplexDoubleDouble] {
    let m = block.size
    return (0..<m).map { i in
      var sum = ComplexDoubleDouble.zero
      for k in i..<m { sum = sum + matrix[i * m + k] * vector[k] }
      return sum
    }
  }

  /// The same for a state that is soon forgotten, and its rounding with it.
  private mutating func moveRounded(by step: Double) {
    let m = block.size
    var isAtRest = true
    for i in 0..<m {
      sum[i] = state[i] + lost[i]
      lost[i] = .blockZero
      isAtRest = isAtRest && sum[i].rounded == .zero
    }
    if isAtRest { return }
    let matrix: [Scalar]
    if let cachedRounded, cachedRounded.time == step {
      matrix = cachedRounded.matrix
    } else {
      matrix = bidiagonalExponential(
        nodes: block.nodes.map { Scalar(blockValue: $0) }, time: step)
      cachedRounded = (step, matrix)
    }
    for i in 0..<m {
      var next = Scalar.blockZero
      for k in i..<m { next = next + matrix[i * m + k] * sum[k] }
      state[i] = next
    }
  }

  /// Adds an impulse, `a e^{−sZ} e_m`: about the centre few terms of Taylor's series are needed.
  private mutating func add(_ weight: Double, at elapsed: Double) {
    let m = block.size
    let size = centre.multiplied(by: -elapsed).blockExponential.multiplied(by: weight)
    if let input {
      for i in 0..<m { term[i] = size * input[i] }
    } else {
      for i in 0..<m { term[i] = .blockZero }
      term[m - 1] = size
    }
    evolve(-elapsed)
    isPolynomialCurrent = false
    for i in 0..<m {
      // What the sum rounds away is kept, as in Neumaier's summation.
      let total = state[i] + sum[i]
      let back = total - state[i]
      lost[i] = lost[i] + ((state[i] - (total - back)) + (sum[i] - back))
      state[i] = total
    }
  }

  /// `r e^{sZ} (X + S) = e^{s centre} Σ (s / reach)ᵏ pₖ`.
  private mutating func value(at elapsed: Double) -> Double {
    if !isPolynomialCurrent { makePolynomial() }
    let place = elapsed / reach
    var result = polynomial[terms]
    for k in stride(from: terms - 1, through: 0, by: -1) {
      result = result.multiplied(by: place) + polynomial[k]
    }
    let value = (result * centre.multiplied(by: elapsed).blockExponential).rounded.real
    return block.isPair ? 2 * value : value
  }

  /// `pₖ = r (reach (Z − centre))ᵏ (X + S) / k!`.
  private mutating func makePolynomial() {
    let m = block.size
    for i in 0..<m { term[i] = state[i] + lost[i] }
    for k in 0...terms {
      if k > 0 { stepTaylor(reach / Double(k)) }
      var value = Scalar.blockZero
      for i in 0..<m { value = value + row[i] * term[i] }
      polynomial[k] = value
    }
    isPolynomialCurrent = true
  }

  /// `sum = e^{s(Z − centre)} term`.
  private mutating func evolve(_ time: Double) {
    let m = block.size
    for i in 0..<m { sum[i] = term[i] }
    for k in stride(from: 1, through: terms, by: 1) {
      stepTaylor(time / Double(k))
      for i in 0..<m { sum[i] = sum[i] + term[i] }
    }
  }

  /// `term = factor (Z − centre) term`.
  @inline(__always)
  private mutating func stepTaylor(_ factor: Double) {
    let m = block.size
    for i in 0..<m {
      var next = offsets[i] * term[i]
      if i + 1 < m { next = next + term[i + 1] }
      term[i] = next.multiplied(by: factor)
    }
  }
}
