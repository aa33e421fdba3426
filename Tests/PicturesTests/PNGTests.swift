import Pictures
import Testing

@Suite struct PNGTests {
  @Test("greys, colours and alpha of 8 and 16 bits are read as they are stored")
  func kinds() throws {
    // Each row begins with its filter, 0: as it is.
    let grey = HandmadePNG.file(
      width: 3, height: 2, depth: 8, color: 0, rows: [0, 1, 2, 3, 0, 4, 5, 255])
    let picture = try Picture(reading: grey, name: "grey.png")
    #expect(picture.width == 3 && picture.height == 2 && picture.channels == 1)
    #expect(picture.maximum == 255 && picture.format == .png && !picture.hasAlpha)
    #expect(picture.plane(0) == [1, 2, 3, 4, 5, 255])

    let wide = HandmadePNG.file(
      width: 1, height: 2, depth: 16, color: 2,
      rows: [0, 0, 1, 1, 0, 255, 255, 0, 0, 2, 0, 3, 0, 4])
    let rgb = try Picture(reading: wide, name: "wide.png")
    #expect(rgb.maximum == 65535 && rgb.channels == 3)
    #expect((0..<3).map { rgb.plane($0) } == [[1, 2], [256, 3], [65535, 4]])

    let alpha = HandmadePNG.file(width: 2, height: 1, depth: 8, color: 4, rows: [0, 7, 8, 9, 10])
    let greyAlpha = try Picture(reading: alpha, name: "alpha.png")
    #expect(greyAlpha.channels == 2 && greyAlpha.hasAlpha && greyAlpha.colorChannels == 1)
    #expect(greyAlpha.plane(0) == [7, 9] && greyAlpha.plane(1) == [8, 10])

    let four = HandmadePNG.file(width: 1, height: 1, depth: 8, color: 6, rows: [0, 1, 2, 3, 4])
    #expect(try Picture(reading: four, name: "rgba.png").channels == 4)
  }

  @Test("palettes, their transparency and greys of one bit are expanded to 8 bits")
  func expanded() throws {
    // Two bits an index: 0, 1, 2 are 00 01 10 00 = 0x18.
    let palette: [UInt8] = [10, 11, 12, 20, 21, 22, 30, 31, 32]
    let indexed = HandmadePNG.file(
      width: 3, height: 1, depth: 2, color: 3, chunks: [("PLTE", palette)], rows: [0, 0x18])
    let picture = try Picture(reading: indexed, name: "palette.png")
    #expect(picture.channels == 3 && picture.maximum == 255)
    #expect((0..<3).map { picture.plane($0) } == [[10, 20, 30], [11, 21, 31], [12, 22, 32]])

    let clear = HandmadePNG.file(
      width: 3, height: 1, depth: 2, color: 3, chunks: [("PLTE", palette), ("tRNS", [0, 128])],
      rows: [0, 0x18])
    #expect(try Picture(reading: clear, name: "clear.png").plane(3) == [0, 128, 255])

    let bits = HandmadePNG.file(width: 4, height: 1, depth: 1, color: 0, rows: [0, 0b1010_0000])
    #expect(try Picture(reading: bits, name: "bits.png").plane(0) == [255, 0, 255, 0])
  }

  @Test("an interlaced picture has its pixels in their places")
  func interlaced() throws {
    // 2 × 2: of Adam7's passes the first holds (0, 0), the sixth (0, 1), the seventh row 1.
    let file = HandmadePNG.file(
      width: 2, height: 2, depth: 8, color: 0, interlaced: true, rows: [0, 1, 0, 2, 0, 3, 4])
    #expect(try Picture(reading: file, name: "adam7.png").plane(0) == [1, 2, 3, 4])
  }

  @Test("what is written reads back the same, with its colour space and resolution")
  func roundTrip() throws {
    for (channels, maximum) in [(1, 255), (2, 255), (3, 65535), (4, 65535), (3, 255)] {
      let samples = (0..<(31 * 17 * channels)).map { Double($0 * 7919 % (maximum + 1)) }
      let picture = Picture(
        width: 31, height: 17, channels: channels, maximum: maximum, samples: samples)
      #expect(try Picture(reading: picture.encoded(), name: "again.png") == picture)
    }
    let chunks: [(String, [UInt8])] = [
      ("gAMA", HandmadePNG.bigEndian(45455)), ("tEXt", Array("Title\0old".utf8)),
      ("pHYs", HandmadePNG.bigEndian(2835) + HandmadePNG.bigEndian(2835) + [1]),
    ]
    let file = HandmadePNG.file(
      width: 1, height: 1, depth: 8, color: 0, chunks: chunks, rows: [0, 9])
    let written = try Picture(reading: file, name: "gamma.png").encoded()
    #expect(contains(written, HandmadePNG.chunk("gAMA", chunks[0].1)))
    #expect(contains(written, HandmadePNG.chunk("pHYs", chunks[2].1)))
    #expect(!contains(written, Array("tEXt".utf8)))
  }

  @Test("a picture cut anywhere is refused, and so is one with any bit turned in its chunks")
  func damaged() throws {
    let file = HandmadePNG.file(
      width: 3, height: 2, depth: 8, color: 0, rows: [0, 1, 2, 3, 0, 4, 5, 255])
    for size in 1..<file.count {
      #expect(throws: PictureError.endsEarly(file: "cut.png", kind: "PNG", size: size)) {
        try Picture(reading: Array(file[..<size]), name: "cut.png")
      }
    }
    for at in 1..<file.count {
      var turned = file
      turned[at] ^= 0x10
      #expect(throws: PictureError.self) { try Picture(reading: turned, name: "turned.png") }
    }
  }

  @Test("a header that promises more pixels than are allowed, or than the file can hold, is refused")
  func hostile() {
    let huge = HandmadePNG.file(
      width: 0x7FFF_FFFF, height: 0x7FFF_FFFF, depth: 16, color: 6, rows: [0])
    #expect(throws: PictureError.tooLarge(file: "a", width: 0x7FFF_FFFF, height: 0x7FFF_FFFF)) {
      try Picture(reading: huge, name: "a")
    }
    let limit = HandmadePNG.file(width: 8192, height: 8193, depth: 8, color: 0, rows: [0])
    #expect(throws: PictureError.tooLarge(file: "a", width: 8192, height: 8193)) {
      try Picture(reading: limit, name: "a")
    }
    let empty = HandmadePNG.file(width: 8192, height: 8192, depth: 8, color: 0, rows: [0])
    #expect(throws: PictureError.endsEarly(file: "a", kind: "PNG", size: empty.count)) {
      try Picture(reading: empty, name: "a")
    }
  }

  @Test("values are rounded to the nearest whole sample, halves up, and clipped")
  func rounding() {
    var picture = Picture(width: 8, height: 1, samples: [Double](repeating: 0, count: 8))
    picture.setPlane(0, to: [-3, 0.49999999999999994, 0.5, 1.5, 254.5, 255.4, 1e300, -1e300])
    #expect(picture.plane(0) == [0, 0, 1, 2, 255, 255, 255, 0])
  }

  private func contains(_ bytes: [UInt8], _ part: [UInt8]) -> Bool {
    bytes.indices.contains { bytes[$0...].starts(with: part) }
  }
}
