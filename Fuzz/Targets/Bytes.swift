import Files
import Pictures

extension FuzzTarget {
  /// A PNG, PGM or PPM; one that is read is written and read again.
  static let picture = FuzzTarget(name: "picture") { given in
    guard let picture = try? Picture(reading: Array(given.bytes), name: "a.png", fits: { $0 < 1 << 24 }),
      let written = try? picture.encoded(), let again = try? Picture(reading: written, name: "b.png")
    else { return }
    precondition(again.width == picture.width && again.height == picture.height)
    precondition(again.plane(0) == picture.plane(0))
  }

  /// A WAV or FLAC.
  static let sound = FuzzTarget(name: "sound") { given in
    guard let reader = try? SoundReader(given.source), reader.channels < 1000 else { return }
    _ = try? reader.read(channels: [0, reader.channels - 1])
  }

  /// NumPy's array.
  static let array = FuzzTarget(name: "array") { given in
    guard let columns = try? ArrayReader.columns(given.source) else { return }
    precondition(columns.allSatisfy { $0.count == columns[0].count && $0.allSatisfy(\.isFinite) })
  }
}
