import CSV

/// Which columns of an event table mean what, by their headers.
struct EventColumns {
  /// The meanings that a column may have.
  enum Meaning: String, CaseIterable {
    case time, amount, duration, rate, every, count, steady, lag, evid, cmt
    case addl

    /// The names that a header may give it, case ignored.
    var names: [String] {
      switch self {
      case .time: ["time", "t", "onset"]
      case .amount: ["amount", "amt", "y", "x", "value", "a"]
      case .duration: ["duration", "dur"]
      case .rate: ["rate", "modulation", "amplitude"]
      case .every: ["every", "ii"]
      case .count: ["count"]
      case .addl: ["addl"]
      case .steady: ["steady", "ss"]
      case .lag: ["lag", "alag"]
      case .evid: ["evid"]
      case .cmt: ["cmt"]
      }
    }
  }

  /// The column of each meaning that the table has, from 0.
  private(set) var indices: [Meaning: Int] = [:]

  /// Finds the columns of a table.
  ///
  /// - Throws: `CSVError` where a needed column is missing, or two have the same meaning.
  init(_ header: Header) throws {
    guard let names = header.names else {
      indices[.time] = 0
      if header.count >= 2 { indices[.amount] = 1 }
      return
    }
    for meaning in Meaning.allCases {
      let found = names.indices.filter { meaning.names.contains(names[$0].lowercased()) }
      if found.count > 1 {
        throw header.error(
          "one column must hold the \(meaning), found "
            + found.map { "'\(names[$0])'" }.joined(separator: " and ") + "; rename one")
      }
      indices[meaning] = found.first
    }
    try check(header)
  }

  private func check(_ header: Header) throws {
    guard has(.time) else { throw header.missing("time") }
    if has(.rate), !has(.duration), !has(.amount) {
      throw header.error("a column rate needs a column duration or amount beside it, found neither")
    }
    if has(.count), has(.addl) {
      throw header.error("one column must hold the count, found 'count' and 'addl'; rename one")
    }
    let counts = has(.count) || has(.addl)
    if counts, !has(.every) { throw header.error("a column count needs a column every beside it") }
    if has(.every), !counts, !has(.steady) {
      throw header.error("a column every needs a column count (or steady) beside it")
    }
    if has(.steady), !has(.every) {
      throw header.error("a column steady needs a column every beside it")
    }
  }

  /// Counts a column that is not in the file as one that is there.
  mutating func add(_ meaning: Meaning) { if !has(meaning) { indices[meaning] = indices.count } }

  /// Whether the table has such a column.
  func has(_ meaning: Meaning) -> Bool { indices[meaning] != nil }

  /// What is to be read, in this order.
  var requests: [(Meaning, ColumnRequest)] {
    indices.sorted { $0.value < $1.value }.map { meaning, index in
      (meaning, ColumnRequest(index, meaning == .time ? .times : .numbers))
    }
  }
}
