import CSV
import Files
import NumericalMethods

extension ShardDirectory {
  /// Puts all shards together, byte for byte what one run of the whole sweep writes.
  ///
  /// - Throws: `Failure` (75) where shards are missing, (65) for corrupt ones; `FileError`.
  func merge(to output: String) throws {
    if let path = corrupt.first {
      throw Failure(
        .badText, "\(path): the bytes must be those of its checksum, found others; compute it again")
    }
    let missing = missing
    guard count != nil, missing.isEmpty else {
      let list = missing.prefix(20).map(String.init).joined(separator: ",")
      throw Failure(
        .incomplete, count == nil
          ? "\(self.path): no shard is finished yet"
          : "\(self.path): all shards are needed, found none of the numbers \(list)"
            + (missing.count > 20 ? ",… (\(missing.count))" : ""))
    }
    let target = StreamOutput(try CheckedOutput(output))
    if let first = ordered.first, first.path.hasSuffix(BandShard.ending) {
      try BandMerge(ordered).write(to: target, jobs: Parallel.processors)
      return try target.finish()
    }
    for (k, shard) in ordered.enumerated() {
      var skipped = k == 0 ? 0 : shard.label.header
      let isWhole = try shard.read { bytes in
        let start = min(skipped, bytes.count)
        skipped -= start
        try target.write(UnsafeRawBufferPointer(rebasing: bytes[start...]))
      }
      guard isWhole else {
        throw Failure(.badText, "\(shard.path): the bytes must stay the same, found others now")
      }
    }
    try target.finish()
  }
}
