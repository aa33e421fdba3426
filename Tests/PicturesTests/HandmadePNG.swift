/// PNG files put together chunk by chunk, the samples stored without compression, so that every byte is known.
enum HandmadePNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  static func file(
    width: Int, height: Int, depth: UInt8, color: UInt8, interlaced: Bool = false,
    chunks: [(String, [UInt8])] = [], rows: [UInt8]
  ) -> [UInt8] {
    var file = signature
    file += chunk(
      "IHDR", bigEndian(width) + bigEndian(height) + [depth, color, 0, 0, interlaced ? 1 : 0])
    for (name, bytes) in chunks { file += chunk(name, bytes) }
    return file + chunk("IDAT", stored(rows)) + chunk("IEND", [])
  }

  static func chunk(_ name: String, _ bytes: [UInt8]) -> [UInt8] {
    let body = Array(name.utf8) + bytes
    return bigEndian(bytes.count) + body + bigEndian(Int(crc(body)))
  }

  static func bigEndian(_ n: Int) -> [UInt8] {
    [24, 16, 8, 0].map { UInt8(truncatingIfNeeded: n >> $0) }
  }

  /// One stored block of deflate between zlib's two header bytes and Adler's checksum (RFC 1950, 1951).
  private static func stored(_ bytes: [UInt8]) -> [UInt8] {
    let n = UInt16(bytes.count)
    var (a, b) = (1, 0)
    for byte in bytes {
      a = (a + Int(byte)) % 65521
      b = (b + a) % 65521
    }
    let sizes = [n, ~n].flatMap { [UInt8($0 & 255), UInt8($0 >> 8)] }
    return [0x78, 0x01, 0x01] + sizes + bytes + bigEndian(b << 16 | a)
  }

  /// The remainder by the polynomial of the PNG specification.
  private static func crc(_ bytes: [UInt8]) -> UInt32 {
    var rest = UInt32.max
    for byte in bytes {
      rest ^= UInt32(byte)
      for _ in 0..<8 { rest = rest & 1 == 1 ? 0xEDB8_8320 ^ rest >> 1 : rest >> 1 }
    }
    return ~rest
  }
}
