import ComplexModule
import NumericalMethods
import RealModule

/// The march of a loop from one break to the next.
///
/// On each panel the output one dead time ago is known; it and the input drive the states, which are
/// carried from panel to panel. Panels are halved until the output is a polynomial to rounding, and
/// repeat from one dead time to the next, so that delayed values are read where they were computed.
struct LoopMarch {
  private let paths: LoopPaths
  private let input: LoopInput
  private let breaks: LoopBreaks
  private let basis: LegendreBasis
  private var states: [[Complex<Double>]]
  private var result: LoopPanels
  private var propagators: [Key: PanelPropagator] = [:]
  private var peak = 0.0

  private struct Key: Hashable {
    var pole: Complex<Double>
    var length: Double
  }

  /// How often an interval may be halved.
  private static let deepest = 44
  /// The most panels that are held.
  private static let most = 2_000_000

  init(_ paths: LoopPaths, _ input: LoopInput, _ breaks: LoopBreaks, basis: LegendreBasis) {
    self.paths = paths
    self.input = input
    self.breaks = breaks
    self.basis = basis
    states = paths.blocks.map { Array(repeating: .zero, count: $0.nodes.count) }
    result = LoopPanels(basis: basis)
  }

  /// The output up to a time.
  ///
  /// - Throws: `SystemsError.toleranceNotMet` where halving does not resolve it, `tooLarge`.
  /// - Complexity: O(panels · poles · n²).
  mutating func panels(until last: Double) throws(SystemsError) -> LoopPanels {
    let least = paths.around.map(\.delay).min()?.hi ?? .infinity
    for k in breaks.times.indices {
      let start = breaks.times[k]
      kick(at: start)
      let end = k + 1 < breaks.times.count ? breaks.times[k + 1] : DoubleDouble(last) + least
      let gap = (end - start).hi
      // No panel is longer than the least dead time.
      let count = Swift.max(1, (gap / least * (1 - 1e-12)).rounded(.up))
      guard count + Double(result.panels.count) < Double(Self.most) else {
        throw .tooLarge(what: "the dead times of a loop", size: count)
      }
      for part in 0..<Int(count) {
        let from = part == 0 ? start : start + (end - start) * (Double(part) / count)
        if from.hi > last { return result }
        try interval(from: from, gap: gap / count)
      }
    }
    return result
  }

  /// What the impulses that arrive at a moment give to the states.
  private mutating func kick(at time: DoubleDouble) {
    func isNow(_ other: DoubleDouble, _ delay: DoubleDouble) -> Bool {
      (other + delay - time).hi.magnitude <= 1e-11 * Swift.max(delay.hi, .leastNormalMagnitude)
    }
    func add(_ rows: [[Complex<Double>]], _ weight: Double) {
      for b in rows.indices {
        for j in rows[b].indices { states[b][j] += rows[b][j].multiplied(by: weight) }
      }
    }
    if input.isImpulse {
      for path in paths.forward where (path.delay - time).hi.magnitude <= 1e-14 * time.hi.magnitude {
        add(path.rows, 1)
      }
    }
    guard !breaks.impulses.isEmpty else { return }
    for path in paths.around {
      let sought = time - path.delay
      var (low, high) = (0, breaks.impulses.count)
      while low < high {
        let middle = (low + high) / 2
        if breaks.impulses[middle].time < sought { low = middle + 1 } else { high = middle }
      }
      for k in [low - 1, low] where breaks.impulses.indices.contains(k) {
        if isNow(breaks.impulses[k].time, path.delay) { add(path.rows, breaks.impulses[k].weight) }
      }
    }
  }

  /// Marches over one interval in panels whose lengths are halves of halves of it.
  private mutating func interval(from start: DoubleDouble, gap: Double) throws(SystemsError) {
    var share = 0.0
    var level = 0
    while share < 1 {
      // A panel may be twice as long as the last where it then still ends on its own grid.
      if level > 0, (share * Double.exp2(Double(level - 1))).truncatingRemainder(dividingBy: 1) == 0 {
        level -= 1
      }
      let from = start + DoubleDouble.product(gap, share)
      level = Swift.max(level, levelBefore(from, gap: gap, share: share))
      while true {
        let width = Double.exp2(Double(-level))
        let panel = LoopPanels.Panel(start: from, length: gap * width, gap: gap, share: share)
        if try advance(over: panel, isLast: level >= Self.deepest) {
          share += width
          break
        }
        level += 1
      }
    }
  }

  /// How fine the interval was one dead time ago at the same place.
  private func levelBefore(_ time: DoubleDouble, gap: Double, share: Double) -> Int {
    guard let delay = paths.around.map(\.delay).min() else { return 0 }
    let k = result.index(at: time - delay + 1e-9 * gap)
    guard k >= 0 else { return 0 }
    let panel = result.panels[k]
    guard (panel.gap - gap).magnitude <= 1e-9 * gap, (panel.share - share).magnitude < 1e-9 else { return 0 }
    return Int((-Double.log2(panel.length / panel.gap)).rounded())
  }

  /// Computes one panel and takes it where it is resolved.
  private mutating func advance(
    over panel: LoopPanels.Panel, isLast: Bool
  ) throws(SystemsError) -> Bool {
    let n = basis.count
    var driven = [[Double]]()
    var tail = 0.0
    if !input.isImpulse {
      for path in paths.forward {
        let start = (panel.start - path.delay).hi
        let isOn = start >= -1e-12 * Swift.max(path.delay.hi, panel.length)
        driven.append(
          basis.nodes.map { isOn ? input.value(at: Swift.max(0, start) + panel.length / 2 * (1 + $0)) : 0 })
        let own = basis.coefficients(of: driven[driven.count - 1])
        let size = driven[driven.count - 1].reduce(0) { Swift.max($0, $1.magnitude) }
        tail = Swift.max(tail, size > 0 ? (own[n - 1].magnitude + own[n - 2].magnitude) / size : 0)
      }
    }
    let delayed = paths.around.map { before(panel, $0.delay) }
    if tail > 1e-14, !isLast { return false }
    var output = [Double](repeating: 0, count: n)
    var sizes = output
    for (path, values) in zip(paths.around, delayed) where path.direct != 0 {
      for i in 0..<n {
        output[i] += path.direct * values[i]
        sizes[i] += (path.direct * values[i]).magnitude
      }
    }
    for (path, values) in zip(paths.forward, driven) where path.direct != 0 {
      for i in 0..<n {
        output[i] += path.direct * values[i]
        sizes[i] += (path.direct * values[i]).magnitude
      }
    }
    var ends = states
    for b in paths.blocks.indices {
      var chain = [Complex<Double>](repeating: .zero, count: n)
      for (j, pole) in paths.blocks[b].nodes.enumerated() {
        var drive = chain
        for (path, values) in zip(paths.around, delayed) where path.rows[b][j] != .zero {
          for i in 0..<n { drive[i] += path.rows[b][j].multiplied(by: values[i]) }
        }
        for (path, values) in zip(paths.forward, driven) where path.rows[b][j] != .zero {
          for i in 0..<n { drive[i] += path.rows[b][j].multiplied(by: values[i]) }
        }
        let next = propagator(pole, panel.length).advanced(from: states[b][j], under: drive)
        (chain, ends[b][j]) = (next.nodes, next.end)
      }
      let factor = paths.blocks[b].isPair ? 2.0 : 1
      for i in 0..<n {
        output[i] += factor * chain[i].real
        sizes[i] += factor * chain[i].real.magnitude
      }
    }
    let coefficients = basis.coefficients(of: output)
    let size = sizes.reduce(0, Swift.max)
    guard size.isFinite else {
      throw .notFinite(time: panel.start.hi, why: "a loop grew beyond all numbers")
    }
    let rest = coefficients[n - 1].magnitude + coefficients[n - 2].magnitude
    let isResolved = rest <= 4e-15 * size + 1e-18 * peak
    guard isResolved || isLast else { return false }
    guard isResolved || rest <= 1e-11 * Swift.max(size, peak) else {
      throw .toleranceNotMet(reached: rest / Swift.max(size, peak), asked: 1e-11, method: "the march of a loop")
    }
    peak = Swift.max(peak, output.reduce(0) { Swift.max($0, $1.magnitude) })
    var panel = panel
    panel.first = firstValue(of: panel)
    states = ends
    result.append(panel, values: output, coefficients: coefficients)
    return true
  }

  /// The output at a panel's start, from the states there and what passes directly.
  private func firstValue(of panel: LoopPanels.Panel) -> Double {
    var sum = CompensatedSum()
    for (block, state) in zip(paths.blocks, states) {
      sum.add((block.isPair ? 2 : 1) * (state.last?.real ?? 0))
    }
    if !input.isImpulse {
      for path in paths.forward where path.direct != 0 {
        let elapsed = (panel.start - path.delay).hi
        let isOn = elapsed >= -1e-12 * Swift.max(path.delay.hi, panel.length)
        if isOn { sum.add(path.direct * input.value(at: Swift.max(0, elapsed))) }
      }
    }
    for path in paths.around where path.direct != 0 {
      let time = panel.start - path.delay
      let k = result.index(at: time + 1e-10 * panel.length)
      guard k >= 0 else { continue }
      let offset = (time - result.panels[k].start).hi
      let isStart = offset <= 1e-10 * panel.length
      sum.add(path.direct * result.value(in: k, after: isStart ? 0 : offset))
    }
    return sum.value
  }

  private mutating func propagator(_ pole: Complex<Double>, _ length: Double) -> PanelPropagator {
    let key = Key(pole: pole, length: length)
    if let known = propagators[key] { return known }
    if propagators.count > 2000 { propagators.removeAll() }
    let made = PanelPropagator(pole: pole, length: length, basis: basis)
    propagators[key] = made
    return made
  }

  /// The output one dead time before a panel's nodes.
  private func before(_ panel: LoopPanels.Panel, _ delay: DoubleDouble) -> [Double] {
    let n = basis.count
    let start = panel.start - delay
    let slack = 1e-10 * panel.length
    var k = result.index(at: start + slack)
    if k >= 0 {
      let known = result.panels[k]
      if (known.start - start).hi.magnitude <= slack,
        (known.length - panel.length).magnitude <= 1e-10 * panel.length
      {
        return Array(result.values[k * n..<(k + 1) * n])
      }
    }
    return basis.nodes.map { node in
      let time = start + panel.length / 2 * (1 + node)
      while k + 1 < result.panels.count, !(time < result.panels[k + 1].start) { k += 1 }
      return k < 0 ? 0 : result.value(in: k, after: (time - result.panels[k].start).hi)
    }
  }
}
