import ArgumentParser

/// Says which shards of a sweep are done.
struct SweepStatus: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "status",
    abstract: "Print the numbers of the shards that are missing or corrupt, as sbatch --array takes "
      + "them; exit 75 while there are any.")

  @Argument(help: "The directory of the shards.", completion: .directory)
  var directory: String

  func run() throws { try ShardDirectory(directory).tell() }
}
