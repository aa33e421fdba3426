/// Writes columns as NumPy's array file: version 1.0, 64-bit little-endian floats, rows × columns in row
/// order, whole or not at all.
///
/// Source: NumPy, "NumPy NEP 1: A Simple File Format for NumPy Arrays".
public final class ArrayWriter {
  private var output: CheckedOutput?
  private let name: String
  private let columns: Int
  private var rows = 0

  /// Opens a file.
  ///
  /// - Throws: `FileError` (73).
  public init(_ path: String, columns: Int) throws(FileError) {
    name = path
    self.columns = columns
    var output = try CheckedOutput(path)
    try Self.header(rows: 0, columns).withRawBytes { (bytes) throws(FileError) in
      try output.write(bytes)
    }
    self.output = consume output
  }

  /// The beginning of an array file, 128 bytes whatever the number of rows: the numbers follow, row after row.
  public static func header(rows: Int, _ columns: Int) -> [UInt8] {
    let text = "{'descr': '<f8', 'fortran_order': False, 'shape': (\(rows), \(columns)), }"
    let padded = text + String(repeating: " ", count: 117 - text.utf8.count) + "\n"
    return [0x93] + Array("NUMPY".utf8) + [1, 0, 118, 0] + Array(padded.utf8)
  }

  /// Writes rows.
  ///
  /// - Throws: `FileError` (74).
  public func write(_ values: [[Double]]) throws(FileError) {
    precondition(values.count == columns, "every column must be there")
    let count = values[0].count
    var bytes = [UInt8]()
    bytes.reserveCapacity(min(count, 1 << 16) * columns * 8)
    for row in 0..<count {
      for column in 0..<columns {
        withUnsafeBytes(of: values[column][row].bitPattern.littleEndian) { bytes += $0 }
      }
      if bytes.count >= 1 << 19 || row == count - 1 {
        try bytes.withRawBytes { (bytes) throws(FileError) in try output?.write(bytes) }
        bytes.removeAll(keepingCapacity: true)
      }
    }
    rows += count
  }

  /// Writes the number of rows, closes it and puts it in its place.
  ///
  /// - Throws: `FileError` (74).
  public func finish() throws(FileError) {
    try Self.header(rows: rows, columns).withRawBytes { (bytes) throws(FileError) in
      try output?.overwrite(bytes, at: 0)
    }
    try output.take()?.finish()
  }
}
