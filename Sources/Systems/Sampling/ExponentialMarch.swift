internal import ComplexModule
internal import NumericalMethods

/// Blocks of poles driven by sums of powers times exponentials: in closed form from knot to knot.
///
///     X(τ + s) = e^{sZ} X(τ) + Σⱼ cⱼ exp[z₁ … z_m, p … p; s],   with j + 1 times p
///
/// The exponentials are nodes of a longer block, so that a resonance needs no special case. All in double-double:
/// what an oscillation of many periods cancels is still exact to doubles.
struct ExponentialMarch: Sendable {
  private let blocks: [PoleCluster]
  private let drive: ExponentialPieces
  /// The state of each block at each knot.
  private var states: [[[ComplexDoubleDouble]]] = []

  /// Marches over the knots.
  ///
  /// - Complexity: O(knots · terms · Σm³).
  init(_ blocks: [PoleCluster], under drive: ExponentialPieces) {
    self.blocks = blocks
    self.drive = drive
    var current = blocks.map { [ComplexDoubleDouble](repeating: .zero, count: $0.size) }
    for k in drive.knots.indices {
      states.append(current)
      guard k + 1 < drive.knots.count else { break }
      let width = DoubleDouble.difference(drive.knots[k + 1], drive.knots[k])
      current = blocks.indices.map { state($0, in: k, after: width) }
    }
  }

  /// The same of magnitudes: what rounding is measured by.
  var majorant: ExponentialMarch {
    ExponentialMarch(blocks.map(\.majorant), under: drive.majorant)
  }

  /// About how many products one value costs.
  var cost: Double {
    let most = drive.cells.map { $0.reduce(0) { $0 + $1.coefficients.count } }.max() ?? 0
    return blocks.reduce(0.0) { sum, block in
      let size = Double(block.size)
      return sum + Double(max(1, most)) * size * size * size
    }
  }

  /// The output at a lag.
  func value(at lag: DoubleDouble) -> Double {
    let k = drive.knots.partition { $0 <= lag.hi } - 1
    guard k >= 0 else { return 0 }
    let elapsed = lag - drive.knots[k]
    guard elapsed.hi > 0 || k > 0 else { return 0 }
    var sum = DoubleDouble.zero
    for (b, block) in blocks.enumerated() {
      let state = state(b, in: k, after: elapsed)
      var part = DoubleDouble.zero
      for j in state.indices {
        part += state[j].real * block.row[j].real - state[j].imaginary * block.row[j].imaginary
      }
      sum += block.isPair ? part * 2 : part
    }
    return sum.hi
  }

  /// The state of a block some time after a knot.
  private func state(_ b: Int, in cell: Int, after elapsed: DoubleDouble) -> [ComplexDoubleDouble] {
    let start = states[cell][b]
    guard elapsed.hi > 0 else { return start }
    let nodes = blocks[b].nodes.map { ComplexDoubleDouble($0) }
    let m = nodes.count
    // What the double leaves out of the time is put into the nodes.
    let stretch = elapsed / DoubleDouble(elapsed.hi)
    func exponential(_ more: [ComplexDoubleDouble]) -> [ComplexDoubleDouble] {
      bidiagonalExponential(nodes: (nodes + more).map { $0 * stretch }, time: elapsed.hi)
    }
    var result = [ComplexDoubleDouble](repeating: .zero, count: m)
    if start.contains(where: { !$0.isZero }) {
      let matrix = exponential([])
      for i in 0..<m {
        for k in i..<m { result[i] += matrix[i * m + k] * start[k] }
      }
    }
    guard cell < drive.cells.count else { return result }
    for term in drive.cells[cell] {
      let count = term.coefficients.count
      if m == 1, count == 1 {
        result[0] += term.coefficients[0] * Self.difference(nodes[0], term.pole, elapsed)
        continue
      }
      let matrix = exponential([ComplexDoubleDouble](repeating: term.pole, count: count))
      for i in 0..<m {
        for (j, c) in term.coefficients.enumerated() where !c.isZero {
          result[i] += matrix[i * (m + count) + m + j] * c
        }
      }
    }
    return result
  }

  /// `exp[z, p; t]`, where z and p are apart by the quotient.
  private static func difference(
    _ z: ComplexDoubleDouble, _ p: ComplexDoubleDouble, _ time: DoubleDouble
  ) -> ComplexDoubleDouble {
    let distance = z - p
    guard distance.length * time.hi > 0x1p-20 else {
      return bidiagonalExponential(nodes: [z, p], time: time.hi)[1]
    }
    return ((z * time).exponential() - (p * time).exponential()) / distance
  }
}

/// Sums of exponentials between knots through a sum of rational waveforms, exact up to rounding.
///
///     y(t) = Σᵢ wᵢ (f * h)(t − tᵢ − delay),   h = Σ rationals
///
/// The bound is `u · F · Σ|wᵢ| (f̄ * h̄)(t − tᵢ − delay)` with the majorants of both; F counts roundings.
///
/// - Returns: nil where a march by Gauss's rule costs less, or for an endless past.
/// - Complexity: O(events · rows · terms · Σm³).
func exponentialsThroughBlocks(
  _ rationals: [Rational], _ drive: ExponentialPieces, train: Train, delay: Double, at rows: Rows
) throws -> Superposition? {
  guard let first = rows.times.first, let last = rows.times.last, train.past.isEmpty else { return nil }
  let sorted = try SortedTrain(train, before: first, delay: delay)
  let start = (sorted.times.first ?? first) + min(0, drive.knots.first ?? 0)
  let horizon = max(last - start - delay, (last - start) / 1000)
  let blocks = PoleClusters.make(rationals, horizon: horizon)
  let march = ExponentialMarch(blocks, under: drive)
  let pairs = Double(rows.times.count) * Double(sorted.times.count)
  guard pairs * march.cost <= 20_000 else { return nil }
  func sums(_ march: ExponentialMarch, _ weights: [Double]) -> [Double] {
    rows.times.map { time in
      var sum = CompensatedSum()
      for (event, weight) in zip(sorted.times, weights) {
        let lag = Lag(from: event, to: time, delay: delay)
        sum.add(weight * march.value(at: DoubleDouble(hi: lag.high, lo: lag.low)))
      }
      return sum.value
    }
  }
  var result = Superposition(zeroFor: rows)
  result.values = sums(march, sorted.weights)
  if let bad = result.values.firstIndex(where: { !$0.isFinite }) {
    throw SystemsError.notFinite(time: rows.times[bad], why: "found \(SystemsError.text(result.values[bad]))")
  }
  if rows.wantsErrors {
    let sizes = sums(march.majorant, sorted.weights.map(\.magnitude))
    let roundings = 8 + 4 * Double(blocks.map(\.size).max() ?? 1)
    for k in sizes.indices where sizes[k] != 0 {
      result.errors[k] = 0x1p-53 * (roundings * sizes[k] + result.values[k].magnitude)
      if sizes[k] < 0x1p-950 { result.errors[k] += .leastNonzeroMagnitude }
    }
    addSpread(of: rationals, from: result.values, to: &result.errors) { moved in
      sums(
        ExponentialMarch(PoleClusters.make(moved, horizon: horizon), under: drive), sorted.weights)
    }
  }
  result.methods = [
    MethodNote(
      name: "state carried from knot to knot",
      reason: "a sum of exponentials between \(drive.knots.count) knots drives a sum of exponentials",
      cost: "\(sorted.times.count) impulses × \(rows.times.count) rows", certainty: .bound)
  ]
  return result
}
