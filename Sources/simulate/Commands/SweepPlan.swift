import ArgumentParser

/// Prints the script that has an engine compute a sweep's shards.
struct SweepPlan: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plan",
    abstract: "Print the short script that has Slurm, GNU parallel or make compute the shards.",
    discussion: """
      Example:
        simulate sweep plan --for slurm --shards 100 --impulse … --vary … \\
          --output shards > sweep.sh
      """)

  @Option(
    name: .customLong("for"), parsing: .unconditional,
    help: ArgumentHelp("slurm, parallel or make.", valueName: "engine"),
    completion: .list(Engine.allCases.map(\.rawValue)))
  var engine: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many shards; by default such that each takes about a minute.",
      valueName: "n"))
  var shards: String?

  @OptionGroup var options: SweepOptions

  func run() throws { try ShardPlan(self).write() }
}
