import ArgumentParser

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

  func run() throws { try ShardDirectory(directory).merge(to: output ?? "-") }
}
