import CSV
import Files
import NumericalMethods
import Systems

/// What makes two sweeps the same: the program's version, how the processor rounds, the command and the
/// contents of all files.
struct PlanIdentity {
  /// The SHA-256 of all that.
  let hash: String
  /// Whether every input can be read a second time, so that a later call can go on.
  let isRepeatable: Bool

  /// Options that say how the work is done, not what comes out; with their value.
  static let leftOut: Set = ["--jobs", "--output", "--shard", "--for", "--shards", "--manifest"]

  /// Reads the files once more.
  ///
  /// - Throws: `Failure` (66) where a file has gone.
  init(_ pattern: RunPattern) throws {
    var text = "simulate \(Version.text)\nrounding \(RoundingPath.name)\n"
    for argument in Self.arguments { text += "argument \(argument.utf8.count):\(argument)\n" }
    var isRepeatable = true
    for source in pattern.reader.sources {
      if let sum = try Checksum.of(source) {
        text += "file \(source.name.utf8.count):\(source.name) \(sum)\n"
      } else {
        isRepeatable = false
      }
    }
    var sum = SHA256()
    Array(text.utf8).withUnsafeBytes { sum.update($0) }
    hash = sum.finish()
    self.isRepeatable = isRepeatable
  }

  /// The arguments that say what comes out, as they were typed.
  static var arguments: [String] {
    var rest = FileName.arguments.dropFirst()[...]
    for word in ["sweep", "runs", "plan"] where rest.first == word { rest = rest.dropFirst() }
    var kept: [String] = []
    while let argument = rest.popFirst() {
      if leftOut.contains(argument) {
        rest = rest.dropFirst()
      } else if !leftOut.contains(where: { argument.hasPrefix($0 + "=") }) {
        kept.append(argument)
      }
    }
    return kept
  }
}
