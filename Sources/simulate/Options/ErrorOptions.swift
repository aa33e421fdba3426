import ArgumentParser

/// The option that says how well rows are known.
struct ErrorOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The standard error of a row: a number, 5% of the value, a formula in y, or the name of a measured column.",
      valueName: "e"))
  var errors: String?
}
