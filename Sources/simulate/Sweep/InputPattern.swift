import CSV
import Formulas
import Files
import Runs
import Systems

/// The input of all runs: tables and rate files are read once; a run computes what depends on it.
struct InputPattern {
  private var tables: [(table: EventTable, channel: Int?)] = []
  private var sounds: [(events: [Event], channel: Int)] = []
  private var columns: [EventColumnFormula] = []
  private var scale: Quantity?
  /// What multiplies each table and each rate.
  private var tableScales: [Quantity?] = []
  private var rateScales: [Quantity?] = []
  private var rates: [RatePattern] = []
  private var trains: [TrainPattern] = []
  /// The input of every run, where there are no groups and nothing differs.
  private var fixed: Inputs?
  /// A file of impulses that is read as its rows are needed.
  private(set) var file: EvenFile?
  private let names: ChannelNames
  /// How many channels something goes into.
  private(set) var channelCount = 1

  /// Reads what does not depend on a run.
  ///
  /// - Parameters:
  ///   - groups: the columns that are asked for beside those of events.
  ///   - covariates: the names that are bound to columns.
  ///   - scale: `--scale-input`.
  ///   - texts: `--event-column`.
  ///   - names: the names whose values differ from run to run.
  ///   - formulas: how formulas are read, with the first run's values.
  /// - Throws: `Failure`, `CSVError`.
  init(
    _ options: InputOptions, groups: GroupColumns, covariates: [Covariate], scale: String?, columns texts: [String],
    scales: (inputs: [String?], rates: [String?]) = ([], []),
    trains: [String] = [], seed: UInt64 = 1, channels: ChannelNames, varying names: Set<String>, formulas: FormulaReader, reader: inout Reader
  ) throws {
    self.names = channels
    _ = try options.rateRule()
    if options.input.isEmpty, !texts.isEmpty || (scale != nil && trains.isEmpty) {
      throw Failure.option(
        scale == nil ? "--event-column" : "--scale-input", "an --input is needed to act on")
    }
    var choice = try options.choice()
    choice.grouping = groups.by
    choice.numbers = groups.numbers
    let definitions = try texts.map { try EventColumnFormula.parts(of: $0) }
    choice.computed = Set(definitions.map(\.meaning))
    for name in definitions.flatMap({ Mention.words(in: $0.formula) })
    where formulas.bindings[name] == nil && !choice.numbers.contains(name) {
      choice.numbers.append(name)
    }
    for definition in definitions { reader.use.read(definition.formula) }
    let values = options.input.map(Channel.split)
    let files = try options.files(values.map(\.value), choice, reader: &reader)
    for (file, (name, _)) in zip(files, values) {
      let channel = try channels.index(of: name, option: "--input")
      channelCount = max(channelCount, (channel ?? 0) + 1)
      switch file {
      case .sound(let events):
        guard let channel else {
          throw Failure.option("--input", channels.question(option: "--input", "FILE"))
        }
        sounds.append((events, channel))
      case .table(let table):
        if name != nil { try table.refuseChannelColumn() }
        tables.append((table, channel))
        channelCount = max(channelCount, (try table.lastChannel(channels) ?? 0) + 1)
      }
    }
    self.scale = try scale.map {
      try Quantity($0, option: "--scale-input", bindings: formulas.bindings)
    }
    func quantities(_ texts: [String?]) throws -> [Quantity?] {
      try texts.map { try $0.map { try Quantity($0, option: "--scale", bindings: formulas.bindings) } }
    }
    // A sound's scale is left: its samples are no table.
    let ofTables = zip(files, scales.inputs).compactMap { file, scale -> String?? in
      if case .table = file { .some(scale) } else { nil }
    }
    (tableScales, rateScales) = try (quantities(ofTables), quantities(scales.rates))
    if ofTables.count < scales.inputs.count, zip(files, scales.inputs).contains(where: { file, scale in
      if case .sound = file { scale != nil } else { false }
    }) {
      throw Failure.option("--scale", "a table is needed to multiply, found a sound")
    }
    columns = try definitions.map {
      try EventColumnFormula($0, tables: eventTables, bindings: formulas.bindings, covariates: covariates)
    }
    for (k, text) in options.rate.enumerated() {
      let (name, value) = Channel.split(text)
      guard let channel = try channels.index(of: name, option: "--rate") else {
        throw Failure.option("--rate", channels.question(option: "--rate", "VALUE"))
      }
      channelCount = max(channelCount, channel + 1)
      rates.append(
        try RatePattern(
          value, index: k, channel: channel, options, by: groups.by, varying: names, formulas: formulas,
          reader: &reader))
    }
    for (k, text) in trains.enumerated() {
      reader.use.mark("--train", "--seed")
      let train = try TrainPattern(
        text, number: k, seed: seed, twoSided: options.rateTwoSided, channels: channels, formulas: formulas,
        reader: &reader)
      channelCount = max(channelCount, train.channel + 1)
      self.trains.append(train)
    }
    if labels.isEmpty, isFixed { fixed = try make(nil, formulas.bindings) }
  }

  /// A file that is read as its rows are needed.
  init(_ file: EvenFile) {
    names = .one
    var input = Input()
    input.heldElsewhere = file.train.first...file.train.last
    fixed = Inputs(input)
    self.file = file
  }

  /// Whether every run of a group has the same input.
  var isFixed: Bool {
    trains.isEmpty && columns.allSatisfy(\.isFixed) && (scale?.isFixed ?? true) && rates.allSatisfy(\.isFixed)
      && (tableScales + rateScales).allSatisfy { $0?.isFixed ?? true }
  }

  /// The only input of every run, where it is one and the same and impulses alone.
  var soleTrain: Input? {
    fixed?.soleTrain
  }

  /// What all runs' impulses and pulses are multiplied by, where they differ in nothing else.
  var soleScale: Quantity? {
    guard let scale, !scale.isFixed, rates.isEmpty, trains.isEmpty, labels.isEmpty, columns.allSatisfy(\.isFixed),
      (tableScales + rateScales).allSatisfy({ $0?.isFixed ?? true })
    else { return nil }
    return scale
  }

  /// The inputs of a run before they are multiplied.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func unscaled(_ bindings: [String: Double]) throws -> Inputs {
    var plain = self
    plain.scale = nil
    return try plain.inputs(nil, bindings)
  }

  /// The groups of all files, in the order in which they appear.
  var labels: [[String]] {
    tables.compactMap(\.table.groups?.labels) + rates.compactMap(\.groups?.labels)
  }

  /// The tables, of which covariates are read.
  var eventTables: [EventTable] { tables.map(\.table) }

  /// The inputs of a run.
  ///
  /// - Parameters:
  ///   - group: whose rows; nil for those of all groups.
  ///   - drawn: what random trains are drawn by; nil leaves them out.
  /// - Throws: `Failure`, `CSVError`.
  func inputs(_ group: String?, _ bindings: [String: Double], drawn: Drawn? = nil) throws -> Inputs {
    try fixed ?? make(group, bindings, drawn)
  }

  /// Which run it is, and between which times its impulses are drawn.
  struct Drawn {
    var run: Int
    var window: ClosedRange<Double>
  }

  /// Whether impulses are drawn in each run.
  var isDrawn: Bool { !trains.isEmpty }

  private func make(
    _ group: String?, _ bindings: [String: Double], _ drawn: Drawn? = nil
  ) throws -> Inputs {
    var result = Inputs(channels: channelCount)
    // Resets of one table forget what stands in another.
    var records: [EventRecord]? =
      tables.count > 1 && tables.contains { $0.table.hasResets } ? [] : nil
    for (k, (table, channel)) in tables.enumerated() {
      let rows = columns.isEmpty ? table : try changed(table.only(group), bindings)
      let own = columns.isEmpty ? group : nil
      guard k < tableScales.count, let scale = tableScales[k] else {
        try rows.add(own, channel: channel, of: names, to: &result, or: &records)
        continue
      }
      if table.hasResets { throw Failure.option("--scale", "must not stand beside resets (evid 3 or 4)") }
      var part = Inputs(channels: channelCount)
      var none: [EventRecord]?
      try rows.add(own, channel: channel, of: names, to: &part, or: &none)
      try part.forEach { try $1.scaleEvents(by: scale, bindings) }
      result.forEach { $1.add(part.epochs[0].channels[$0]) }
    }
    if let records { try result.add(records) }
    for sound in sounds { result.epochs[0].channels[sound.channel].events += sound.events }
    if let drawn {
      for train in trains {
        if result.epochs.count > 1 {
          throw Failure(.badText, "--train: a train must not stand beside resets (evid 3 or 4) of an event table")
        }
        result.epochs[0].channels[train.channel].events += try train.events(bindings, run: drawn.run, over: drawn.window)
      }
    }
    if let scale { try result.forEach { try $1.scaleEvents(by: scale, bindings) } }
    if !columns.isEmpty {
      result.forEach { _, input in
        input.moved.append { [columns] name in
          guard bindings[name] != nil, columns.contains(where: { $0.holds(name) }) else { return nil }
          throw NoDerivative(reason: "--event-column moves events with '\(name)'")
        }
      }
    }
    for (k, rate) in rates.enumerated() {
      guard var value = try rate.rate(group, bindings) else { continue }
      if result.epochs.count > 1 {
        throw Failure(
          .badText, "--rate: a rate must not stand beside resets (evid 3 or 4) of an event table")
      }
      if k < rateScales.count, let scale = rateScales[k] { try value.scale(by: scale, bindings) }
      try result.epochs[0].channels[rate.channel].addRate(value)
    }
    return result
  }

  /// A table whose columns the formulas have given; each sees the columns as the file has them.
  private func changed(_ table: EventTable, _ bindings: [String: Double]) throws -> EventTable {
    var result = table
    for column in columns { try column.act(on: &result, as: table, bindings) }
    return result
  }
}

extension Inputs {
  /// The only input, where it is one and impulses alone.
  var soleTrain: Input? {
    guard epochs.count == 1, epochs[0].channels.count == 1, isImpulsesOnly else { return nil }
    let input = epochs[0].channels[0]
    return input.heldElsewhere == nil && input.earlier.isEmpty && input.lowParts.isEmpty ? input : nil
  }
}

extension Input {
  /// Multiplies the areas of impulses and the heights of pulses by a quantity; rates stay.
  mutating func scaleEvents(by scale: Quantity, _ bindings: [String: Double]) throws {
    let factor = try scale.value(bindings)
    let plain = impulses + pulseSignal
    let before = moved
    moved = [
      { name in
        var sum = plain.scaled(by: try scale.derivative(by: name, bindings))
        for part in before { if let own = try part(name) { sum = sum + own.scaled(by: factor) } }
        return sum
      }
    ]
    for k in events.indices { events[k].weight *= factor }
    for k in earlier.indices { earlier[k].weight *= factor }
    for k in past.indices { past[k].weight *= factor }
    for k in pulses.indices { pulses[k].height *= factor }
    for k in steadyPulses.indices { steadyPulses[k].past.weight *= factor }
  }

  /// Adds all that another input holds.
  mutating func add(_ other: Input) {
    events += other.events
    earlier += other.earlier
    past += other.past
    pulses += other.pulses
    steadyPulses += other.steadyPulses
    rates += other.rates
    moved += other.moved
  }
}

extension Rate {
  /// Multiplies the rate by a quantity.
  mutating func scale(by scale: Quantity, _ bindings: [String: Double]) throws {
    let factor = try scale.value(bindings)
    let (plain, before) = (signal, moved)
    moved = { name in
      let own = try scale.derivative(by: name, bindings)
      var sum = own == 0 ? Signal() : plain.scaled(by: own)
      if let moved = try before?(name) { sum = sum + moved.scaled(by: factor) }
      return sum.terms.isEmpty ? nil : sum
    }
    signal = plain.scaled(by: factor)
  }
}
