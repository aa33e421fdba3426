import CSV
import Files
import Foundation

/// A file with the given bytes, removed when `body` returns.
func withFile<Result>(_ bytes: [UInt8], _ body: (String) throws -> Result) rethrows -> Result {
  let path = NSTemporaryDirectory() + "csvtests-" + UUID().uuidString
  _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
  defer { unlink(path) }
  return try body(path)
}

/// The same with text.
func withFile<Result>(_ text: String, _ body: (String) throws -> Result) rethrows -> Result {
  try withFile(Array(text.utf8), body)
}

/// All columns of a table as numbers.
func numbers(
  _ text: String, missing: MissingPolicy = .refuse, jobs: Int = 1
) throws -> [[Double]] {
  try withFile(text) { path in
    try Table(reading: Source(path), format: TableFormat(missing: missing), jobs: jobs) { header in
      (0..<header.count).map { ColumnRequest($0, .numbers) }
    }.columns.map(\.numbers)
  }
}

/// The message for a text read as numbers, without the file's name; nil if it is accepted.
func refusal(_ bytes: [UInt8], jobs: Int = 1) -> String? {
  withFile(bytes) { path in
    do {
      _ = try Table(reading: Source(path), jobs: jobs) { header in
        (0..<header.count).map { ColumnRequest($0, .numbers) }
      }
      return nil
    } catch {
      let text = String(describing: error)
      return text.hasPrefix(path + ":") ? String(text.dropFirst(path.count + 1)) : text
    }
  }
}

/// The same for text.
func refusal(_ text: String, jobs: Int = 1) -> String? { refusal(Array(text.utf8), jobs: jobs) }
