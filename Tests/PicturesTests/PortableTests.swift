import Pictures
import Testing

@Suite struct PortableTests {
  private func read(_ text: String) throws -> Picture {
    try Picture(reading: Array(text.utf8), name: "p.pgm")
  }

  private func message(_ bytes: [UInt8]) -> String {
    do {
      _ = try Picture(reading: bytes, name: "p.pgm")
      return "none"
    } catch {
      return error.description
    }
  }

  private func message(_ text: String) -> String { message(Array(text.utf8)) }

  @Test("plain greys and colours are read, with comments anywhere")
  func plain() throws {
    let grey = try read("P2 # made by hand\n# size\n3 2\n15\n0 1 2\n13 14 15 # last\n")
    #expect(grey.width == 3 && grey.height == 2 && grey.maximum == 15)
    #expect(grey.plane(0) == [0, 1, 2, 13, 14, 15] && grey.format == .plainPortable)
    let color = try read("P3\n1 1\n1000\n0 300 1000")
    #expect((0..<3).map { color.plane($0) } == [[0], [300], [1000]])
  }

  @Test("binary greys and colours are read, of one byte and of two")
  func binary() throws {
    let grey = try Picture(reading: Array("P5\n2 1 255\n".utf8) + [10, 35], name: "a")
    #expect(grey.plane(0) == [10, 35] && grey.format == .portable)
    let wide = try Picture(reading: Array("P6 1 1 65535\n".utf8) + [0, 1, 1, 0, 255, 255], name: "a")
    #expect((0..<3).map { wide.plane($0) } == [[1], [256], [65535]])
  }

  @Test("what is written reads back the same, plain lines within 70 characters")
  func roundTrip() throws {
    for format in [Picture.Format.portable, .plainPortable] {
      for (channels, maximum) in [(1, 255), (3, 255), (1, 1000), (3, 65535), (1, 1)] {
        let samples = (0..<(41 * 6 * channels)).map { Double($0 * 7919 % (maximum + 1)) }
        let picture = Picture(
          width: 41, height: 6, channels: channels, maximum: maximum, format: format,
          samples: samples)
        let bytes = try picture.encoded()
        #expect(try Picture(reading: bytes, name: "again.ppm") == picture)
        if format == .plainPortable {
          #expect(bytes.split(separator: 0x0A).allSatisfy { $0.count <= 70 })
        }
      }
    }
  }

  @Test("a mistake is told with its line and column")
  func places() {
    #expect(
      message("P2\n3 2\n255\n0 1 2\n3 256 4\n")
        == "p.pgm:5:3: a sample must be a whole number from 0 to 255, found \"256\"")
    #expect(
      message("P2\n3 2\n255\n0 1 2\n3 x 4\n")
        == "p.pgm:5:3: a sample must be a whole number from 0 to 255, found \"x\"")
    #expect(
      message("P2\n0 2\n255\n")
        == "p.pgm:2:1: the width must be a whole number from 1 to 2147483647, found \"0\"")
    #expect(
      message("P2\n3 2\n65536\n")
        == "p.pgm:3:1: the greatest value must be a whole number from 1 to 65535, found \"65536\"")
    #expect(
      message("P2\n2 1\n9\n1 2 3")
        == "p.pgm:4:5: the file must end after 2 samples, found \"3\"")
    #expect(
      message("P5\n2")
        == "p.pgm:2:2: the height must be a whole number from 1 to 2147483647, found the end of the "
        + "file")
  }

  @Test("binary pictures too short, too long, or with a sample above the greatest are refused")
  func bytes() {
    let header = Array("P5\n2 2\n100\n".utf8)
    #expect(
      message(header + [1, 2, 3]) == "p.pgm: the P5 must be complete, found its end after 14 bytes")
    #expect(message(header + [1, 2, 3, 4, 5]) == "p.pgm: the P5 must end after 15 bytes, found 1 more")
    #expect(
      message(header + [1, 2, 101, 4]) == "p.pgm: a sample must be at most 100, found 101 at byte 14")
  }

  @Test("other kinds are refused by name, and hostile sizes before anything is allocated")
  func refused() {
    #expect(message("P4\n1 1\n0").hasSuffix("found a bitmap, PBM (P4)"))
    #expect(message("P7\nWIDTH 1\n").hasSuffix("found PAM (P7)"))
    #expect(message("GIF89a").hasSuffix("found none of their signatures"))
    #expect(message("").hasSuffix("found none of their signatures"))
    #expect(message("P5 99999999 99999999 255\n").contains("at most 67108864 pixels"))
    #expect(message("P2 8000 8000 255\n1 2 3").contains("must be complete"))
    #expect(message("P2 99999999999999999999999999 1 255\n").hasPrefix("p.pgm:1:4: the width"))
  }
}
