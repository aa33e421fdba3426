import CSV
import Systems

/// What goes into a system: for each channel an input, and from each reset on others.
struct Inputs {
  /// What goes in from one reset to the next.
  struct Epoch {
    /// The reset's time; what came before it counts for no row from then on. Nil for the first.
    var start: Double?
    /// The channels' inputs.
    var channels: [Input]
  }

  /// The epochs, in the order of their times; at least one.
  var epochs: [Epoch]

  /// Nothing, into so many channels.
  init(channels count: Int) {
    epochs = [Epoch(channels: [Input](repeating: Input(), count: count))]
  }

  /// One channel's input.
  init(_ input: Input) { epochs = [Epoch(channels: [input])] }

  /// The inputs of all epochs and channels.
  var all: some Sequence<Input> { epochs.lazy.flatMap(\.channels) }

  /// Whether nothing but impulses goes in.
  var isImpulsesOnly: Bool { all.allSatisfy(\.isImpulsesOnly) }

  /// Changes every input.
  mutating func forEach(_ change: (_ channel: Int, inout Input) throws -> Void) rethrows {
    for k in epochs.indices {
      for channel in epochs[k].channels.indices { try change(channel, &epochs[k].channels[channel]) }
    }
  }

  /// The first and the last moment of each channel; nil where nothing goes in.
  ///
  /// - Parameter needsEnd: false where the end of a rate need not be looked for.
  /// - Throws: `Failure` (64) where a rate does not end.
  func span(of channel: Int, needsEnd: Bool) throws -> (first: Decimal, last: Decimal)? {
    let spans = try epochs.compactMap { try $0.channels[channel].span(needsEnd: needsEnd) }
    guard let first = spans.map(\.first).min(), let last = spans.map(\.last).max() else { return nil }
    return (first, last)
  }
}

/// A row of an event table, made whole, with what it does beside adding to the output.
struct EventRecord {
  /// The row's own time, by which resets are ordered.
  var time: Double
  /// What goes in; nil for a reset alone.
  var dose: Dose?
  /// The channel, from 0.
  var channel: Int
  /// Whether everything before it is forgotten.
  var isReset = false
}

extension Inputs {
  /// Adds rows in the order of their times; each reset begins an epoch.
  ///
  /// - Complexity: O(n log n).
  mutating func add(_ records: [EventRecord]) throws {
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
