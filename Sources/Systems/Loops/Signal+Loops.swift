import ComplexModule
import NumericalMethods

extension Signal {
  /// The signal with each loop written out up to a time: its impulses, and a waveform on panels.
  ///
  /// Poles that a loop's term holds beside it are what goes into the loop, so that a step's response
  /// is marched itself and not integrated afterwards.
  ///
  /// - Parameters:
  ///   - side: which value the waveform has exactly where it jumps.
  ///   - bounds: whether what the waveform may be off is found too.
  /// - Throws: `SystemsError` where a loop can't be marched.
  package func withLoopsWritten(
    until last: Double, side: Side = .after, bounds: Bool = false
  ) throws -> Signal {
    guard terms.contains(where: { !$0.loops.isEmpty }) else { return self }
    return Signal(terms: try terms.flatMap { try $0.withLoopsWritten(until: last, side: side, bounds: bounds) })
  }
}

extension Signal.Term {
  fileprivate func withLoopsWritten(
    until last: Double, side: Side, bounds: Bool
  ) throws -> [Signal.Term] {
    guard !loops.isEmpty else { return [self] }
    var rest = self
    rest.loops = []
    var loop = loops[0]
    for next in loops.dropFirst() { loop = loop.multiplied(by: next) }
    var inner: Rational?
    rest.factors = []
    for factor in factors {
      guard case .rational(let rational) = factor, rational.degree < rational.poles.count else {
        rest.factors.append(factor)
        continue
      }
      inner = inner?.convolved(with: rational) ?? rational
    }
    // How early the term can begin: what is asked of the loop ends that much later.
    let first = rest.earliest
    guard first.isFinite else {
      throw SystemsError.undefined("a loop with dead time needs an input that has a beginning")
    }
    var end = last - first
    if rest.trains.contains(where: { !$0.past.isEmpty }) {
      // What has been repeated for ever is looked back at until the loop has settled.
      end = Swift.max(end, try loop.settlingTime(under: inner))
    }
    guard end >= 0 else { return [] }
    let written = try loop.written(under: inner, until: end, side: side, bounds: bounds)
    return written.terms.map { $0.convolved(with: rest) }
  }

  /// The first moment at which something can happen, an endless past taken from its last repeat on.
  var earliest: Double {
    var sum = delay
    for train in trains {
      sum += (train.events.map(\.time) + train.past.map { $0.before - $0.period }).min() ?? 0
    }
    for factor in factors { sum += factor.extent.lowerBound }
    return sum
  }
}

extension DelayLoop {
  /// Two loops in series as one.
  ///
  ///     F₁F₂ / (1 − (G₁ + G₂ − G₁G₂))
  package func multiplied(by other: DelayLoop) -> DelayLoop {
    DelayLoop(
      forward: forward.multiplied(by: other.forward),
      around: around.adding(other.around)
        .adding(around.multiplied(by: other.around).scaled(by: -1)))
  }

  /// The time by which next to nothing of the response is left, beside which a sum over all of it rounds more.
  ///
  /// - Throws: `SystemsError.undefined` for one that does not settle.
  fileprivate func settlingTime(under rational: Rational?) throws -> Double {
    var response = Signal(self)
    if let rational { response = response.convolved(with: Signal(.rational(rational))) }
    guard rational?.poles.allSatisfy({ $0.real < 0 }) ?? true,
      let span = try? response.loopSpan(leaving: Signal.settled)
    else {
      throw SystemsError.undefined("a steady train needs a loop with dead time that settles within 100,000 dead times")
    }
    return Swift.max(0, span.upperBound)
  }

  /// The response up to a time.
  func written(
    under rational: Rational?, until last: Double, side: Side, bounds: Bool
  ) throws -> Signal {
    let horizon = Swift.max(last, .leastNormalMagnitude)
    let paths = try LoopPaths(self, horizon: horizon)
    let input = LoopInput(rational, horizon: horizon)
    let breaks = try LoopBreaks(paths, input: input, until: last)
    var signal = Signal()
    if !breaks.impulses.isEmpty {
      signal = .events(breaks.impulses.map { Event(time: $0.time.hi, weight: $0.weight) })
    }
    guard !input.isImpulse || !paths.blocks.isEmpty, let start = breaks.times.first else { return signal }
    var march = LoopMarch(paths, input, breaks, basis: .sixteen)
    let panels = try march.panels(until: last)
    guard !panels.panels.isEmpty else { return signal }
    var form = ClosedForm(panels, from: start.hi, until: last, side: side, breaks: breaks)
    if bounds {
      var other = LoopMarch(paths, input, breaks, basis: .twenty)
      let off = panels.differences(from: try other.panels(until: last))
      form.errors = { times, values in
        for k in times.indices {
          let place = panels.index(at: DoubleDouble(times[k].nextUp))
          values[k] = place < 0 ? 0 : off[place]
        }
      }
    }
    return signal + Signal(.closedForm(form))
  }
}

extension ClosedForm {
  /// A loop's output.
  fileprivate init(
    _ panels: LoopPanels, from start: Double, until last: Double, side: Side, breaks: LoopBreaks
  ) {
    let places = zip(breaks.times, breaks.orders).compactMap { $1 < 4 ? $0.hi : nil }
    self.init(
      text: "a loop with dead time", on: start...Swift.max(last, start),
      corners: { window in
        let low = places.partition { $0 < window.lowerBound }
        let high = places.partition { $0 <= window.upperBound }
        return low < high ? Array(places[low..<high]) : []
      }
    ) { times, values in
      for k in times.indices { values[k] = panels.value(at: times[k], side: side) }
    }
  }
}

extension LoopPanels {
  /// What each panel may be off: eight times the largest difference, so far, from a march on other
  /// nodes, and the rounding of a value.
  fileprivate func differences(from other: LoopPanels) -> [Double] {
    var (difference, size) = (0.0, 0.0)
    let n = basis.count
    return panels.enumerated().map { k, panel in
      for i in 0..<n {
        let time = panel.start + panel.length / 2 * (1 + basis.nodes[i])
        let value = values[k * n + i]
        let j = other.index(at: time)
        let second = j < 0 ? 0 : other.value(in: j, after: (time - other.panels[j].start).hi)
        difference = Swift.max(difference, (second - value).magnitude)
        size = Swift.max(size, value.magnitude)
      }
      return 8 * difference + 0x1p-49 * size
    }
  }
}
