/// A line as the fields of a table, and what each looks like.
struct TableLine {
  /// What a field looks like.
  enum Kind {
    case missing
    /// A number, a date or a time.
    case number
    case text
  }

  let fields: [Field]
  let kinds: [Kind]

  init(_ fields: [Field], _ text: UnsafeBufferPointer<UInt8>) {
    self.fields = fields
    kinds = fields.map { field in
      if field.isMissing(in: text) { return .missing }
      let bytes = field.bytes(of: text)
      return NumberSyntax.looksNumeric(bytes) || OtherDate.letters(of: bytes) != nil ? .number : .text
    }
  }

  /// The fields as they stand.
  func strings(_ text: UnsafeBufferPointer<UInt8>) -> [String] { fields.map { $0.string(of: text) } }

  /// Whether each field is a width and a kind, `5s`, `20d`, `14n`.
  func areWidths(_ text: UnsafeBufferPointer<UInt8>) -> Bool {
    fields.allSatisfy { field in
      let bytes = field.bytes(of: text)
      guard let kind = bytes.last, "snd".utf8.contains(kind | 0x20), (2...4).contains(bytes.count) else { return false }
      return bytes.dropLast().allSatisfy(Instant.isDigit)
    }
  }

  /// Whether nothing but text is in it.
  var isAllText: Bool { kinds.allSatisfy { $0 == .text } }

  /// Whether the line alone leaves open that it is a header.
  var mayBeHeader: Bool {
    kinds.contains(.text) || (fields.count > 1 && fields[0].start == fields[0].end && kinds.contains(.number))
  }

  /// Whether it names the columns of the line that follows: by text where that has another type, or by an
  /// empty field above row numbers.
  func isHeader(before second: TableLine?) -> Bool {
    guard kinds.contains(.text) else { return second.map { $0.kinds[0] == .number } ?? false }
    if !kinds.contains(.number) { return true }
    guard let second else { return kinds.first { $0 != .missing } == .text }
    if lacksRowNames(of: second) { return true }
    return zip(kinds, second.kinds).contains { $0 == .text && $1 == .number }
  }

  /// Whether the rows have a name in front for which there is no field here, as R writes them.
  func lacksRowNames(of second: TableLine) -> Bool {
    guard isAllText, second.fields.count == fields.count + 1 else { return false }
    return fields[0].isQuoted && second.fields[0].isQuoted
  }
}
