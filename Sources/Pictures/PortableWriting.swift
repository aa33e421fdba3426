extension Picture {
  private var isColor: Bool { colorChannels == 3 }
  private var portableHeader: String { "\(width) \(height)\n\(maximum)\n" }

  /// The picture as P5 or P6.
  func portable() -> [UInt8] {
    Array("\(isColor ? "P6" : "P5")\n\(portableHeader)".utf8) + bytes
  }

  /// The picture as P2 or P3, each row on lines of its own, none above 70 characters.
  func plainPortable() -> [UInt8] {
    var text = Array("\(isColor ? "P3" : "P2")\n\(portableHeader)".utf8)
    let rowLength = width * channels
    for row in 0..<height {
      var column = 0
      for i in (row * rowLength)..<((row + 1) * rowLength) {
        let sample =
          bytesPerSample == 2 ? Int(bytes[2 * i]) << 8 | Int(bytes[2 * i + 1]) : Int(bytes[i])
        let digits = String(sample).utf8
        if column > 0 {
          let breaks = column + 1 + digits.count > 70
          text.append(breaks ? 0x0A : 0x20)
          column = breaks ? 0 : column + 1
        }
        text.append(contentsOf: digits)
        column += digits.count
      }
      text.append(0x0A)
    }
    return text
  }
}
