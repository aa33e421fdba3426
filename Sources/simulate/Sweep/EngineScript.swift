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
    ([program, "sweep"] + arguments).map(Self.quoted).joined(separator: " ")
  }
  private var place: String { Self.quoted(directory) }
  private var tool: String { Self.quoted(program) }

  /// The script.
  func text(for engine: Engine) -> String {
    switch engine {
    case .slurm: slurm
    case .parallel: parallel
    case .make: make
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
    seq \(shards) | parallel --halt never --retries 3 \(Self.quoted(command + " --jobs 1 --shard {}/\(shards) --output " + place))
    \(tool) sweep merge \(place) --output all.csv

    """
  }

  private var make: String {
    // In a makefile a dollar sign is doubled.
    let command = command.replacing("$", with: "$$")
    let place = place.replacing("$", with: "$$")
    let tool = tool.replacing("$", with: "$$")
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

  /// A word as the shell takes it.
  static func quoted(_ word: String) -> String {
    let isPlain = !word.isEmpty
      && word.utf8.allSatisfy { byte in
        (0x30...0x39).contains(byte) || (0x41...0x5A).contains(byte) || (0x61...0x7A).contains(byte)
          || "-_./:,+@%".utf8.contains(byte)
      }
    return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
  }
}
