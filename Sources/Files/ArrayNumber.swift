/// A type of numbers in NumPy's arrays, such as `<f8`.
struct ArrayNumber {
  private enum Kind {
    case float, signed, unsigned
  }

  private let kind: Kind
  private let isBig: Bool
  /// The bytes of one.
  let size: Int

  /// The type that a description names; nil for one that is no real number.
  init?(_ text: String) {
    var rest = Substring(text)
    let order = rest.popFirst()
    guard let order, "<>|=".contains(order), let letter = rest.popFirst(), let size = Int(rest)
    else { return nil }
    isBig = order == ">"
    self.size = size
    switch letter {
    case "f" where [2, 4, 8].contains(size): kind = .float
    case "i" where [1, 2, 4, 8].contains(size): kind = .signed
    case "u" where [1, 2, 4, 8].contains(size), "b" where size == 1: kind = .unsigned
    default: return nil
    }
  }

  /// The number whose bytes begin at a place.
  func value(_ bytes: [UInt8], at place: Int) -> Double {
    var bits: UInt64 = 0
    for k in 0..<size { bits = bits << 8 | UInt64(bytes[place + (isBig ? k : size - 1 - k)]) }
    switch kind {
    case .float:
      switch size {
      case 2: return Self.half(UInt16(bits))
      case 4: return Double(Float(bitPattern: UInt32(bits)))
      default: return Double(bitPattern: bits)
      }
    case .unsigned: return Double(bits)
    case .signed:
      let shift = UInt64(64 - 8 * size)
      return Double(Int64(bitPattern: bits << shift) >> Int64(shift))
    }
  }

  /// IEEE 754's binary16: a sign, five bits of exponent, ten of fraction.
  private static func half(_ bits: UInt16) -> Double {
    let sign: Double = bits >> 15 == 0 ? 1 : -1
    let exponent = Int(bits >> 10 & 31)
    let fraction = Double(bits & 1023)
    if exponent == 31 { return fraction == 0 ? sign * .infinity : .nan }
    let magnitude = exponent == 0
      ? fraction * 0x1p-24 : Double(sign: .plus, exponent: exponent - 25, significand: 1024 + fraction)
    return sign * magnitude
  }
}
