import CSV

/// Columns of an event table that are looked at to see whether something must be asked: numbers that nobody
/// named, and whose rows these are.
struct AskedColumns {
  private var unknown: [Int]
  private var subject: Int?
  private var comments: Int?
  private let hasDuration: Bool
  private let header: Header

  /// Finds them; a column that `--where` or `--by` names is not asked about.
  ///
  /// - Throws: `CSVError` where such a column is not there.
  init(_ header: Header, _ columns: EventColumns, _ choice: EventChoice) throws {
    self.header = header
    var named = Set(try choice.conditions.map { try header.index(of: $0.column) })
    if let grouping = choice.grouping, let index = header.firstIndex(named: [grouping]) { named.insert(index) }
    named.formUnion(choice.numbers.compactMap { header.names?.firstIndex(of: $0) })
    let isKnown = !choice.computed.isDisjoint(with: [.amount, .rate, .duration])
    unknown = isKnown ? [] : columns.unknown.filter { !named.contains($0) }
    hasDuration = columns.has(.duration)
    comments = columns.comments.flatMap { named.contains($0) ? nil : $0 }
    subject = columns.subjects.allSatisfy { !named.contains($0) } ? columns.subjects.first : nil
  }

  /// What is to be read, as text.
  var requests: [ColumnRequest] {
    (unknown + [subject, comments].compactMap { $0 }).map { ColumnRequest($0, .text) }
  }

  /// Asks where the rows leave something open.
  ///
  /// - Parameter first: the place of the first of these columns among those read.
  /// - Throws: `CSVError`.
  func check(_ table: Table, after first: Int) throws {
    for (k, index) in unknown.enumerated() where Self.isNumbers(table.columns[first + k].text) {
      // A height of 1 everywhere is what stands there without it.
      if hasDuration, table.columns[first + k].text.allSatisfy({ (try? NumberText.number($0)) == 1 }) { continue }
      throw unknownNumbers(index)
    }
    let next = first + unknown.count
    if comments != nil, table.columns[next + (subject == nil ? 0 : 1)].text.contains("C") {
      throw header.error(
        "rows with a C in the column \"C\" are comments to NONMEM and must be left out or asked for: --where 'C!=C' leaves "
          + "them out, --where 'C!=' keeps rows where it is not empty")
    }
    guard let subject else { return }
    try Self.checkSubject(table.columns[next].text, of: subject, in: header, mend: "--where")
  }

  /// Refuses rows of several subjects.
  ///
  /// - Parameter mend: the option that takes one of them, beside `--by`; nil where there is none.
  /// - Throws: `CSVError`.
  static func checkSubject(_ texts: [String], of column: Int, in header: Header, mend: String?) throws {
    guard let one = texts.first, let other = texts.first(where: { $0 != one }) else { return }
    let name = header.names?[column] ?? ""
    throw header.error(
      "the rows must be one subject's, found \(CSVProblem.quoted(one)) and \(CSVProblem.quoted(other)) in the column "
        + "\(CSVProblem.quoted(name)); --by \(name) keeps them apart" + (mend.map { ", \($0) \(name)=\(one) takes one" } ?? ""))
  }

  /// Asks where the first row alone leaves something open: of a table whose rows are still to come.
  ///
  /// - Throws: `CSVError`.
  func checkFirstRow() throws {
    guard let row = header.firstRow else { return }
    for index in unknown where index < row.count && Self.isNumbers([row[index]]) { throw unknownNumbers(index) }
    guard let subject else { return }
    throw header.error(
      "--follow needs a table of times and amounts, found a column \(CSVProblem.quoted(header.names?[subject] ?? ""))")
  }

  private func unknownNumbers(_ index: Int) -> CSVError {
    let name = header.names?[index] ?? ""
    let time = header.names?.first { EventColumns.Meaning.time.names.contains(ColumnName($0).word) } ?? "TIME"
    if hasDuration {
      return header.error(
        "the column \(CSVProblem.quoted(name)) may be the rows' height and must be asked for: --input-columns "
          + "time=\(time),duration=duration,rate=\(name) takes it so, time=\(time),duration=duration leaves it out")
    }
    return header.error(
      "a column must be known as an amount, a rate or a duration, found \(CSVProblem.quoted(name)); "
        + "--input-columns \(time),\(name) takes it as the amounts, --input-columns \(time) counts each row as 1")
  }

  /// Whether a column holds numbers and nothing else.
  private static func isNumbers(_ texts: [String]) -> Bool {
    let said = texts.filter { !["", ".", "na", "n/a"].contains($0.lowercased()) }
    return !said.isEmpty && said.allSatisfy { (try? NumberText.number($0)) != nil }
  }
}

extension ColumnCondition {
  /// Refuses conditions that leave no row of a table, with the values that are there.
  ///
  /// - Throws: `CSVError`.
  static func checkRows(_ conditions: [ColumnCondition], _ table: Table) throws {
    guard !conditions.isEmpty else { return }
    for condition in conditions {
      let present = table.distinct(try table.header.index(of: condition.column), atMost: 20)
      let isMet = present.values.contains { condition.texts.contains($0) != condition.isExclusion }
      if isMet || present.values.isEmpty { continue }
      throw table.header.error(
        "a row must meet --where \(condition.typed), found "
          + present.values.map(CSVProblem.quoted).joined(separator: ", ") + (present.hasMore ? ", ..." : ""))
    }
    let all = conditions.map(\.typed).joined(separator: " and ")
    throw table.header.error("a row must meet --where \(all), found none that meets all of it")
  }
}
