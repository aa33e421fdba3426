import CSV

/// The engines that scripts are made for.
enum Engine: String, CaseIterable {
  case slurm, parallel, make
}

/// A short script that has an engine compute the shards of a sweep.
struct EngineScript {
  /// How the program was called.
  var program: String
  /// The sweep's arguments.
  var arguments: [String]
  /// How many shards there are.
  var shards: Int
  /// Where they go.
  var directory: String

  private var command: String {
    ([tool, "sweep"] + arguments.map { ShellText.word($0) }).joined(separator: " ")
  }
  private var place: String { ShellText.word(directory) }
  private var tool: String { ShellText.word(program, isCommand: true) }

  /// The script.
  ///
  /// - Throws: `Failure` (64) for a word with a line end, which would leave a comment or a recipe, or
  ///   with another control character.
  func text(for engine: Engine) throws -> String {
    for word in [program, directory] + arguments where word.hasControlBytes {
      throw Failure(
        .usage,
        "the words of a script must be without line ends and control characters, found "
          + CSVProblem.quoted(word))
    }
    switch engine {
    case .slurm: return slurm
    case .parallel: return parallel
    case .make: return make
    }
  }

  private var slurm: String {
    """
    #!/bin/sh
    # Submit:        sbatch sweep.sh
    # What is left:  \(tool) sweep status \(place)
    # Try it again:  sbatch --array="$(\(tool) sweep status \(place))" sweep.sh
    # At the end:    \(tool) sweep merge \(place) --output all.csv
    # Slurm takes about 0.7 s to start a task: a shard should last a minute or more.
    #SBATCH --job-name=sweep
    #SBATCH --array=1-\(shards)
    #SBATCH --ntasks=1
    exec \(command) \\
      --jobs "${SLURM_CPUS_PER_TASK:-1}" --shard "auto/\(shards)" --output \(place)

    """
  }

  private var parallel: String {
    """
    #!/bin/sh
    # Run:           sh sweep.sh            (again after a kill: finished shards are not computed again)
    # Elsewhere:     parallel takes --sshloginfile; the directory must be a shared one
    set -e
    export PARALLEL_SHELL=/bin/sh
    seq \(shards) | parallel --halt never --retries 3 \(ShellText.word(template))
    \(tool) sweep merge \(place) --output all.csv

    """
  }

  /// What parallel runs, `{}` being the shard's number.
  private var template: String {
    ShellText.inParallel(command) + " --jobs 1 --shard {}/\(shards) --output "
      + ShellText.inParallel(place)
  }

  private var make: String {
    let command = ShellText.inRecipe(command)
    let place = ShellText.inRecipe(place)
    let tool = ShellText.inRecipe(tool)
    return """
      # Run:  make -f sweep.mk -j8 -k    (again after a kill: finished shards are not computed again)
      shards := $(addprefix shard-,$(shell seq \(shards)))
      .PHONY: all $(shards)
      all: $(shards)
      \t\(tool) sweep merge \(place) --output all.csv
      $(shards): shard-%:
      \t@\(command) --jobs 1 --shard $*/\(shards) --output \(place)

      """
  }
}
