import CSV
import Files
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

  /// The manifest of what was read and written.
  ///
  /// - Throws: `Failure` (66) where a file has gone.
  init(_ reader: Reader, _ report: Report) throws {
    arguments = Array(FileName.arguments.dropFirst())
    sources = try reader.sources.map {
      Source(name: $0.name, checksum: try Checksum.of($0))
    }
    rows = report.rows
    methods = report.methods
    bound = report.bound
  }

  /// Writes it to a file.
  ///
  /// - Throws: `CSVError`.
  func write(to file: String) throws {
    try CheckedOutput.write(text, to: file)
  }

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
