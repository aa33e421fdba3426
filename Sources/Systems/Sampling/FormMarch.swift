internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Blocks of poles driven by a formula that was cut into panels.
struct FormMarch: Sendable {
  let blocks: [PoleCluster]
  var drive: Integrand

  /// The same of magnitudes, on the same panels: about what rounding is measured by.
  var majorant: FormMarch {
    var copy = FormMarch(blocks: blocks.map(\.majorant), drive: drive)
    copy.drive.evaluate = { [evaluate = drive.evaluate] times, values in
      try evaluate(times, values)
      for k in values.indices { values[k] = values[k].magnitude }
    }
    return copy
  }

  /// A step of the march: from a time to another inside of one panel.
  private struct Step {
    var from: Double
    var to: Double
    var row: Int?
    /// The nodes that each block reads.
    var nodes: [Range<Int>]
  }

  /// States at rest.
  var rest: [[Complex<Double>]] { blocks.map { Array(repeating: .zero, count: $0.size) } }

  /// The output of states.
  func output(_ states: [[Complex<Double>]]) -> Double {
    var sum = 0.0
    for (block, state) in zip(blocks, states) { sum += block.value(of: state) }
    return sum
  }

  /// The values at ascending lags: one march.
  func values(atAscending lags: [Double]) throws -> [Double] {
    var values = [Double](repeating: 0, count: lags.count)
    guard let start = drive.edges.first else { return values }
    var states = rest
    var plan = Plan()
    var at = start
    var panel = 0
    for k in lags.indices where lags[k] > start {
      while at < lags[k] {
        let isInside = panel + 1 < drive.edges.count
        let next = isInside ? min(lags[k], drive.edges[panel + 1]) : lags[k]
        try add(from: at, to: next, in: isInside ? panel : nil, row: nil, &plan)
        at = next
        if isInside, at >= drive.edges[panel + 1] { panel += 1 }
      }
      plan.steps.append(Step(from: at, to: at, row: k, nodes: []))
      if plan.nodes.places.count > 1024 { try run(&plan, &states, &values) }
    }
    try run(&plan, &states, &values)
    return values
  }

  /// Work that is gathered so that the formula is evaluated in blocks.
  private struct Plan {
    var steps: [Step] = []
    var nodes = GaussNodes()
  }

  /// Adds a step: the nodes that it needs, shared by the blocks that are slow beside it.
  private func add(
    from low: Double, to high: Double, in panel: Int?, row: Int?, _ plan: inout Plan
  ) throws {
    var step = Step(from: low, to: high, row: row, nodes: [])
    guard let panel else {
      step.nodes = blocks.map { _ in 0..<0 }
      plan.steps.append(step)
      return
    }
    var shared: Range<Int>?
    let slow = blocks.map(\.speed).filter { $0 * (high - low) <= 4 }.max() ?? 0
    for block in blocks {
      if block.speed * (high - low) <= 4 {
        if shared == nil {
          let first = plan.nodes.places.count
          plan.nodes.append(
            from: low, to: high, of: drive, in: panel,
            besides: FormMarch.degree(slow * (high - low)))
          shared = first..<plan.nodes.places.count
        }
        step.nodes.append(shared ?? 0..<0)
        continue
      }
      // What a fast block saw 45 time constants ago is forgotten.
      let memory = block.growth < 0 ? 45 / -block.growth : .infinity
      let begin = max(low, high - memory)
      let parts = (block.speed * (high - begin) / 4).rounded(.up)
      guard parts < 1e6 else {
        throw SystemsError.tooLarge(
          what: "driving a pole of modulus \(block.speed) over \(high - begin)", size: parts)
      }
      let first = plan.nodes.places.count
      for k in 0..<Int(parts) {
        let from = begin + (high - begin) * Double(k) / parts
        let to = Double(k) + 1 == parts ? high : begin + (high - begin) * Double(k + 1) / parts
        plan.nodes.append(
          from: from, to: to, of: drive, in: panel, besides: FormMarch.degree(4))
      }
      step.nodes.append(first..<plan.nodes.places.count)
    }
    plan.steps.append(step)
  }

  /// The degree at which the Chebyshev series of `e^{zs}` is at rounding, for `|z|` times the width.
  ///
  /// The coefficients of `e^{θx}` on [−1, 1] are `2 I_k(θ)`, about `2 (θ/2)ᵏ/k!`.
  private static func degree(_ speed: Double) -> Double {
    var term = 2.0
    var k = 0.0
    while term > 1e-17, k < 40 {
      k += 1
      term *= speed / 4 / k
    }
    return k
  }

  /// Evaluates the formula at all nodes and takes the states through the steps.
  private func run(
    _ plan: inout Plan, _ states: inout [[Complex<Double>]], _ values: inout [Double]
  ) throws {
    let places = plan.nodes.places
    var drives = [Double](repeating: 0, count: places.count)
    try places.withUnsafeBufferPointer { places in
      try drives.withUnsafeMutableBufferPointer { try drive.evaluate(places, $0) }
    }
    for k in drives.indices {
      guard drives[k].isFinite else {
        throw SystemsError.notFinite(time: places[k], why: "the formula is \(SystemsError.text(drives[k])) there")
      }
      drives[k] *= plan.nodes.weights[k]
    }
    for step in plan.steps {
      if let row = step.row {
        values[row] = output(states)
        continue
      }
      for b in blocks.indices {
        advance(&states[b], blocks[b], step, b, places: places, drives: drives)
      }
    }
    plan.steps.removeAll(keepingCapacity: true)
    plan.nodes.removeAll()
  }

  private func advance(
    _ state: inout [Complex<Double>], _ block: PoleCluster, _ step: Step, _ b: Int,
    places: [Double], drives: [Double]
  ) {
    let z = block.nodes[0]
    if block.size == 1 {
      let length = step.to - step.from
      if z.imaginary == 0 {
        var sum = state[0].real * Double.exp(z.real * length)
        for k in step.nodes[b] { sum += drives[k] * Double.exp(z.real * (step.to - places[k])) }
        state[0] = Complex(sum)
      } else {
        var sum = state[0] * Complex.exp(z.multiplied(by: length))
        for k in step.nodes[b] {
          sum = sum
            + Complex.exp(z.multiplied(by: step.to - places[k])).multiplied(by: drives[k])
        }
        state[0] = sum
      }
      return
    }
    if state.contains(where: { $0 != .zero }) {
      state = block.moved(state, by: step.to - step.from)
    }
    for k in step.nodes[b] {
      let column = block.column(step.to - places[k])
      for i in state.indices { state[i] = state[i] + column[i].multiplied(by: drives[k]) }
    }
  }

  /// The states at the ends of all panels, from where any lag is one step away.
  func states() throws -> FormStates {
    var kept = [rest]
    var states = rest
    var unused: [Double] = []
    for panel in drive.edges.indices.dropLast() {
      var plan = Plan()
      try add(
        from: drive.edges[panel], to: drive.edges[panel + 1], in: panel, row: nil, &plan)
      try run(&plan, &states, &unused)
      kept.append(states)
    }
    return FormStates(march: self, states: kept)
  }

  /// The output at a lag, from the states at the start of its panel.
  fileprivate func value(at lag: Double, from start: Double, in panel: Int?, _ kept: [[Complex<Double>]])
    throws -> Double
  {
    var plan = Plan()
    var states = kept
    var unused: [Double] = []
    if lag > start { try add(from: start, to: lag, in: panel, row: nil, &plan) }
    try run(&plan, &states, &unused)
    return output(states)
  }
}

/// The states of driven blocks at the ends of the drive's panels.
struct FormStates: Sendable {
  let march: FormMarch
  let states: [[[Complex<Double>]]]

  /// The outputs at lags in any order.
  func values(
    at lags: UnsafeBufferPointer<Double>, into values: UnsafeMutableBufferPointer<Double>
  ) throws {
    let edges = march.drive.edges
    for k in lags.indices {
      let panel = edges.partition { $0 <= lags[k] } - 1
      if panel < 0 {
        values[k] = 0
      } else {
        values[k] = try march.value(
          at: lags[k], from: edges[panel], in: panel + 1 < edges.count ? panel : nil, states[panel])
      }
    }
  }
}
