import CSV
import Files
import Glibc

extension SweepJob {
  /// Computes the rows of a share into a file of a directory, unless it is there already.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func writeShard(_ share: Share, into directory: String, identity: PlanIdentity) throws {
    let runs = share.runs(of: pattern.plan.count)
    try writeShard(share, into: directory, identity: identity, ending: ".csv") { write in
      let header = Array(try header().utf8)
      try header.withUnsafeBytes { try write($0) }
      try compute(runs, what: "shard \(share.text): ") { bytes, _ in try write(bytes) }
      return header.count
    }
  }

  /// Writes a share into a file of a directory, unless it is there already, and the label behind it.
  ///
  /// - Parameters:
  ///   - ending: of the file's name.
  ///   - body: hands over the bytes and says how many of them are the beginning that all shards share.
  /// - Throws: `Failure`, `CSVError`, what `body` throws.
  func writeShard(
    _ share: Share, into directory: String, identity: PlanIdentity, ending: String,
    _ body: (_ write: @escaping (UnsafeRawBufferPointer) throws -> Void) throws -> Int
  ) throws {
    guard identity.isRepeatable else {
      throw Failure.option(
        "--shard", "every shard reads all inputs; what comes through a pipe must be a file")
    }
    try Self.make(directory)
    try Self.checkCount(share, in: directory, plan: identity.hash)
    let path = directory + "/" + ShardLabel.fileName(share, plan: identity.hash, ending: ending)
    if let shard = ShardFile(path), shard.label.plan == identity.hash, try shard.isWhole() { return }
    let output = StreamOutput(try CheckedOutput(path))
    var writing = ShardSum()
    let header = try body { bytes in
      try output.write(bytes)
      writing.add(bytes)
    }
    let label = ShardLabel(
      plan: identity.hash, share: share, total: pattern.plan.count, header: header,
      rows: writing.rows - 1, bytes: writing.bytes, sum: writing.sum)
    try output.write(label.line)
    try output.finish()
  }

  /// Makes the directory, where there is none.
  private static func make(_ directory: String) throws {
    var made = ""
    for part in directory.split(separator: "/", omittingEmptySubsequences: false) {
      made += part + "/"
      if part.isEmpty { continue }
      if FileName.withPath(made, { mkdir($0, 0o777) }) != 0, errno != EEXIST {
        throw Failure(
          .cannotCreate, "\(directory): the directory can't be made: \(String(cString: strerror(errno)))")
      }
    }
    guard (try? FileStatus.of(directory))?.kind == .directory else {
      throw Failure(.cannotCreate, "\(directory): --output of shards must be a directory")
    }
  }

  /// Refuses another division of the same sweep: its shards would overlap.
  private static func checkCount(_ share: Share, in directory: String, plan: String) throws {
    for path in ShardDirectory.candidates(directory) {
      guard path.contains("-\(plan.prefix(16))."), let shard = ShardFile(path),
        shard.label.plan == plan, shard.label.share.count != share.count
      else { continue }
      throw Failure.option(
        "--shard", "\(directory) holds shards of \(shard.label.share.count), found \(share.text); "
          + "auto/\(shard.label.share.count) keeps to that number")
    }
  }
}
