import ArgumentParser
import CSV
import Files
import NumericalMethods

/// Puts the shards of a sweep together.
struct SweepMerge: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put all shards together: byte for byte what one run of the whole sweep writes.")

  @Argument(help: "The directory of the shards.", completion: .directory)
  var directory: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Written whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  func run() throws {
    let shards = try ShardDirectory(directory)
    if let path = shards.corrupt.first {
      throw Failure(
        .badText, "\(path): the bytes must be those of its checksum, found others; compute it again")
    }
    let missing = shards.missing
    guard shards.count != nil, missing.isEmpty else {
      let list = missing.prefix(20).map(String.init).joined(separator: ",")
      throw Failure(
        .incomplete, shards.count == nil
          ? "\(directory): no shard is finished yet"
          : "\(directory): all shards are needed, found none of the numbers \(list)"
            + (missing.count > 20 ? ",… (\(missing.count))" : ""))
    }
    let target = StreamOutput(try CheckedOutput(output ?? "-"))
    if let first = shards.ordered.first, first.path.hasSuffix(BandShard.ending) {
      try BandMerge(shards.ordered).write(to: target, jobs: Parallel.processors)
      return try target.finish()
    }
    for (k, shard) in shards.ordered.enumerated() {
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
