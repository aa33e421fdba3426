internal import CNumberText

/// Rows of numbers as CSV text in memory that is used again and again, for threads that print apart
/// and write in turn.
public final class RowText {
  private var text: UnsafeMutablePointer<CChar>
  private var capacity: Int
  /// The number of bytes.
  public private(set) var count = 0

  /// Makes an empty text.
  public init() {
    capacity = 1 << 16
    text = .allocate(capacity: capacity)
  }

  deinit { text.deallocate() }

  /// Adds a row for each time: the prefix, the time, the values.
  ///
  /// - Parameter prefix: what each row begins with; text that ends in a comma, or nothing.
  /// - Throws: `CSVError` for the first row with a value that is not finite; the rows before it are
  ///   added.
  /// - Complexity: O(rows · columns).
  public func append(
    _ times: TimeColumn, _ columns: [[Double]], prefix: String, digits: Int? = nil
  ) throws(CSVError) {
    var printed = 0
    PrintedRows.with(times, columns, prefix, digits: digits, timeDigits: nil) { rows in
      reserve(rows.count * rows.longest)
      let (done, bytes) = rows.print(0, rows.count, into: text + count)
      printed = done
      count += bytes
    }
    guard printed < times.count else { return }
    let value = columns.lazy.map { $0[printed] }.first { !$0.isFinite }
    throw CSVError(
      file: "",
      problem: .notFinite(
        value: value.map { "\($0)" } ?? times.text(printed), column: value == nil ? "t" : "y",
        time: times.text(printed)))
  }

  /// Adds text.
  public func append(_ addition: String) {
    var addition = addition
    addition.withUTF8 { bytes in
      reserve(bytes.count)
      for (k, byte) in bytes.enumerated() { text[count + k] = CChar(bitPattern: byte) }
      count += bytes.count
    }
  }

  private func reserve(_ bytes: Int) {
    guard count + bytes > capacity else { return }
    capacity = max(count + bytes, 2 * capacity)
    let larger = UnsafeMutablePointer<CChar>.allocate(capacity: capacity)
    larger.update(from: text, count: count)
    text.deallocate()
    text = larger
  }

  /// Forgets the text, not the memory.
  public func removeAll() { count = 0 }

  /// Calls `body` with the bytes, valid within it alone.
  public func withBytes<Result>(_ body: (UnsafeRawBufferPointer) throws -> Result) rethrows -> Result {
    try body(UnsafeRawBufferPointer(start: text, count: count))
  }
}
