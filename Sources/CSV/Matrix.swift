/// A rectangle of numbers without a header, row by row.
public struct Matrix: Hashable, Sendable {
  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The numbers, row by row.
  public let values: [Double]

  /// The most numbers that a matrix may hold, 2^26.
  public static let limit = 1 << 26

  /// Makes a matrix of its numbers.
  public init(rows: Int, columns: Int, values: [Double]) {
    precondition(rows > 0 && columns > 0 && values.count == rows * columns)
    self.rows = rows
    self.columns = columns
    self.values = values
  }

  /// Reads a matrix from CSV, TSV or text in columns: finite numbers alone, every row as long as the
  /// first; blank lines and `#` comments are passed over.
  ///
  /// - Parameters:
  ///   - text: The whole file.
  ///   - file: What messages call it.
  /// - Throws: `CSVError` with the place of the first mistake.
  /// - Complexity: O(bytes).
  public init(reading text: [UInt8], file: String) throws(CSVError) {
    var outcome: Result<Matrix, CSVError>?
    text.withUnsafeBufferPointer { text in
      do throws(Fault) {
        outcome = .success(try MatrixParsing(text: text, file: file).matrix())
      } catch {
        outcome = .failure(error.placed(in: text, of: file))
      }
    }
    guard let outcome else { preconditionFailure("reading ends with a matrix or a fault") }
    self = try outcome.get()
  }
}
