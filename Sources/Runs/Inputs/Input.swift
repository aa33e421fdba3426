internal import NumericalMethods
package import Systems

/// What goes in: impulses, pulses and rates, kept apart for stacking and for default times.
package struct Input {
  /// Impulses, in the order of the rows.
  package var events: [Event] = []
  /// What the impulses' times leave out of the moments that are meant, of the first ones; empty where
  /// nothing.
  package var lowParts: [Double] = []
  /// Impulses of an endless past, as far as a response without an end of its own shows them; the
  /// default times don't begin with them.
  package var earlier: [Event] = []
  /// Impulses that have gone on for ever.
  package var past: [SteadyPast] = []
  /// Pulses, in the order of the rows.
  package var pulses: [Pulse] = []
  /// Pulses that have gone on for ever.
  package var steadyPulses: [SteadyPulse] = []
  /// Production rates.
  package var rates: [Rate] = []
  /// Give the derivatives of what scales events, and rates of files, by a bound name.
  package var moved: [(String) throws -> Signal?] = []
  /// From when to when impulses go that are held elsewhere, to be read as rows need them; then nothing else is here.
  package var heldElsewhere: ClosedRange<Double>?
  /// How many impulses and pulses repetitions have made.
  package var repeated = 0

  package init() {}

  /// Adds a row of an event table, its repetitions counted in decimal.
  ///
  /// - Throws: `RunsError.repetitions` for more than can be held.
  package mutating func add(_ dose: Dose) throws {
    guard dose.count > 0 else { return }
    repeated += dose.count > 1 ? min(dose.count, 1 << 53) : 0
    guard repeated <= Input.mostRepeated else {
      throw RunsError.repetitions(repeated)
    }
    let times = dose.time.moments(step: Decimal(dose.every), count: dose.count, shift: dose.lag)
    if dose.duration > 0 {
      pulses += times.map {
        Pulse(start: $0.hi, low: $0.lo, duration: dose.duration, height: dose.size)
      }
    } else {
      if !lowParts.isEmpty || times.contains(where: { $0.lo != 0 }) {
        lowParts += Array(repeating: 0, count: events.count - lowParts.count) + times.map(\.lo)
      }
      events += times.map { Event(time: $0.hi, weight: dose.size) }
    }
    if dose.isSteady {
      var steady = SteadyPast(before: times[0].hi, period: dose.every, weight: dose.size)
      steady.low = times[0].lo
      if dose.duration > 0 {
        steadyPulses.append(SteadyPulse(past: steady, duration: dose.duration))
      } else {
        past.append(steady)
      }
    }
  }

  /// The most impulses and pulses that repetitions make, and of the impulses of a past that are listed.
  package static let mostRepeated = 10_000_000

  /// Whether nothing but impulses goes in.
  package var isImpulsesOnly: Bool { pulses.isEmpty && steadyPulses.isEmpty && rates.isEmpty }

  /// The whole input as a signal.
  package var signal: Signal { impulses + pulseSignal + rateSignal }

  /// The impulses.
  package var impulses: Signal {
    guard !events.isEmpty || !past.isEmpty || !earlier.isEmpty else { return Signal() }
    var train = Train(earlier.isEmpty ? events : earlier + events, past: past)
    if !lowParts.isEmpty {
      let rest = events.count - lowParts.count
      train.lowParts = Array(repeating: 0, count: earlier.count) + lowParts
        + Array(repeating: 0, count: rest)
    }
    return Signal(terms: [.init(trains: [train])])
  }

  /// The rates.
  package var rateSignal: Signal { rates.reduce(Signal()) { $0 + $1.signal } }

  /// The pulses: a train of starts for each duration, through a box of that duration; of many
  /// different durations one list of pieces.
  package var pulseSignal: Signal {
    var places: [Double: Int] = [:]
    var trains: [(duration: Double, train: Train, lowParts: [Double])] = []
    // Repetitions of one pulse follow one another.
    var last = (duration: -1.0, place: 0)
    func place(_ duration: Double) -> Int {
      if duration == last.duration { return last.place }
      let place = places[duration] ?? trains.count
      if place == trains.count {
        places[duration] = place
        trains.append((duration, Train(), []))
      }
      last = (duration, place)
      return place
    }
    for steady in steadyPulses { trains[place(steady.duration)].train.past.append(steady.past) }
    for pulse in pulses { _ = place(pulse.duration) }
    var overlay: [(start: Double, duration: Double, height: Double)] = []
    var overlayLow: [Double] = []
    let isMany = trains.count > 16
    for pulse in pulses {
      if isMany {
        overlay.append((pulse.start, pulse.duration, pulse.height))
        overlayLow.append(pulse.low)
      } else {
        let k = place(pulse.duration)
        trains[k].train.events.append(Event(time: pulse.start, weight: pulse.height))
        trains[k].lowParts.append(pulse.low)
      }
    }
    var terms: [Signal.Term] = trains.compactMap { own in
      guard !own.train.isEmpty else { return nil }
      var train = own.train
      if own.lowParts.contains(where: { $0 != 0 }) { train.lowParts = own.lowParts }
      return .init(
        trains: [train], factors: [.pieces(.box(from: 0, to: own.duration, height: 1))])
    }
    if let pieces = PiecewisePolynomial.pulses(overlay, lowParts: overlayLow) {
      terms.append(.init(factors: [.pieces(pieces)]))
    }
    return Signal(terms: terms)
  }

  /// When the first thing happens, and the last; nil where nothing does.
  ///
  /// - Parameter needsEnd: false where the end of a rate need not be looked for.
  /// - Throws: `RunsError.endless` where a rate does not end.
  package func span(needsEnd: Bool) throws -> (first: Decimal, last: Decimal)? {
    var first: [Decimal] = []
    var last: [Decimal] = []
    if let a = events.lazy.map(\.time).min(), let b = events.lazy.map(\.time).max() {
      first.append(Decimal(a))
      last.append(Decimal(b))
    }
    if let heldElsewhere {
      first.append(Decimal(heldElsewhere.lowerBound))
      last.append(Decimal(heldElsewhere.upperBound))
    }
    if let a = pulses.lazy.map(\.start).min() { first.append(Decimal(a)) }
    if let b = pulses.lazy.map({ Decimal($0.start) + Decimal($0.duration) }).max() { last.append(b) }
    for rate in rates {
      first.append(try rate.beginning())
      if needsEnd { last.append(try rate.last ?? Extent.end(of: rate.signal, what: "the rate")) }
    }
    guard let a = first.min() else { return nil }
    return (a, last.max() ?? a)
  }
}

extension Input {
  /// Lists as much of the endless pasts as a response of this reach still shows.
  ///
  /// - Throws: `RunsError.past` for more than can be listed.
  package mutating func listPast(reach: Decimal) throws {
    for steady in past {
      let count = (reach.double / steady.period * (1 + 1e-12)).rounded(.down)
      guard count >= 1 else { continue }
      guard count <= Double(Input.mostRepeated) else {
        throw RunsError.past(count)
      }
      let start = Decimal(steady.before) - Int(count) * Decimal(steady.period)
      let times = start.grid(step: Decimal(steady.period), count: Int(count))
      earlier += times.map { Event(time: $0, weight: steady.weight) }
    }
    past = []
  }
}
