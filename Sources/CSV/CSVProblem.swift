public import Files

/// What is wrong with a file, apart from where.
public enum CSVProblem: Error, Hashable, Sendable, CustomStringConvertible {
  /// The file itself, whatever it holds.
  case file(FileProblem)
  // Bytes and lines.
  case encodedAsUTF16
  case nulByte
  case notUTF8(byte: UInt8)
  case otherFormat(OtherFormat)
  case oldMacLineEnds
  case endlessLine
  case unterminatedQuote
  case textAfterQuote(String)
  // Rows and columns.
  case empty
  case raggedRow(found: Int, expected: Int, like: Int)
  case doubledColumn(String)
  case proseBeforeTable(line: Int, skipped: Int)
  case tooFewLines(found: Int, skipped: Int)
  case tableInSkippedLines(skipped: Int)
  case missingColumn(String, present: [String]?, count: Int)
  case missingColumnNumber(String, count: Int)
  // Fields.
  case number(String, NumberFault)
  case date(String, reason: String)
  case mixedTimes(String, expected: String)
  // Output.
  case notFinite(value: String, column: String, time: String)
  case controlCharacter(in: String)
  /// A problem that the reader's user found: what must hold, then what was found.
  case unusable(String)

  /// What the problem means for the program's exit status.
  public var kind: FileErrorKind {
    if case .file(let problem) = self { problem.kind } else { .data }
  }

  /// The message: what must hold, then what was found.
  public var description: String {
    switch self {
    case .file(let problem): problem.description
    case .encodedAsUTF16:
      "text must be UTF-8, found UTF-16; convert it with iconv -f UTF-16 -t UTF-8"
    case .nulByte: "text must be UTF-8 without NUL, found a NUL byte"
    case .notUTF8(let byte): "text must be UTF-8, found the byte 0x\(String(byte, radix: 16))"
    case .otherFormat(let format): "a table must be text in columns, found \(format.description)"
    case .oldMacLineEnds:
      "lines must end in LF or CRLF, found a lone CR (old Mac line ends); mend with tr '\\r' '\\n'"
    case .endlessLine: "a line must be at most 1 MiB long, found a longer one"
    case .unterminatedQuote:
      "a quoted field must end in a quote, found none within 1 MiB or the file"
    case .textAfterQuote(let text):
      "a closing quote must be followed by a delimiter or a line's end, found \(Self.quoted(text))"
    case .empty: "a table must have at least one row, found none"
    case .raggedRow(let found, let expected, let like):
      "every row must have \(Self.fields(expected)), as line \(like) has, found \(found)"
    case .proseBeforeTable(let line, let skipped):
      "a table's header or first row must stand here, found prose; the table begins in line \(line): "
        + "--skip-lines \(skipped) passes over what is above"
    case .tooFewLines(let found, let skipped):
      "more lines than the \(skipped) of --skip-lines must be here, found \(found); --skip-lines FILE:\(skipped) is for "
        + "one file alone"
    case .tableInSkippedLines(let skipped):
      "the \(skipped) lines that --skip-lines passes over must be prose, found rows of the table; --skip-lines "
        + "FILE:\(skipped) is for one file alone"
    case .doubledColumn(let name): "column names must differ, found \(Self.quoted(name)) twice"
    case .missingColumn(let name, let present?, _):
      "a column \(Self.quoted(name)) is needed, found \(Self.list(present))"
    case .missingColumn(let name, nil, let count):
      "a column \(Self.quoted(name)) is needed, found \(Self.columns(count)) without a header"
    case .missingColumnNumber(let number, let count):
      "a column number must be from 1 to \(count), found \(number)"
    case .number(let text, let fault): fault.message(for: Self.quoted(text))
    case .date(let text, let reason): "\(reason), found \(Self.quoted(text))"
    case .mixedTimes(let text, let expected):
      "times must all be \(expected), as the first one is, found \(Self.quoted(text))"
    case .notFinite(let value, let column, let time):
      "every value must be finite, found \(value) in column \(Self.quoted(column)) at t = \(time)"
    case .controlCharacter(let name):
      "a column name must be free of control characters, found \(Self.quoted(name))"
    case .unusable(let text): text
    }
  }

  private static func fields(_ count: Int) -> String { count == 1 ? "1 field" : "\(count) fields" }

  private static func columns(_ count: Int) -> String {
    count == 1 ? "1 column" : "\(count) columns"
  }

  private static func list(_ names: [String]) -> String {
    let shown = names.prefix(20).map(quoted).joined(separator: ", ")
    return names.count > 20 ? "\(shown) and \(names.count - 20) more" : shown
  }

  /// The text in quotes, on one line: control characters escaped, long text cut.
  public static func quoted(_ text: String) -> String { "\"\(escaped(text, atMost: 60))\"" }

  /// The text on one line, as a terminal may show it: control characters, line ends and marks that
  /// turn the direction of writing as `\u{1B}`.
  public static func escaped(_ text: String, atMost limit: Int = .max) -> String {
    var shown = ""
    for (count, scalar) in text.unicodeScalars.enumerated() {
      if count == limit { return shown + "..." }
      switch scalar {
      case "\n": shown += "\\n"
      case "\r": shown += "\\r"
      case "\t": shown += "\\t"
      case "\u{0}"..<" ", "\u{7F}"..<"\u{A0}", "\u{061C}", "\u{200E}", "\u{200F}",
        "\u{2028}"..."\u{202E}", "\u{2066}"..."\u{2069}":
        shown += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
      default: shown.unicodeScalars.append(scalar)
      }
    }
    return shown
  }
}
