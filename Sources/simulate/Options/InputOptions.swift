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
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "A production rate: a file, or a formula in t; given again: they add.", valueName: "value"),
    completion: .file())
  var rate: [String] = []

  @Option(
    name: .customLong("rate-between"), parsing: .unconditional,
    help: ArgumentHelp(
      "What lies between two samples of a rate: linear, previous, steffen, cubic, nothing.",
      valueName: "rule"),
    completion: .list(["linear", "previous", "steffen", "cubic", "nothing"]))
  var rateBetween: String = "linear"

  @Option(
    name: .customLong("rate-columns"), parsing: .unconditional,
    help: ArgumentHelp(
      "The columns of time and value in a rate file, by name or number.", valueName: "t,y"))
  var rateColumns: String?

  @Option(
    name: .customLong("where"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only the rows of an event table that hold this text; given again: all must hold.",
      valueName: "column=value"))
  var conditions: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What becomes of NA and empty fields: skip the row, or zero.", valueName: "rule"),
    completion: .list(["skip", "zero"]))
  var missing: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The unit of time with dates: day, hour, minute or second.", valueName: "unit"),
    completion: .list(["day", "hour", "minute", "second"]))
  var unit: String = "day"
}
