internal import Systems

/// What goes into a system: for each channel an input, and from each reset on others.
package struct Inputs {
  /// What goes in from one reset to the next.
  package struct Epoch {
    /// The reset's time; what came before it counts for no row from then on. Nil for the first.
    package var start: Double?
    /// The channels' inputs.
    package var channels: [Input]
  }

  /// The epochs, in the order of their times; at least one.
  package var epochs: [Epoch]

  /// Nothing, into so many channels.
  package init(channels count: Int) {
    epochs = [Epoch(channels: [Input](repeating: Input(), count: count))]
  }

  /// One channel's input.
  package init(_ input: Input) { epochs = [Epoch(channels: [input])] }

  /// The inputs of all epochs and channels.
  package var all: some Sequence<Input> { epochs.lazy.flatMap(\.channels) }

  /// Whether nothing but impulses goes in.
  package var isImpulsesOnly: Bool { all.allSatisfy(\.isImpulsesOnly) }

  /// Changes every input.
  package mutating func forEach(_ change: (_ channel: Int, inout Input) throws -> Void) rethrows {
    for k in epochs.indices {
      for channel in epochs[k].channels.indices { try change(channel, &epochs[k].channels[channel]) }
    }
  }

  /// The first and the last moment of each channel; nil where nothing goes in.
  ///
  /// - Parameter needsEnd: false where the end of a rate need not be looked for.
  /// - Throws: `RunsError.endless` where a rate does not end.
  package func span(of channel: Int, needsEnd: Bool) throws -> (first: Decimal, last: Decimal)? {
    let spans = try epochs.compactMap { try $0.channels[channel].span(needsEnd: needsEnd) }
    guard let first = spans.map(\.first).min(), let last = spans.map(\.last).max() else { return nil }
    return (first, last)
  }
}

/// A row of an event table, made whole, with what it does beside adding to the output.
package struct EventRecord {
  /// The row's own time, by which resets are ordered.
  package var time: Double
  /// What goes in; nil for a reset alone.
  package var dose: Dose?
  /// The channel, from 0.
  package var channel: Int
  /// Whether everything before it is forgotten.
  package var isReset = false

  package init(time: Double, dose: Dose? = nil, channel: Int, isReset: Bool = false) {
    (self.time, self.dose, self.channel, self.isReset) = (time, dose, channel, isReset)
  }
}

extension Inputs {
  /// Adds rows in the order of their times; each reset begins an epoch.
  ///
  /// - Complexity: O(n log n).
  package mutating func add(_ records: [EventRecord]) throws {
    guard records.contains(where: \.isReset) else {
      for record in records { try add(record, epoch: 0) }
      return
    }
    let count = epochs[0].channels.count
    for k in records.indices.sorted(by: { (records[$0].time, $0) < (records[$1].time, $1) }) {
      if records[k].isReset {
        epochs.append(
          Epoch(start: records[k].time, channels: [Input](repeating: Input(), count: count)))
      }
      try add(records[k], epoch: epochs.count - 1)
    }
  }

  private mutating func add(_ record: EventRecord, epoch: Int) throws {
    if let dose = record.dose { try epochs[epoch].channels[record.channel].add(dose) }
  }
}

extension Inputs {
  /// From the last dose but one to the last, or from a last dose that has been repeated for ever to where the next
  /// would be; nil without such.
  package var lastInterval: ClosedRange<Double>? {
    let own = all.flatMap { input in input.events.map(\.time) + input.pulses.map(\.start) }
    let pasts = all.flatMap { input in input.past + input.steadyPulses.map(\.past) }
    let times = Set(own).sorted()
    if let last = times.last, let steady = pasts.first(where: { $0.before == last }) {
      return last...last + steady.period
    }
    return times.count > 1 ? times[times.count - 2]...times[times.count - 1] : nil
  }
}
