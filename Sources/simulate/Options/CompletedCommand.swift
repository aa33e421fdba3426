import ArgumentParser
import Systems

/// The program as completions see it: without a subcommand it takes the options of `run`, which the parser
/// offers behind the word `run` alone.
struct CompletedCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: Simulate.configuration.abstract,
    version: Version.text,
    subcommands: Simulate.configuration.subcommands.map { $0 == Sweep.self ? CompletedSweep.self : $0 })

  @OptionGroup var run: Run

  /// What a shell asks for, nil where the arguments are none of its questions.
  ///
  /// - Throws: the parser's request to print a script or words.
  static func answer(to arguments: [String]) throws -> (any ParsableCommand)? {
    switch arguments.first {
    case "---completion": return try parseAsRoot(arguments)
    case "--generate-completion-script":
      guard let shell = arguments.dropFirst().first.flatMap(CompletionShell.init(rawValue:)) else { return nil }
      throw CleanExit.message(script(for: shell))
    default: return nil
    }
  }

  /// The script for a shell.
  private static func script(for shell: CompletionShell) -> String {
    var script = completionScript(for: shell)
    if shell == .fish {
      // Fish 3 has no place of the cursor beside words; the length before it is the same.
      script = script.replacing("(__simulate_tokens -tC)", with: #"(string length -- "$(commandline -ct)")"#)
    }
    guard shell == .bash else { return script }
    // A name is written on after its `=`, and a value that nothing is known of may be a file.
    // It is sourced, never run.
    if let first = script.firstIndex(of: "\n"), script.hasPrefix("#!") { script.removeSubrange(...first) }
    return script + """


      _simulate_words() {
          _simulate "$@"
          if [[ "${COMPREPLY[0]-}" == *= ]]; then compopt -o nospace +o filenames; fi
      }
      complete -o filenames -o bashdefault -o default -F _simulate_words simulate
      """
  }
}

/// A sweep as completions see it, with the options of its runs.
struct CompletedSweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: Sweep.configuration.abstract,
    subcommands: [SweepStatus.self, SweepMerge.self, SweepPlan.self])

  @OptionGroup var runs: SweepRuns
}
