/// A place in a PGM or PPM file that is being read, known by line and column.
struct PortableReader {
  private let file: UnsafeBufferPointer<UInt8>
  private let name: String
  private var position = 0
  private var line = 1
  private var lineStart = 0

  private init(_ file: UnsafeBufferPointer<UInt8>, name: String) {
    self.file = file
    self.name = name
  }

  /// Reads a picture: `P2`, `P3`, `P5` or `P6`, then width, height, greatest value, samples.
  ///
  /// `#` begins a comment anywhere before the samples, and among them in `P2` and `P3`.
  static func read(
    _ file: UnsafeBufferPointer<UInt8>, name: String, fits: (Int) -> Bool
  ) throws(PictureError) -> Picture {
    var reader = PortableReader(file, name: name)
    return try reader.picture(fits)
  }

  private mutating func picture(_ fits: (Int) -> Bool) throws(PictureError) -> Picture {
    let kind = file[1] - UInt8(ascii: "0")
    switch kind {
    case 2, 3, 5, 6: break
    case 7: throw .unreadKind(file: name, kind: "PAM (P7)")
    default: throw .unreadKind(file: name, kind: "a bitmap, PBM (P\(kind))")
    }
    position = 2
    let width = try number("the width", 1...Int(Int32.max))
    let height = try number("the height", 1...Int(Int32.max))
    if width * height > Picture.pixelLimit {
      throw .tooLarge(file: name, width: width, height: height)
    }
    let maximum = try number("the greatest value", 1...65535)
    let channels = kind == 3 || kind == 6 ? 3 : 1
    let plain = kind < 4
    let count = width * height * channels
    let memory = Picture.memory(pixels: width * height, bytes: maximum > 255 ? 2 * count : count)
    guard fits(memory) else { throw .noMemory(file: name, size: memory) }
    let bytes =
      plain
      ? try decimals(count, maximum: maximum) : try binary(count, maximum: maximum, kind: kind)
    return Picture(
      width: width, height: height, channels: channels, maximum: maximum,
      format: plain ? .plainPortable : .portable, bytes: bytes)
  }

  private mutating func binary(
    _ count: Int, maximum: Int, kind: UInt8
  ) throws(PictureError) -> [UInt8] {
    guard position < file.count, Self.isSpace(file[position]) else {
      throw unexpected("one white space must come before the samples")
    }
    let start = position + 1
    let wide = maximum > 255
    let end = start + (wide ? 2 * count : count)
    let format = "P\(kind)"
    if end > file.count { throw .endsEarly(file: name, kind: format, size: file.count) }
    if end < file.count {
      throw .goesOn(file: name, kind: format, end: end, size: file.count)
    }
    let bytes = Array(file[start..<end])
    if maximum == 255 || maximum == 65535 { return bytes }
    for i in 0..<count {
      let sample = wide ? Int(bytes[2 * i]) << 8 | Int(bytes[2 * i + 1]) : Int(bytes[i])
      if sample > maximum {
        let byte = start + (wide ? 2 * i : i) + 1
        throw .sampleAbove(maximum: maximum, found: sample, file: name, byte: byte)
      }
    }
    return bytes
  }

  private mutating func decimals(_ count: Int, maximum: Int) throws(PictureError) -> [UInt8] {
    // A sample takes a digit and a space at least: known before anything is allocated.
    if (file.count - position) / 2 < count {
      throw .endsEarly(
        file: name, kind: "picture of \(count) samples", size: file.count)
    }
    let wide = maximum > 255
    var bytes: [UInt8] = []
    bytes.reserveCapacity(wide ? 2 * count : count)
    for _ in 0..<count {
      let sample = try number("a sample", 0...maximum)
      if wide { bytes.append(UInt8(sample >> 8)) }
      bytes.append(UInt8(truncatingIfNeeded: sample))
    }
    skipSpace()
    if position < file.count { throw unexpected("the file must end after \(count) samples") }
    return bytes
  }

  private mutating func number(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(PictureError) -> Int {
    skipSpace()
    let start = position
    var value = 0
    while position < file.count, (0x30...0x39).contains(file[position]), value <= 1 << 40 {
      value = 10 * value + Int(file[position] - 0x30)
      position += 1
    }
    let ended =
      position == file.count || Self.isSpace(file[position]) || file[position] == UInt8(ascii: "#")
    if position > start, ended, range.contains(value) { return value }
    position = start
    throw unexpected(
      "\(what) must be a whole number from \(range.lowerBound) to \(range.upperBound)")
  }

  private mutating func skipSpace() {
    while position < file.count {
      if file[position] == UInt8(ascii: "#") {
        while position < file.count, file[position] != 0x0A { position += 1 }
      } else if Self.isSpace(file[position]) {
        position += 1
        if file[position - 1] == 0x0A {
          line += 1
          lineStart = position
        }
      } else {
        return
      }
    }
  }

  private static func isSpace(_ byte: UInt8) -> Bool { byte == 0x20 || (0x09...0x0D).contains(byte) }

  private func unexpected(_ expected: String) -> PictureError {
    let word = file[position...].prefix(20).prefix { !Self.isSpace($0) }
    let printable = word.allSatisfy { (0x21...0x7E).contains($0) }
    let found =
      position == file.count
      ? "the end of the file"
      : printable && !word.isEmpty
        ? "\"\(String(decoding: word, as: UTF8.self))\"" : "byte \(file[position])"
    return .text(
      expected: expected, found: found, file: name, line: line,
      column: position - lineStart + 1)
  }
}
