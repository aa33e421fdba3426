/// How the numbers of one file are written.
struct NumberFormat: Hashable, Sendable {
  /// Whether a comma stands for the point.
  var hasDecimalComma = false

  /// The number that a field is.
  func number(_ field: Field, _ text: UnsafeBufferPointer<UInt8>) throws(NumberFault) -> Double {
    let bytes = field.bytes(of: text)
    guard hasDecimalComma else { return try NumberSyntax.number(bytes) }
    if bytes.contains(UInt8(ascii: ".")) { throw .decimalPoint }
    let pointed = bytes.map { $0 == UInt8(ascii: ",") ? UInt8(ascii: ".") : $0 }
    return try pointed.withUnsafeBufferPointer { (buffer) throws(NumberFault) in
      try NumberSyntax.number(buffer)
    }
  }
}
