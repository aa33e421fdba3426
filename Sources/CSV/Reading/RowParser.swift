internal import CNumberText

/// Parses the rows of a piece of text into columns: plain rows of numbers in a fast loop, all
/// others by the strict scanner.
struct RowParser {
  let header: Header
  let columns: [ParsedColumn]
  let conditions: [RowCondition]
  let format: TableFormat
  private let numberFormat: NumberFormat
  /// For the fast loop: what each column of the file holds, and where it goes; nil if it can't be
  /// used.
  private let kinds: [UInt8]?
  private let targets: [Int]

  init(
    _ header: Header, columns: [ParsedColumn], conditions: [RowCondition] = [],
    format: TableFormat = TableFormat()
  ) {
    self.header = header
    self.columns = columns
    self.conditions = conditions
    self.format = format
    numberFormat = NumberFormat(
      hasDecimalComma: format.hasDecimalComma && header.delimiter.allowsDecimalComma)
    var kinds = [UInt8](repeating: UInt8(CNT_IGNORED), count: header.count)
    var targets = [Int](repeating: 0, count: header.count)
    var isFast = !columns.isEmpty && conditions.isEmpty && !numberFormat.hasDecimalComma
    for (request, column) in columns.enumerated() {
      switch column.content {
      case .numbers, .checkedNumbers, .numericTimes:
        // A column asked for twice can't go to two places.
        if kinds[column.index] != UInt8(CNT_IGNORED) { isFast = false }
        kinds[column.index] = UInt8(column.content == .checkedNumbers ? CNT_CHECKED : CNT_NUMBERS)
        targets[column.index] = request
      case .dates, .text: isFast = false
      }
    }
    self.kinds = isFast ? kinds : nil
    self.targets = targets
  }

  /// What parsing a piece gave.
  struct Outcome {
    /// The number of rows kept.
    var rows = 0
    /// The offset after the last row read.
    var position: Int
    var dates: [[Instant]]
    var texts: [[String]]
    /// The number of rows skipped for a missing field, and where the first of these fields is.
    var skipped = 0
    var firstSkipped: Int?
    var hasSeenQuotes = false
    var fault: Fault?
  }

  /// Parses the rows from `start` to `end`, at most `capacity` of them, numbers into `numbers`.
  ///
  /// - Parameters:
  ///   - numbers: for each request room for `capacity` numbers.
  ///   - isLast: whether `end` ends the file.
  func parse(
    _ text: UnsafeBufferPointer<UInt8>, from start: Int, to end: Int, isLast: Bool,
    into numbers: [UnsafeMutablePointer<Double>], capacity: Int, stopsAtQuotes: Bool = false
  ) -> Outcome {
    var outcome = Outcome(
      position: start, dates: Array(repeating: [], count: columns.count),
      texts: Array(repeating: [], count: columns.count))
    let piece = UnsafeBufferPointer(rebasing: text[..<end])
    var scanner = RowScanner(
      piece, from: start, delimiter: header.delimiter, isLast: isLast)
    do throws(Fault) {
      scan: while outcome.rows < capacity, scanner.position < end {
        scanner.position = parsePlainRows(piece, scanner.position, numbers, capacity, &outcome.rows)
        if outcome.rows == capacity { break }
        switch try scanner.next() {
        case .end, .incomplete: break scan
        case .row: break
        }
        if stopsAtQuotes && scanner.hasSeenQuotes { break }
        try keep(scanner, piece, numbers, &outcome)
      }
    } catch {
      outcome.fault = error
    }
    outcome.position = scanner.position
    outcome.hasSeenQuotes = scanner.hasSeenQuotes
    return outcome
  }

  /// Parses plain rows from an offset; returns the offset of the first row that isn't plain.
  private func parsePlainRows(
    _ text: UnsafeBufferPointer<UInt8>, _ position: Int,
    _ numbers: [UnsafeMutablePointer<Double>], _ capacity: Int, _ rows: inout Int
  ) -> Int {
    guard let kinds, let base = text.baseAddress else { return position }
    var columns: [UnsafeMutablePointer<Double>?] = targets.map { numbers[$0] + rows }
    return base.withMemoryRebound(to: CChar.self, capacity: text.count) { first in
      var next: UnsafePointer<CChar>? = first + position
      rows += cnt_parse_rows(
        &next, first + text.count, CChar(bitPattern: header.delimiter.byte), kinds,
        Int32(kinds.count), &columns, capacity - rows)
      return next.map { $0 - first } ?? position
    }
  }

  /// Checks the row that the scanner stands on and keeps its fields.
  private func keep(
    _ scanner: RowScanner, _ text: UnsafeBufferPointer<UInt8>,
    _ numbers: [UnsafeMutablePointer<Double>], _ outcome: inout Outcome
  ) throws(Fault) {
    let fields = scanner.fields
    switch try fate(of: scanner, text) {
    case .kept: break
    case .leftOut: return
    case .skipped(let offset):
      outcome.skipped += 1
      outcome.firstSkipped = outcome.firstSkipped ?? offset
      return
    }
    for (request, column) in columns.enumerated() {
      let field = fields[column.index]
      switch column.content {
      case .text: outcome.texts[request].append(field.string(of: text))
      case .dates(let form): outcome.dates[request].append(try date(field, text, form))
      case .numbers, .numericTimes: numbers[request][outcome.rows] = try number(field, text, column)
      case .checkedNumbers:
        numbers[request][outcome.rows] = try number(field, text, column) == 0 ? 0 : 1
      }
    }
    outcome.rows += 1
  }

  /// What becomes of a row.
  enum Fate: Hashable {
    case kept
    /// A condition is not met.
    case leftOut
    /// A field at this offset is missing.
    case skipped(Int)
  }

  /// What becomes of a row; refuses ragged rows.
  func fate(of scanner: RowScanner, _ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> Fate {
    let fields = scanner.fields
    guard fields.count == header.count else {
      let offset =
        fields.count > header.count
        ? fields[header.count].start - (fields[header.count].isQuoted ? 1 : 0)
        : (fields.last?.end ?? 0)
      throw Fault(
        .raggedRow(found: fields.count, expected: header.count, like: header.line ?? 1),
        at: offset)
    }
    for condition in conditions where !condition.isMet(fields, text, numberFormat) { return .leftOut }
    guard format.missing == .skip else { return .kept }
    for column in columns where column.content != .text {
      let field = fields[column.index]
      guard field.isMissing(in: text), column.missing != .absent,
        !(column.missing == .zero && field.isBlank(in: text))
      else { continue }
      return .skipped(field.start)
    }
    return .kept
  }

  /// A problem at a field of a kept row, counted from an offset; nil where the text has changed.
  func fault(
    _ problem: CSVProblem, row: Int, request: Int, in text: UnsafeBufferPointer<UInt8>,
    from start: Int
  ) -> Fault? {
    var scanner = RowScanner(text, from: start, delimiter: header.delimiter)
    var remaining = row
    while let outcome = try? scanner.next(), outcome == .row {
      guard let fate = try? fate(of: scanner, text) else { return nil }
      guard fate == .kept else { continue }
      if remaining == 0 {
        return Fault(problem, at: scanner.fields[columns[request].index].start)
      }
      remaining -= 1
    }
    return nil
  }

  private func number(
    _ field: Field, _ text: UnsafeBufferPointer<UInt8>, _ column: ParsedColumn
  ) throws(Fault) -> Double {
    do throws(NumberFault) {
      if field.isMissing(in: text) {
        if column.missing == .absent { return .nan }
        if column.missing == .zero, field.isBlank(in: text) { return 0 }
        if format.missing == .zero, column.content != .numericTimes { return 0 }
        throw field.start == field.end ? .empty : .missing
      }
      return try numberFormat.number(field, text)
    } catch {
      let string = field.string(of: text)
      if column.content == .numericTimes {
        if error == .date { throw Fault(.mixedTimes(string, expected: "numbers"), at: field.start) }
        if case .form(let form) = format.dates, case .otherDate = error {
          throw Fault(.date(string, reason: "a date must have the form \(form.letters)"), at: field.start)
        }
      }
      throw Fault(.number(string, error), at: field.start)
    }
  }

  private func date(
    _ field: Field, _ text: UnsafeBufferPointer<UInt8>, _ form: ParsedDates
  ) throws(Fault) -> Instant {
    let bytes = field.bytes(of: text)
    let string = field.string(of: text)
    if field.isMissing(in: text) {
      throw Fault(.number(string, bytes.isEmpty ? .empty : .missing), at: field.start)
    }
    switch form {
    case .form(let form):
      if let moment = form.instant(bytes) { return moment }
      throw Fault(.date(string, reason: "a date must have the form \(form.letters)"), at: field.start)
    case .basic:
      if let moment = Instant(basic: bytes) { return moment }
      throw Fault(.date(string, reason: "a date must look like 20100114, as the first one does"), at: field.start)
    case .iso: break
    }
    do {
      return try Instant(utf8: bytes)
    } catch {
      if !Instant.looksLikeDate(bytes), (try? NumberSyntax.number(bytes)) != nil {
        throw Fault(.mixedTimes(string, expected: "dates"), at: field.start)
      }
      throw Fault(.date(string, reason: error.reason), at: field.start)
    }
  }
}
