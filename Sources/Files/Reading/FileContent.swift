/// What a file is, known by its first bytes and not by its name.
public enum FileContent: Sendable {
  /// Text, as far as can be told.
  case text
  /// WAV or FLAC.
  case sound
  /// NumPy's array.
  case array

  /// What begins with these bytes, of which a nil may be any.
  private static let marks: [(FileContent, [UInt8?])] = [
    (.sound, Array("RIFF".utf8) + [nil, nil, nil, nil] + Array("WAVE".utf8)),
    (.sound, Array("RIFX".utf8) + [nil, nil, nil, nil] + Array("WAVE".utf8)),
    (.sound, Array("RF64".utf8) + [nil, nil, nil, nil] + Array("WAVE".utf8)),
    (.sound, Array("fLaC".utf8)),
    (.array, [0x93] + Array("NUMPY".utf8)),
  ]

  /// The content that begins with some bytes; nil where more of them must be seen.
  init?(of first: some Collection<UInt8>) {
    var isOpen = false
    for (content, mark) in Self.marks {
      guard zip(first, mark).allSatisfy({ $1 == nil || $0 == $1 }) else { continue }
      if first.count >= mark.count {
        self = content
        return
      }
      isOpen = true
    }
    if isOpen { return nil }
    self = .text
  }
}
