import CSV

/// Which columns of a file of samples hold time and value.
struct SampleColumns {
  /// The column of times; nil where the samples are so far apart as `--spacing` says.
  private(set) var time: Int?
  /// The column of values.
  private(set) var value: Int
  /// The unit of the times, where their name says one.
  var unit: String? { timeName?.unit }
  /// What the header calls the times.
  private(set) var timeName: ColumnName?
  /// What the header calls the values.
  private(set) var valueName: ColumnName?
  private var areDated = false
  /// The column that says to whom a row belongs.
  private(set) var subject: Int?

  /// Finds them: as an option names them; else a column named as time and the first other; else the first two.
  ///
  /// A column without a name before named ones is row numbers and left out, and so is that of the groups.
  /// - Throws: `CSVError`, `Failure` (64).
  init(_ header: Header, _ chosen: String?, option: String, isSpaced: Bool, but group: Int? = nil) throws {
    let said = header.names ?? (chosen == nil ? nil : header.commentedNames)
    let names = said?.map { ColumnName($0) }
    try SampleColumns.askOfComment(header, chosen, option)
    if group == nil, header.names != nil {
      subject = names?.firstIndex { EventColumns.subjects.contains($0.word) }
    }
    if let chosen {
      let designations = chosen.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
      guard designations.count == 2 || (designations.count == 1 && isSpaced) else {
        throw Failure.option(
          option, "two columns T,Y are needed" + (isSpaced ? " (or with --spacing one, Y)" : "")
            + ", found '\(chosen)'")
      }
      let indices = try designations.map { (designation) throws in try header.index(of: designation) }
      value = indices[indices.count - 1]
      time = indices.count == 2 ? indices[0] : nil
    } else {
      let numbering = names?.first?.word.isEmpty == true ? 1 : 0
      let rest = Array(numbering..<header.count).filter { $0 != group }
      guard let first = rest.first else { throw header.error("a column of values is needed, found none") }
      guard rest.count > 1 else {
        guard isSpaced else { throw SampleColumns.tooFew(header, option, hasNumbering: numbering == 1) }
        value = first
        return
      }
      let named = rest.first { index in
        names.map { EventColumns.Meaning.time.names.contains($0[index].word) } ?? false
      }
      // What a row belongs to is no time.
      let time = named ?? rest.first { index in
        !(names.map { EventColumns.subjects.contains($0[index].word) } ?? false)
      } ?? first
      let others = rest.filter { index in
        index != time && !(names.map { EventColumns.subjects.contains($0[index].word) } ?? false)
      }
      self.time = time
      value = others.first ?? (time == first ? rest[1] : first)
    }
    valueName = names?[value]
    guard let time, let names else { return }
    if chosen == nil { try DividedDate.check(header, time: time, option: option) }
    if time == value || subject == time || subject == value { subject = nil }
    timeName = names[time]
    areDated = EventColumns.Meaning.dateNames.contains(names[time].word)
  }

  /// Asks where a comment above a table without a header names another column than the first as time.
  private static func askOfComment(_ header: Header, _ chosen: String?, _ option: String) throws {
    guard chosen == nil, let names = header.commentedNames, names.count > 1 else { return }
    let words = names.map { ColumnName($0).word }
    guard let time = words.firstIndex(where: { EventColumns.Meaning.time.names.contains($0) }), time > 0 else { return }
    let value = words.indices.last { $0 != time } ?? 0
    throw header.error(
      "the first two columns must be time and value, found the names "
        + "\(names.prefix(20).map(CSVProblem.quoted).joined(separator: ", ")) in the comment above; "
        + "\(option) \(names[time]),\(names[value]) says which are meant")
  }

  private static func tooFew(_ header: Header, _ option: String, hasNumbering: Bool) -> CSVError {
    hasNumbering
      ? header.error(
        "two columns are needed, time and value, found one beside a column without a name; \(option) 1,2 takes both, "
          + "--spacing DT the named one as samples DT apart")
      : header.error(
        "two columns are needed, time and value, found one; --spacing DT takes it as samples DT apart")
  }

  /// What is to be read: times, where there are any, then values, then whose they are.
  var requests: [ColumnRequest] {
    let values = ColumnRequest(value, .numbers)
    return (time.map { [ColumnRequest($0, areDated ? .datedTimes : .times), values] } ?? [values])
      + (subject.map { [ColumnRequest($0, .text)] } ?? [])
  }
}
