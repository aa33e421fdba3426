import ArgumentParser
import Systems

/// The program: its subcommands and what `--help` opens with.
struct Simulate: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "What a linear time-invariant system makes of impulses and rates, exactly.",
    discussion: """
      \(examples)

      A system is its impulse response h(t); the output is the sum of a h(t - t0) over all \
      impulses (t0, a), plus the integral of rate(u) h(t - u).

      A value that begins with = is a formula, - is standard input, anything else is a file. \
      `simulate run --help` lists the options.
      """,
    version: Version.text,
    subcommands: [
      Run.self,
      Sweep.self,
      Fit.self,
      Plot.self,
      Page.self,
      Deconvolve.self,
      Describe.self,
      Smooth.self,
    ],
    defaultSubcommand: Run.self)

  /// The command that the arguments ask for.
  ///
  /// Where they begin with an option, they are read as those of `run`, which takes a third of the time
  /// that finding the subcommand does. What is refused, or asks for help, is read again by the whole
  /// parser, whose words it gets.
  ///
  /// - Throws: the parser's error, or its request for help.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    if let answer = try CompletedCommand.answer(to: arguments) { return answer }
    if arguments.first?.hasPrefix("--") == true, let run = try? Run.parse(arguments) { return run }
    return try parseAsRoot(arguments)
  }

  /// Commands to begin with.
  static let examples = """
    Examples:
      simulate --impulse decay.csv --input slaps.csv > swelling.csv
      simulate --impulse '=exp(-t/2)/2' --input slaps.csv --to 6 --step 1
      seq 0 0.5 10 | simulate --impulse decay.csv --input -
      simulate --impulse '=1/(s^2 + 0.4*s + 1)' --rate '=1' --to 30 --step 0.1
      simulate --ode "y' = -k*y + u" --set k=0.3 --input doses.csv
      simulate --impulse die.csv --between nothing --input die.csv
    """
}
