import CSV

/// Which columns of an event table mean what: by their headers, or as `--input-columns` says.
struct EventColumns {
  /// The meanings that a column may have. This is the one table of them: names, unit, what a missing field is.
  enum Meaning: String, CaseIterable {
    case time, amount, duration, rate, every, count, addl, steady, lag, evid, mdv, cmt, input

    /// The names that a header may give it, in lower case.
    var names: [String] {
      switch self {
      case .time: ["time", "t", "onset"] + Meaning.dateNames
      case .amount: ["amount", "amt", "dose", "y", "x", "a", "value"]
      case .duration: ["duration", "dur"]
      case .rate: ["rate", "modulation", "amplitude"]
      case .every: ["every", "ii"]
      case .count: ["count"]
      case .addl: ["addl"]
      case .steady: ["steady", "ss"]
      case .lag: ["lag", "alag"]
      case .evid: ["evid"]
      case .mdv: ["mdv"]
      case .cmt: ["cmt"]
      case .input: ["input"]
      }
    }

    /// Names of a time under which eight digits are a date.
    static let dateNames = ["date", "datetime", "timestamp", "day", "yyyymmdd", "yyyy-mm-dd"]

    /// Whether its numbers are times, in the unit of time.
    var isTime: Bool {
      switch self {
      case .time, .duration, .every, .lag: true
      case .amount, .rate, .count, .addl, .steady, .evid, .mdv, .cmt, .input: false
      }
    }

    /// What a missing field is: NONMEM's `.` is 0, and an optional column is as if it were not there.
    func missing(under name: String?, isNONMEM: Bool) -> ColumnRequest.Missing {
      switch self {
      case .duration, .every, .count, .addl, .steady, .lag: .absent
      case .evid, .mdv, .cmt: .zero
      case .amount: name == "amt" ? .zero : .byPolicy
      case .rate: isNONMEM ? .zero : .byPolicy
      case .time, .input: .byPolicy
      }
    }
  }

  /// Names of what rows belong to: nobody's amounts.
  static let subjects: Set = [
    "id", "subject", "sub", "subject_id", "subjid", "usubjid", "participant", "participant_id", "patient", "patient_id",
    "animal", "animal_id", "entity", "country", "country_code", "iso_code", "location", "stn", "station", "station_id",
    "stations_id", "site", "site_no", "gauge",
  ]

  /// Names of what may be the height of a row that has a duration alone.
  private static let heights: Set = ["weight", "height", "intensity", "magnitude", "strength", "pmod", "parametric_modulation"]

  /// The column of each meaning that the table has, from 0.
  private(set) var indices: [Meaning: Int] = [:]
  /// Columns with a name that means nothing here, of which one may hold amounts that nobody asked about.
  private(set) var unknown: [Int] = []
  /// Columns that say to whom a row belongs.
  private(set) var subjects: [Int] = []
  /// NONMEM's column of comments: rows with a C in it are meant to be left out.
  private(set) var comments: Int?
  private let names: [ColumnName]?
  private var isNONMEM = false

  /// Finds the columns of a table.
  ///
  /// - Parameter chosen: what `--input-columns` says.
  /// - Throws: `CSVError` where a needed column is missing, or two have the same meaning.
  init(_ header: Header, chosen: [EventColumnChoice] = []) throws {
    names = (header.names ?? (chosen.isEmpty ? nil : header.commentedNames))?.map { ColumnName($0) }
    for choice in chosen {
      let index = try header.index(of: choice.column)
      indices[choice.meaning(of: names?[index].word)] = index
    }
    guard let names, header.names != nil else {
      try placeUnnamed(header, isChosen: !chosen.isEmpty)
      return
    }
    let words = names.map(\.word)
    isNONMEM = words.contains("amt")
    for meaning in Meaning.allCases where indices[meaning] == nil && !isSaid(meaning) {
      indices[meaning] = try find(meaning, words, header)
    }
    let taken = Set(indices.values)
    for (index, word) in words.enumerated() where !word.isEmpty && !taken.contains(index) {
      if EventColumns.subjects.contains(word) {
        subjects.append(index)
      } else if !Meaning.allCases.contains(where: { $0.names.contains(word) }) || isMarker(word, words) {
        unknown.append(index)
      }
    }
    try check(header)
    // One who has said which columns are meant is not asked.
    if !chosen.isEmpty || has(.amount) || has(.rate) {
      unknown = []
    } else if has(.duration) {
      unknown = unknown.filter { EventColumns.heights.contains(words[$0]) }
    }
    if isNONMEM, let place = header.names?.firstIndex(of: "C"), !taken.contains(place) { comments = place }
  }

  /// Whether the area of a row is said by another column that was chosen.
  private func isSaid(_ meaning: Meaning) -> Bool {
    meaning == .amount && has(.rate)
  }

  /// Whether a word is a marker's code: BIDS's `value` beside `onset`.
  private func isMarker(_ word: String, _ words: [String]) -> Bool {
    word == "value" && words.contains("onset")
  }

  private func find(_ meaning: Meaning, _ words: [String], _ header: Header) throws -> Int? {
    var found = words.indices.filter { index in
      meaning.names.contains(words[index]) && !isMarker(words[index], words)
        && !indices.values.contains(index)
    }
    // NONMEM reserves AMT and TIME: a DOSE or a DAY beside them is a covariate.
    if isNONMEM, found.count > 1, let reserved = found.first(where: { words[$0] == "amt" || words[$0] == "time" }),
      !words.contains("date")
    {
      found = [reserved]
    }
    if found.count > 1 {
      let shown = found.map { "'\(header.names?[$0] ?? "")'" }.joined(separator: " and ")
      throw header.error(
        "one column must hold the \(meaning), found \(shown); --input-columns says which, such as "
          + "\(EventColumnChoice.example(meaning, header.names?[found[0]] ?? ""))")
    }
    return found.first
  }

  private mutating func placeUnnamed(_ header: Header, isChosen: Bool) throws {
    guard !isChosen else { return try check(header) }
    guard header.count < 3 else {
      if let names = header.commentedNames, names.contains(where: { Meaning.time.names.contains(ColumnName($0).word) }) {
        throw header.error(
          "a table of \(header.count) columns must have a header that names them, found the names "
            + "\(names.prefix(20).map(CSVProblem.quoted).joined(separator: ", ")) in a comment; without its # it is the header, "
            + "or --input-columns TIME,AMOUNT[,DURATION] says which are meant")
      }
      throw header.error(
        "a table of \(header.count) columns must have a header that names them, found none; --input-columns "
          + "TIME,AMOUNT[,DURATION] says which they are (FSL's are 1,3,2, or time=1,duration=2,rate=3 where "
          + "the third is a height)")
    }
    indices[.time] = 0
    if header.count == 2 { indices[.amount] = 1 }
  }

  private func check(_ header: Header) throws {
    if let time = indices[.time] { try DividedDate.check(header, time: time, option: "--input-columns") }
    guard has(.time) else { throw header.missing("time", mend: "--input-columns TIME,AMOUNT says which it is") }
    if has(.rate), !has(.duration), !has(.amount) {
      throw header.error("a column rate needs a column duration or amount beside it, found neither")
    }
    if has(.cmt), has(.input) {
      throw header.error("one column must hold the channel, found 'cmt' and 'input'; rename one")
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

  /// What a column is called, nil where the table has no header or no such column.
  func label(of meaning: Meaning) -> String? { indices[meaning].flatMap { names?[$0].label } }

  /// The unit of a column of times, where its name says one; of a rate that of the time below its stroke.
  func unit(of meaning: Meaning) -> String? {
    guard let index = indices[meaning], let unit = names?[index].unit else { return nil }
    if meaning.isTime { return unit }
    // A rate such as mg/min is an amount for each unit of time.
    guard meaning == .rate, let stroke = unit.lastIndex(of: "/") else { return nil }
    let last = unit[unit.index(after: stroke)...].trimmingSpaces
    return TimeUnitName(last).seconds == nil ? nil : last
  }

  /// What is to be read, in this order.
  var requests: [(Meaning, ColumnRequest)] {
    indices.sorted { $0.value < $1.value }.map { meaning, index in
      let word = names?[index].word
      let content: ColumnRequest.Content =
        meaning == .input
        ? .text : meaning != .time ? .numbers : word.map(Meaning.dateNames.contains) == true ? .datedTimes : .times
      return (meaning, ColumnRequest(index, content, missing: meaning.missing(under: word, isNONMEM: isNONMEM)))
    }
  }

  /// Which rows hold doses: not those with `evid` 0, nor with `mdv` 0 and no amount.
  var conditions: [RowCondition] {
    if let evid = indices[.evid] { return [.anyNonzero([evid])] }
    guard let mdv = indices[.mdv] else { return [] }
    return [.anyNonzero([mdv] + [indices[.amount], indices[.rate]].compactMap { $0 })]
  }
}
