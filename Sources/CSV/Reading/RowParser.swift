internal import CNumberText

/// What a request has become once the first rows are known.
enum ParsedContent: Hashable, Sendable {
  case numbers, checkedNumbers, numericTimes, dates, text

  /// Whether its fields become numbers.
  var isNumeric: Bool { self != .dates && self != .text }
}

/// Parses the rows of a piece of text into columns: plain rows of numbers in a fast loop, all
/// others by the strict scanner.
struct RowParser {
  let header: Header
  let indices: [Int]
  let contents: [ParsedContent]
  let missing: MissingPolicy
  /// For the fast loop: what each column of the file holds, and where it goes; nil if it can't be
  /// used.
  private let kinds: [UInt8]?
  private let targets: [Int]

  init(_ header: Header, indices: [Int], contents: [ParsedContent], missing: MissingPolicy) {
    self.header = header
    self.indices = indices
    self.contents = contents
    self.missing = missing
    var kinds = [UInt8](repeating: UInt8(CNT_IGNORED), count: header.count)
    var targets = [Int](repeating: 0, count: header.count)
    var isFast = !indices.isEmpty
    for (request, index) in indices.enumerated() {
      switch contents[request] {
      case .numbers, .checkedNumbers, .numericTimes:
        // A column asked for twice can't go to two places.
        if kinds[index] != UInt8(CNT_IGNORED) { isFast = false }
        kinds[index] = UInt8(contents[request] == .checkedNumbers ? CNT_CHECKED : CNT_NUMBERS)
        targets[index] = request
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
      position: start, dates: Array(repeating: [], count: indices.count),
      texts: Array(repeating: [], count: indices.count))
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
    guard try isKept(scanner, text) else { return }
    for (request, index) in indices.enumerated() {
      let field = fields[index]
      if contents[request] == .text {
        outcome.texts[request].append(field.string(of: text))
      } else if contents[request] == .dates {
        outcome.dates[request].append(try date(field, text))
      } else {
        let number = try number(field, text, contents[request])
        let isChecked = contents[request] == .checkedNumbers
        numbers[request][outcome.rows] = isChecked ? (number == 0 ? 0 : 1) : number
      }
    }
    outcome.rows += 1
  }

  /// Whether a row is kept, not skipped for a missing field; refuses ragged rows.
  func isKept(_ scanner: RowScanner, _ text: UnsafeBufferPointer<UInt8>) throws(Fault) -> Bool {
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
    guard missing == .skip else { return true }
    for (request, index) in indices.enumerated()
    where contents[request] != .text && fields[index].isMissing(in: text) {
      return false
    }
    return true
  }

  /// A problem at a field of a kept row, counted from an offset; nil where the text has changed.
  func fault(
    _ problem: CSVProblem, row: Int, request: Int, in text: UnsafeBufferPointer<UInt8>,
    from start: Int
  ) -> Fault? {
    var scanner = RowScanner(text, from: start, delimiter: header.delimiter)
    var remaining = row
    while let outcome = try? scanner.next(), outcome == .row {
      guard let isKept = try? isKept(scanner, text) else { return nil }
      if isKept, remaining == 0 {
        return Fault(problem, at: scanner.fields[indices[request]].start)
      }
      remaining -= isKept ? 1 : 0
    }
    return nil
  }

  private func number(
    _ field: Field, _ text: UnsafeBufferPointer<UInt8>, _ content: ParsedContent
  ) throws(Fault) -> Double {
    let bytes = field.bytes(of: text)
    do throws(NumberFault) {
      if field.isMissing(in: text) {
        if missing == .zero, content != .numericTimes { return 0 }
        throw bytes.isEmpty ? .empty : .missing
      }
      return try NumberSyntax.number(bytes)
    } catch {
      let string = field.string(of: text)
      if error == .date, content == .numericTimes {
        throw Fault(.mixedTimes(string, expected: "numbers"), at: field.start)
      }
      throw Fault(.number(string, error), at: field.start)
    }
  }

  private func date(
    _ field: Field, _ text: UnsafeBufferPointer<UInt8>
  ) throws(Fault) -> Instant {
    let bytes = field.bytes(of: text)
    let string = field.string(of: text)
    if field.isMissing(in: text) {
      throw Fault(.number(string, bytes.isEmpty ? .empty : .missing), at: field.start)
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
