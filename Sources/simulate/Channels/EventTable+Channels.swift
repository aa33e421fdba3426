import CSV
import Runs

extension EventTable {
  /// Adds rows to the inputs.
  ///
  /// - Parameters:
  ///   - group: whose rows; nil for all.
  ///   - channel: the channel that the option names; nil where the rows say it.
  ///   - records: takes the rows instead, where resets are to be ordered among several tables.
  /// - Throws: `CSVError` with the place of a field that can't be meant.
  func add(
    _ group: String?, channel: Int?, of names: ChannelNames, to inputs: inout Inputs,
    or records: inout [EventRecord]?
  ) throws {
    let rows = rows(of: group)
    try Input.check(rows.count)
    let channel = try self.channel(channel, names)
    if isPlain(in: rows), records == nil, let channel {
      return addImpulses(rows, to: &inputs.epochs[0].channels[channel])
    }
    let own = try rows.map { try record($0, channel, names) }
    if records == nil { try inputs.add(own) } else { records?.append(contentsOf: own) }
  }

  /// The name of the column that says the channel.
  private var channelColumn: String? {
    values(of: .input) != nil ? "input" : values(of: .cmt) != nil ? "cmt" : nil
  }

  /// The channel of all rows; nil where a column says it.
  private func channel(_ named: Int?, _ names: ChannelNames) throws -> Int? {
    if channelColumn != nil { return nil }
    if let named { return named }
    throw header.error(
      names.question(option: "--input", "FILE") + ", or a column input")
  }

  /// Refuses a column that says the channel beside an option that does.
  ///
  /// - Throws: `CSVError`.
  func refuseChannelColumn() throws {
    guard let channelColumn else { return }
    throw header.error("a column \(channelColumn) says the channels, so --input must not name one")
  }

  /// What a row does.
  private func record(_ row: Int, _ channel: Int?, _ names: ChannelNames) throws -> EventRecord {
    let evid = value(.evid, row) ?? 1
    guard evid == 1 || evid == 3 || evid == 4 else {
      throw wrong(row, .evid, "evid must be 0, 1, 3 or 4", evid)
    }
    let time = values(of: .time)?[row] ?? 0
    if evid == 3 { return EventRecord(time: time, channel: 0, isReset: true) }
    return EventRecord(
      time: time, dose: try dose(row), channel: try channel ?? self.channel(row, names),
      isReset: evid == 4)
  }

  /// The channel that a row names.
  private func channel(_ row: Int, _ names: ChannelNames) throws -> Int {
    if let text = input(row) {
      if let index = names.names.firstIndex(of: text) { return index }
      if let number = Int(text), (1...names.names.count).contains(number) { return number - 1 }
      throw wrong(
        row, .input, "the channel must be \(names.numbers), found \(CSVProblem.quoted(text))")
    }
    let cmt = value(.cmt, row) ?? 0
    // NONMEM's 0 is the compartment that doses go into by default.
    guard cmt == cmt.rounded(), cmt >= 0, cmt <= Double(names.names.count) else {
      throw wrong(row, .cmt, "cmt must be \(names.numbers)", cmt)
    }
    return max(0, Int(cmt) - 1)
  }

  /// The highest channel that a row names, from 0; nil where no column names one.
  ///
  /// - Throws: `CSVError` for a row that names none.
  func lastChannel(_ names: ChannelNames) throws -> Int? {
    guard channelColumn != nil else { return nil }
    return try (0..<rowCount).reduce(0) { last, row in
      value(.evid, row) == 3 ? last : max(last, try channel(row, names))
    }
  }
}
