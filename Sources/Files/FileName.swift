internal import Glibc

/// Names of files as text: a name is bytes, and need not be UTF-8.
///
/// Bytes that are no UTF-8 stand as characters of their own, U+10FF00 + byte, from a program's arguments
/// to `open`, so that every name is text and no two names are the same text, compared by its UTF-8.
public enum FileName {
  /// The first of the 256 characters, which a UTF-8 name that holds one of them spells byte by byte.
  private static let base: UInt32 = 0x10FF00

  /// The text of a name.
  public static func text(of bytes: some Collection<UInt8>) -> String {
    let bytes = Array(bytes)
    if bytes.allSatisfy({ $0 < 0x80 }) { return String(decoding: bytes, as: UTF8.self) }
    var scalars = String.UnicodeScalarView()
    var at = 0
    while at < bytes.count {
      let length = sequenceLength(bytes[at])
      if length > 0, at + length <= bytes.count,
        let text = String(validating: bytes[at..<at + length], as: UTF8.self),
        let scalar = text.unicodeScalars.first, !isByte(scalar)
      {
        scalars.append(scalar)
        at += length
      } else {
        Unicode.Scalar(base + UInt32(bytes[at])).map { scalars.append($0) }
        at += 1
      }
    }
    return String(scalars)
  }

  /// The bytes of a name, without a NUL behind them.
  public static func bytes(of text: String) -> [UInt8] {
    guard text.unicodeScalars.contains(where: isByte) else { return Array(text.utf8) }
    return text.unicodeScalars.flatMap { scalar in
      isByte(scalar) ? [UInt8(scalar.value - base)] : Array(String(scalar).utf8)
    }
  }

  /// A text in which names may stand, for messages: bytes that are no UTF-8 as `\xff`.
  public static func shown(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: isByte) else { return text }
    return text.unicodeScalars.map { scalar in
      guard isByte(scalar) else { return String(scalar) }
      let digits = String(scalar.value - base, radix: 16)
      return "\\x" + (digits.count < 2 ? "0" : "") + digits
    }.joined()
  }

  /// Calls `body` with the name as the system takes it.
  public static func withPath<Result, Problem: Error>(
    _ text: String, _ body: (UnsafePointer<CChar>) throws(Problem) -> Result
  ) throws(Problem) -> Result {
    let bytes = (bytes(of: text) + [0]).map(CChar.init(bitPattern:))
    return try bytes.withUnsafeBufferPointer { (buffer) throws(Problem) in
      guard let path = buffer.baseAddress else { preconditionFailure("a name ends in NUL") }
      return try body(path)
    }
  }

  /// The text of a name that the system gave.
  public static func text(_ path: UnsafePointer<CChar>) -> String {
    text(of: UnsafeRawBufferPointer(start: path, count: strlen(path)))
  }

  /// The program's name and its arguments.
  public static let arguments: [String] = (0..<Int(CommandLine.argc)).compactMap { index in
    CommandLine.unsafeArgv[index].map { text(UnsafePointer($0)) }
  }

  private static func isByte(_ scalar: Unicode.Scalar) -> Bool { scalar.value >= base }

  /// The length of a UTF-8 sequence by its first byte; 0 for one that begins none.
  private static func sequenceLength(_ byte: UInt8) -> Int {
    switch byte {
    case 0..<0x80: 1
    case 0xC2...0xDF: 2
    case 0xE0...0xEF: 3
    case 0xF0...0xF4: 4
    default: 0
    }
  }
}
