/// A chunk of a PNG that says how its samples are to be shown, and stays true of smoothed ones.
struct PNGChunk: Hashable, Sendable {
  var name: [UInt8]
  var bytes: [UInt8]

  /// Colour space, gamma and resolution. Others speak of the old samples or of the old file.
  private static let kept: Set<[UInt8]> = Set(
    ["cHRM", "gAMA", "iCCP", "sRGB", "pHYs"].map { Array($0.utf8) })

  /// The chunks to keep of a sound PNG.
  ///
  /// - Complexity: O(bytes).
  static func kept(of file: UnsafeBufferPointer<UInt8>) -> [PNGChunk] {
    var chunks: [PNGChunk] = []
    var at = 8
    while at + 12 <= file.count {
      let size = (0..<4).reduce(0) { $0 << 8 | Int(file[at + $1]) }
      let name = Array(file[(at + 4)..<(at + 8)])
      guard at + 12 + size <= file.count, name != Array("IDAT".utf8) else { break }
      if kept.contains(name), !chunks.contains(where: { $0.name == name }) {
        chunks.append(PNGChunk(name: name, bytes: Array(file[(at + 8)..<(at + 8 + size)])))
      }
      at += 12 + size
    }
    return chunks
  }
}
