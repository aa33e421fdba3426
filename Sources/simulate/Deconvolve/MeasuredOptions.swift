import ArgumentParser

/// The options that say what was measured, and how well.
struct MeasuredOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The output as it was measured, rows in any order.", valueName: "file"),
    completion: .file())
  var measured: String?

  @Option(
    name: .customLong("measured-columns"), parsing: .unconditional,
    help: ArgumentHelp("The columns of time and value, by name or number.", valueName: "t,y"))
  var measuredColumns: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The standard error of a row: a number, 5% of the fitted value, a column, or a formula in y.",
      valueName: "e"))
  var errors: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Relative weights: the variance of a row is s^2/weight.", valueName: "column"))
  var weights: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Added to the output: a number, a bound name, a formula in t; auto finds a constant.",
      valueName: "value"))
  var baseline: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Multiplies the --input or --rate before it: a number, a name or a formula; may repeat.",
      valueName: "value"))
  var scale: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("A result for each value of this column.", valueName: "column"))
  var by: String?
}
