import ArgumentParser

/// The options that say where what was measured stands.
struct MeasuredFileOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The output as it was measured, rows in any order.", valueName: "file"),
    completion: .file())
  var measured: String?

  @Option(
    name: .customLong("measured-columns"), parsing: .unconditional,
    help: ArgumentHelp("The columns of time and value, by name or number.", valueName: "t,y"))
  var measuredColumns: String?
}
