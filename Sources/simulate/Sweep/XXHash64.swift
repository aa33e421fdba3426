/// The checksum XXH64 of bytes that come in pieces: against accidents, at the speed of memory.
///
/// Source: Y. Collet, xxHash fast digest algorithm, version 0.1.1 (2018), section "XXH64".
struct XXHash64 {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5

  private var a = prime1 &+ prime2
  private var b = prime2
  private var c: UInt64 = 0
  private var d = 0 &- prime1
  private var pending: [UInt8] = []
  private var length: UInt64 = 0

  /// Takes in more bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    length &+= UInt64(bytes.count)
    var rest = bytes
    if !pending.isEmpty {
      let taken = min(32 - pending.count, rest.count)
      pending += rest[..<taken]
      rest = UnsafeRawBufferPointer(rebasing: rest[taken...])
      guard pending.count == 32 else { return }
      let block = pending
      block.withUnsafeBytes { blocks(of: $0) }
      pending.removeAll(keepingCapacity: true)
    }
    blocks(of: rest)
    pending += rest[(rest.count / 32 * 32)...]
  }

  private mutating func blocks(of bytes: UnsafeRawBufferPointer) {
    var (a, b, c, d) = (a, b, c, d)
    for at in stride(from: 0, to: bytes.count / 32 * 32, by: 32) {
      a = Self.round(a, Self.word(bytes, at))
      b = Self.round(b, Self.word(bytes, at + 8))
      c = Self.round(c, Self.word(bytes, at + 16))
      d = Self.round(d, Self.word(bytes, at + 24))
    }
    (self.a, self.b, self.c, self.d) = (a, b, c, d)
  }

  @inline(__always)
  private static func word(_ bytes: UnsafeRawBufferPointer, _ at: Int) -> UInt64 {
    UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
  }

  @inline(__always)
  private static func rotated(_ x: UInt64, _ count: UInt64) -> UInt64 {
    (x &<< count) | (x &>> (64 &- count))
  }

  @inline(__always)
  private static func round(_ sum: UInt64, _ word: UInt64) -> UInt64 {
    rotated(sum &+ word &* prime2, 31) &* prime1
  }

  /// The checksum of all that was taken in, in 16 hexadecimal digits.
  func finish() -> String {
    var hash = Self.prime5
    if length >= 32 {
      hash = Self.rotated(a, 1) &+ Self.rotated(b, 7) &+ Self.rotated(c, 12) &+ Self.rotated(d, 18)
      for lane in [a, b, c, d] {
        hash = (hash ^ Self.round(0, lane)) &* Self.prime1 &+ Self.prime4
      }
    }
    hash &+= length
    pending.withUnsafeBytes { rest in
      var at = 0
      while rest.count - at >= 8 {
        hash = Self.rotated(hash ^ Self.round(0, Self.word(rest, at)), 27) &* Self.prime1 &+ Self.prime4
        at += 8
      }
      if rest.count - at >= 4 {
        let word = UInt32(littleEndian: rest.loadUnaligned(fromByteOffset: at, as: UInt32.self))
        hash = Self.rotated(hash ^ UInt64(word) &* Self.prime1, 23) &* Self.prime2 &+ Self.prime3
        at += 4
      }
      while at < rest.count {
        hash = Self.rotated(hash ^ UInt64(rest[at]) &* Self.prime5, 11) &* Self.prime1
        at += 1
      }
    }
    hash = (hash ^ (hash >> 33)) &* Self.prime2
    hash = (hash ^ (hash >> 29)) &* Self.prime3
    hash ^= hash >> 32
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
