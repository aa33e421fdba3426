import ArgumentParser

/// The options that divide the rows of tables into groups, and compute columns of them.
struct GroupOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "One result for each value of this column of the tables: subjects, runs, wells, conditions.",
      valueName: "column"))
  var by: String?

  @Flag(help: "A row for each time, and a column for each group (and, in a sweep, each run).")
  var wide = false

  @Option(
    name: .customLong("event-column"), parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Computes a column of the event tables from its row's columns and bound names, such as "
        + "every=interval or 'amount=amount*WT/70'; may repeat.", valueName: "column=formula"))
  var eventColumn: [String] = []
}

extension GroupOptions {
  /// Refuses `--wide` without groups.
  ///
  /// - Throws: `Failure` (64).
  func check() throws {
    if wide, by == nil { throw Failure.option("--wide", "--by COLUMN is needed, whose values are the columns") }
  }

  /// Refuses what another option can't do.
  ///
  /// - Throws: `Failure` (64).
  func refuse(beside option: String) throws {
    let given = by != nil ? "--by" : eventColumn.isEmpty ? nil : "--event-column"
    if let given { throw Failure.option(option, "must not stand beside \(given)") }
  }
}
