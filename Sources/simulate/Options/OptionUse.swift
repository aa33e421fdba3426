import Formulas

/// Which options have had a say in a run. One that is given and had none is refused: it would do nothing.
///
/// Whoever looks at an option's value for an effect marks it; an option that nobody marks is therefore refused by
/// every subcommand.
struct OptionUse {
  private var marked: Set<String> = []
  /// The texts of formulas, equations and models in which a name may stand.
  private(set) var texts: [String] = []

  /// Counts options as used.
  mutating func mark(_ names: String...) { marked.formUnion(names) }

  /// Counts a text as one in which bound names may stand.
  mutating func read(_ text: String) { texts.append(text) }

  /// Counts the options that bear on a formula of a response as used.
  mutating func markFormula(_ formula: Formula) {
    if formula.variable == .z { mark("--period", "--step") }
    if formula.variable == .time { mark("--two-sided") }
  }

  /// Takes over what another has marked.
  mutating func merge(_ other: OptionUse) {
    marked.formUnion(other.marked)
    texts += other.texts
  }

  /// Refuses options that were typed and had no say, and bound names that stand nowhere.
  ///
  /// - Parameters:
  ///   - honoured: the options that the subcommand itself always looks at.
  ///   - idle: those that others look at for an effect that this subcommand does not show.
  ///   - settings: the values of `--set`.
  /// - Throws: `Failure` (64).
  func check(
    honoured: Set<String>, idle: Set<String> = [], settings: [String] = [],
    typed: TypedOptions = .ofThisRun
  ) throws {
    for option in typed.options {
      guard let rule = OptionRule.of(option.name) else { continue }
      let isUsed = honoured.contains(option.name) || (marked.contains(option.name) && !idle.contains(option.name))
      if !isUsed { throw Failure.option(option.name, rule.need) }
    }
    for setting in settings {
      let name = try Bindings.pair(setting, option: "--set").name
      guard texts.contains(where: { Mention.of([name], in: $0) }) else {
        throw Failure.option("--set", "a formula or an equation must use '\(name)', found none that does")
      }
    }
  }

  /// What every subcommand that computes an output from an input looks at.
  static let output: Set<String> = [
    "--impulse", "--ode", "--delay", "--set", "--input", "--rate", "--from", "--to", "--step", "--times",
    "--mean-over", "--total-over", "--at-event", "--output", "--tolerance", "--jobs",
  ]
}
