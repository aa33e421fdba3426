/// NumPy's array file of one or two dimensions, as columns of doubles.
///
/// Versions 1 to 3, both byte orders, rows or columns first; integers and floats. Objects, complex
/// numbers and records are refused.
public enum ArrayReader {
  /// The most bytes of a header.
  private static let longestHeader = 1 << 16

  /// Reads a file's columns; one dimension is one column.
  ///
  /// - Throws: `FileError` for what can't be read (66, 74), held (64), or is no such array (65).
  public static func columns(_ source: Source) throws(FileError) -> [[Double]] {
    let stream = try source.open()
    do throws(FileProblem) {
      let shape = try shape(stream)
      let count = shape.rows * shape.columns
      if let objection = Memory.objection(to: Double(count) * Double(shape.kind.size + 8)) {
        throw .tooLarge("an array of \(shape.rows) rows \(objection)")
      }
      // As long as what was read: a header may claim more than there is.
      var result = [[Double]](repeating: [], count: shape.columns)
      let size = shape.kind.size
      var bytes = [UInt8](repeating: 0, count: size * 8192)
      var done = 0
      while done < count {
        let wanted = min(8192, count - done)
        let got = try read(stream, &bytes, wanted * size)
        guard got == wanted * size else {
          throw .unusable("an array must be whole, found \(done + got / size) of \(count) numbers")
        }
        for k in 0..<wanted {
          let place = done + k
          let (row, column) = shape.isColumnMajor
            ? (place % shape.rows, place / shape.rows) : (place / shape.columns, place % shape.columns)
          let value = shape.kind.value(bytes, at: k * size)
          guard value.isFinite else {
            throw .unusable(
              "every number must be finite, found \(value) in row \(row + 1), column \(column + 1)")
          }
          result[column].append(value)
        }
        done += wanted
      }
      if try read(stream, &bytes, 1) > 0 {
        throw .unusable("an array must end after \(count) numbers, found more bytes")
      }
      return result
    } catch {
      throw FileError(source.name, error)
    }
  }

  private static func read(
    _ stream: ByteStream, _ bytes: inout [UInt8], _ count: Int
  ) throws(FileProblem) -> Int {
    do throws(FileError) {
      return try bytes.withRoom { (room) throws(FileError) in
        try stream.readFully(into: UnsafeMutableRawBufferPointer(rebasing: room[..<count]))
      }
    } catch {
      throw error.problem
    }
  }

  private struct Shape {
    var kind: ArrayNumber
    var isColumnMajor: Bool
    var rows: Int
    var columns: Int
  }

  private static func shape(_ stream: ByteStream) throws(FileProblem) -> Shape {
    var start = [UInt8](repeating: 0, count: 12)
    guard try read(stream, &start, 10) == 10, (1...3).contains(start[6]) else {
      throw .unusable("an array of NumPy's version 1, 2 or 3 is needed, found another")
    }
    var length = Int(start[8]) | Int(start[9]) << 8
    if start[6] > 1 {
      var rest = [UInt8](repeating: 0, count: 2)
      guard try read(stream, &rest, 2) == 2 else { throw .unusable("an array's header must be whole") }
      length |= Int(rest[0]) << 16 | Int(rest[1]) << 24
    }
    guard length <= longestHeader else {
      throw .unusable("an array's header must be at most \(longestHeader) bytes long, found \(length)")
    }
    var header = [UInt8](repeating: 0, count: length)
    guard try read(stream, &header, length) == length,
      let text = String(validating: header, as: UTF8.self)
    else { throw .unusable("an array's header must be whole") }
    return try shape(text)
  }

  private static func shape(_ text: String) throws(FileProblem) -> Shape {
    guard let descr = value("descr", in: text), let order = value("fortran_order", in: text),
      let kind = ArrayNumber(descr.filter { $0 != "'" && $0 != "\"" && $0 != " " })
    else {
      throw .unusable(
        "an array must hold integers or floats of 1 to 8 bytes, found "
          + (value("descr", in: text).map { String($0.prefix(40)) } ?? "no type"))
    }
    guard let open = text.firstIndex(of: "("), let close = text[open...].firstIndex(of: ")") else {
      throw .unusable("an array must have a shape, found none")
    }
    let sides = text[text.index(after: open)..<close].split(separator: ",").map {
      Int($0.filter { $0 != " " })
    }
    guard (1...2).contains(sides.count), let rows = sides[0], let columns = sides.count > 1 ? sides[1] : 1,
      rows >= 0, columns > 0, columns <= 10_000, rows < 1 << 48
    else {
      throw .unusable("an array must have one or two dimensions, found the shape \(text[open...close].prefix(40))")
    }
    return Shape(kind: kind, isColumnMajor: order.contains("True"), rows: rows, columns: columns)
  }

  /// What stands after a key, to the next comma.
  private static func value(_ key: String, in text: String) -> Substring? {
    for quote in ["'", "\""] {
      if let range = text.firstRange(of: quote + key + quote + ":") {
        return text[range.upperBound...].prefix { $0 != "," && $0 != "}" }
      }
    }
    return nil
  }
}
