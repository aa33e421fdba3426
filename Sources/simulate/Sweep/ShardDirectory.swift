import CSV
import Files
import Glibc

/// The shards of a directory, told apart: whole ones, corrupt ones, doubles and strangers.
struct ShardDirectory {
  /// The directory.
  let path: String
  /// The whole shards, by their number.
  private(set) var whole: [Int: ShardFile] = [:]
  /// The paths of those that are not what they say.
  private(set) var corrupt: [String] = []
  /// How many shards there are to be; nil where none has been finished.
  private(set) var count: Int?
  /// The number of runs of the sweep.
  private(set) var runs = 0

  /// Looks at every shard of a directory and compares its checksum.
  ///
  /// - Throws: `Failure` (66) where it can't be read, (65) for shards of two sweeps or of two
  ///   divisions, and for two shards of one number.
  init(_ path: String) throws {
    self.path = path
    var first: ShardFile?
    for candidate in try Self.listed(path) {
      guard let shard = ShardFile(candidate) else {
        if Self.isNamedAsShard(candidate) { corrupt.append(candidate) }
        continue
      }
      if let first { try Self.check(shard, beside: first) }
      first = first ?? shard
      let label = shard.label
      count = label.share.count
      runs = label.total
      if let other = whole[label.share.number] {
        throw Failure(
          .badText, "\(path): shard \(label.share.text) must be there once, found \(other.path) and "
            + shard.path)
      }
      if try shard.isWhole() {
        whole[label.share.number] = shard
      } else {
        corrupt.append(candidate)
      }
    }
  }

  private static func check(_ shard: ShardFile, beside first: ShardFile) throws {
    let (a, b) = (first.label, shard.label)
    guard a.plan == b.plan, a.total == b.total else {
      throw Failure(
        .badText, "\(shard.path): all shards must be of one sweep, found another one than that of "
          + "\(first.path): the command, an input, the version or the "
          + "processor's rounding differs")
    }
    guard a.share.count == b.share.count else {
      throw Failure(
        .badText, "\(shard.path): all shards must be of one division, found \(b.share.text) beside "
          + a.share.text)
    }
  }

  /// The numbers of the shards that are missing or corrupt, ascending.
  var missing: [Int] {
    guard let count else { return [] }
    return (1...count).filter { whole[$0] == nil }
  }

  /// The whole shards in the order of their runs.
  var ordered: [ShardFile] { whole.sorted { $0.key < $1.key }.map(\.value) }

  /// What could be a shard: all files whose names end in `.csv` or `.npy`, hidden ones left out.
  static func candidates(_ directory: String) -> [String] { (try? listed(directory)) ?? [] }

  private static func listed(_ directory: String) throws -> [String] {
    let opened = FileName.withPath(directory) { path -> OpaquePointer? in
      while true {
        let stream = opendir(path)
        if stream != nil || errno != EINTR { return stream }
      }
    }
    guard let stream = opened else {
      throw Failure(
        .noInput, "\(directory): must be a directory that can be read: \(String(cString: strerror(errno)))")
    }
    defer { closedir(stream) }
    var names: [String] = []
    while let entry = readdir(stream) {
      let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
        pointer.withMemoryRebound(to: CChar.self, capacity: 256) { FileName.text($0) }
      }
      if name.hasSuffix(".csv") || name.hasSuffix(BandShard.ending), !name.hasPrefix(".") { names.append(name) }
    }
    return names.sorted().map { directory.hasSuffix("/") ? directory + $0 : directory + "/" + $0 }
  }

  private static func isNamedAsShard(_ path: String) -> Bool {
    path.split(separator: "/").last?.hasPrefix("shard-") ?? false
  }
}
