import CSV
import Files

extension ShardDirectory {
  /// Says which shards are done; prints the numbers of those that aren't.
  ///
  /// - Throws: `Failure` (75) while there are any, (65) for a corrupt file that is none of them.
  func tell() throws {
    guard let count else {
      let corrupt = corrupt.count
      throw Failure(
        .incomplete, "\(self.path): no shard is finished yet" + (corrupt > 0 ? ", \(corrupt) corrupt" : ""))
    }
    let missing = missing
    for path in corrupt {
      Messages.say(
        "\(path): the bytes must be those of its checksum, found others; "
          + (missing.isEmpty ? "its number is done in another file" : "it counts as missing"))
    }
    let words = "\(self.path): \(count - missing.count) of \(count) shards done"
    guard !missing.isEmpty else {
      if let path = corrupt.first {
        throw Failure(
          .badText, "\(words), but \(path) is none of them and can't be merged; remove it")
      }
      Messages.say("\(words), \(runs) runs")
      return
    }
    try CheckedOutput.write(missing.map(String.init).joined(separator: ",") + "\n", to: "-")
    throw Failure(.incomplete, "\(words), \(missing.count) missing or corrupt")
  }
}
