import CTOML

/// A value of a model in TOML, as far as models have use for it.
enum ModelValue {
  case text(String)
  case number(Double)
  case array([ModelValue])
  /// A table, a date, a time or a boolean.
  case other

  /// Where a text is no TOML, and why.
  struct Problem: Error {
    var line: Int
    var column: Int
    var text: String
  }

  /// The values of a document's top table by their keys.
  ///
  /// - Throws: `Problem` for a text that is no TOML.
  static func table(of text: String) throws(Problem) -> [String: ModelValue] {
    var text = text
    var problem = ctoml_problem()
    let read = text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { ctoml_read($0.baseAddress, $0.count, &problem) }
    }
    guard let document = read else {
      let words = withUnsafeBytes(of: problem.text) {
        String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
      }
      throw Problem(line: Int(problem.line), column: Int(problem.column), text: words)
    }
    defer { ctoml_free(document) }
    var table: [String: ModelValue] = [:]
    for index in 0..<ctoml_key_count(document) {
      var count = 0
      let key = string(ctoml_key(document, index, &count), count)
      table[key] = ctoml_key_value(document, index).map { ModelValue($0) } ?? .other
    }
    return table
  }

  private init(_ value: OpaquePointer) {
    switch Int(ctoml_kind(value)) {
    case CTOML_TEXT:
      var count = 0
      self = .text(ModelValue.string(ctoml_text(value, &count), count))
    case CTOML_INTEGER, CTOML_REAL: self = .number(ctoml_number(value))
    case CTOML_ARRAY:
      self = .array(
        (0..<ctoml_count(value)).map { ctoml_entry(value, $0).map { ModelValue($0) } ?? .other })
    default: self = .other
    }
  }

  private static func string(_ text: UnsafePointer<CChar>?, _ count: Int) -> String {
    let bytes = UnsafeRawBufferPointer(start: text, count: count)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The text, nil for anything else.
  var string: String? {
    if case .text(let text) = self { return text }
    return nil
  }

  /// The number, nil for anything else.
  var double: Double? {
    if case .number(let number) = self { return number }
    return nil
  }

  /// The entries of a list, nil for anything else.
  var array: [ModelValue]? {
    if case .array(let entries) = self { return entries }
    return nil
  }
}
