import CSV
import Systems
/// What makes a run repeatable: version, arguments, checksums of the inputs, method, bound; as JSON.
///
/// It holds no clock and no machine, so that two runs give the same bytes.
struct Manifest {
  /// A file that was read, with its SHA-256.
  struct Source {
    var name: String
    /// nil for a pipe, which can't be read twice.
    var checksum: String?
  }

  /// The arguments, without the program's own name.
  var arguments: [String]
  /// The files read, in order.
  var sources: [Source]
  /// The number of rows.
  var rows: Int
  /// How the rows were computed.
  var methods: [MethodNote]
  /// The largest bound on a row's error.
  var bound: Double

  /// The JSON text.
  var text: String {
    let files = sources.map {
      "    {\"name\": \(JSON.string($0.name)), \"sha256\": \($0.checksum.map(JSON.string) ?? "null")}"
    }
    let notes = methods.map {
      "    {\"name\": \(JSON.string($0.name)), \"reason\": \(JSON.string($0.reason)), "
        + "\"cost\": \(JSON.string($0.cost)), \"error\": \(JSON.string($0.certainty.rawValue))}"
    }
    return """
      {
        "program": "simulate",
        "version": \(JSON.string(Version.text)),
        "arguments": [\(arguments.map(JSON.string).joined(separator: ", "))],
        "inputs": \(JSON.list(files)),
        "rows": \(rows),
        "methods": \(JSON.list(notes)),
        "bound": \(NumberText.text(bound))
      }

      """
  }
}

/// Pieces of JSON text.
enum JSON {
  /// A string in quotes, as RFC 8259 has it.
  static func string(_ text: String) -> String {
    var result = "\""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\"": result += "\\\""
      case "\\": result += "\\\\"
      case "\n": result += "\\n"
      case "\t": result += "\\t"
      case "\r": result += "\\r"
      case "\u{0}"..<" ":
        let digits = String(scalar.value, radix: 16)
        result += "\\u" + String(repeating: "0", count: 4 - digits.count) + digits
      default: result.unicodeScalars.append(scalar)
      }
    }
    return result + "\""
  }

  /// A list with an entry on each line.
  static func list(_ lines: [String]) -> String {
    lines.isEmpty ? "[]" : "[\n" + lines.joined(separator: ",\n") + "\n  ]"
  }
}
