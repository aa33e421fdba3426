import ArgumentParser

/// The options that say how tables are written, whatever they hold.
struct TableOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What becomes of NA, n/a, . and empty fields that are needed: skip the row, or zero.",
      valueName: "rule"),
    completion: .list(["skip", "zero"]))
  var missing: String?

  @Option(
    name: .customLong("skip-lines"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Lines of prose before a table's header, in every file, or in one: FILE:N; may repeat.",
      valueName: "n"))
  var skipLines: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "comma: numbers in files separated by ; or tab have a decimal comma.", valueName: "sign"),
    completion: .list(["comma", "point"]))
  var decimal: String?

  @Option(
    name: .customLong("date-format"), parsing: .unconditional,
    help: ArgumentHelp(
      "How dates are written, in strptime's letters, such as %d/%m/%Y; none: digits are no dates.",
      valueName: "form"))
  var dateFormat: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A response or rate file of one column is samples at 0, DT, 2 DT, ...", valueName: "dt"))
  var spacing: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The unit of time with dates: day (the default), hour, minute or second.", valueName: "unit"),
    completion: .list(["day", "hour", "minute", "second"]))
  var unit: String?
}
