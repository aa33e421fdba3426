import ArgumentParser

/// The options that say at which times the output is wanted.
struct TimesOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The first output time, a number or a date.", valueName: "t"))
  var from: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The last output time; included where the steps meet it.", valueName: "t"))
  var to: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The distance of output times, in decimal as typed.", valueName: "dt"))
  var step: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A file with the output times, in any order: a column time, t, onset or date, else the only one.",
      valueName: "file"),
    completion: .file())
  var times: String?

  @Option(
    name: .customLong("times-column"), parsing: .unconditional,
    help: ArgumentHelp("The column of --times that holds them, by name or number.", valueName: "t"))
  var timesColumn: String?

  @Option(
    name: .customLong("mean-over"), parsing: .unconditional,
    help: ArgumentHelp("Each row is the mean of the output over so long before it.", valueName: "w"))
  var meanOver: String?

  @Option(
    name: .customLong("total-over"), parsing: .unconditional,
    help: ArgumentHelp("Each row is the integral of the output over so long before it.", valueName: "w"))
  var totalOver: String?
}
