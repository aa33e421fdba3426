import ArgumentParser

/// The options that say what was measured, and how well.
struct MeasuredOptions: ParsableArguments {
  @OptionGroup(title: "Measured") var file: MeasuredFileOptions

  /// `--measured` and `--measured-columns`.
  var measured: String? { file.measured }
  var measuredColumns: String? { file.measuredColumns }

  @OptionGroup(title: "Errors") var errorRule: ErrorOptions

  /// `--errors`.
  var errors: String? { errorRule.errors }

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
