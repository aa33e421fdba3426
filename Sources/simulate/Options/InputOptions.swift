import ArgumentParser

/// The options that say what goes in.
struct InputOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A table of impulses and pulses; given again: they add.", valueName: "file"),
    completion: .file())
  var input: [String] = []

  @Option(
    name: .customLong("input-columns"), parsing: .unconditional,
    help: ArgumentHelp(
      "The columns of an event table, by name or number: time, amount and perhaps duration; or by "
        + "meaning, as in time=1,duration=2,rate=3.", valueName: "t,a[,duration]"))
  var inputColumns: String?

  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only the rows of an event table that hold this text (!= do not); given again for the same column: any "
        + "of them; for another: both.",
      valueName: "column=value"))
  var conditions: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A production rate: a file, or a formula in t; given again: they add.", valueName: "value"),
    completion: .file())
  var rate: [String] = []

  @Option(
    name: .customLong("rate-between"), parsing: .unconditional,
    help: ArgumentHelp(
      "What lies between two samples of a rate file: linear (the default), previous, steffen, cubic, nothing; or "
        + "total: the values are running totals.",
      valueName: "rule"),
    completion: .list(RateRule.allCases.map(\.rawValue)))
  var rateBetween: String?

  @Option(
    name: .customLong("rate-columns"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The columns of time and value in the rate files, by name or number; given again: of the --rate before "
        + "it.", valueName: "t,y"))
  var rateColumns: [String] = []

  @Flag(name: .customLong("rate-two-sided"), help: "Formulas of the rate hold for t < 0 too.")
  var rateTwoSided = false
}
