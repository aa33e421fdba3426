import ArgumentParser
import CSV
import Files

/// Says which shards of a sweep are done.
struct SweepStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the numbers of the shards that are missing or corrupt, as sbatch --array takes "
      + "them; exit 75 while there are any.")

  @Argument(help: "The directory of the shards.", completion: .directory)
  var directory: String

  func run() throws {
    let shards = try ShardDirectory(directory)
    guard let count = shards.count else {
      let corrupt = shards.corrupt.count
      throw Failure(
        .incomplete, "\(directory): no shard is finished yet" + (corrupt > 0 ? ", \(corrupt) corrupt" : ""))
    }
    let missing = shards.missing
    for path in shards.corrupt {
      Messages.say(
        "\(path): the bytes must be those of its checksum, found others; "
          + (missing.isEmpty ? "its number is done in another file" : "it counts as missing"))
    }
    let words = "\(directory): \(count - missing.count) of \(count) shards done"
    guard !missing.isEmpty else {
      if let path = shards.corrupt.first {
        throw Failure(
          .badText, "\(words), but \(path) is none of them and can't be merged; remove it")
      }
      Messages.say("\(words), \(shards.runs) runs")
      return
    }
    var output = try CheckedOutput("-")
    try output.write(missing.map(String.init).joined(separator: ",") + "\n")
    try output.finish()
    throw Failure(.incomplete, "\(words), \(missing.count) missing or corrupt")
  }
}
