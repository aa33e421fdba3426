/// The checksum, lines and bytes of a shard while it is written or read.
struct ShardSum {
  private var state = XXHash64()
  /// The number of lines.
  private(set) var rows = 0
  /// The number of bytes.
  private(set) var bytes = 0

  /// Takes in bytes.
  mutating func add(_ added: UnsafeRawBufferPointer) {
    state.update(added)
    bytes += added.count
    for byte in added where byte == 0x0A { rows += 1 }
  }

  /// Takes in text.
  mutating func add(_ text: String) { Array(text.utf8).withUnsafeBytes { add($0) } }

  /// The checksum of all.
  var sum: String { state.finish() }
}
