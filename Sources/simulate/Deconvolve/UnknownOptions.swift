import ArgumentParser

/// The options that say what is believed of the unknown, and what is printed of it.
struct UnknownOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "smooth, decaying (smooth and dying out) or steps; by default decaying for a response, "
        + "smooth for a rate, none for spikes.", valueName: "prior"),
    completion: .list(["smooth", "decaying", "steps"]))
  var prior: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How the penalty's size is found: auto (likelihood), gcv, lcurve, discrepancy, a number, or none.",
      valueName: "rule"),
    completion: .list(["auto", "gcv", "lcurve", "discrepancy", "none"]))
  var regularization: String = "auto"

  @Flag(help: "No value is below 0.")
  var nonnegative = false

  @Flag(help: "A response that does not rise after its peak.")
  var decreasing = false

  @Flag(name: .customLong("zero-start"), help: "The first value is 0.")
  var zeroStart = false

  @Flag(name: .customLong("zero-end"), help: "The last value is 0.")
  var zeroEnd = false

  @Flag(help: "The unknown is impulses: t,amount.")
  var spikes = false

  @Flag(
    name: .customLong("off-grid"),
    help: "Spikes at any times, not negative; with --intervals t_error and amount_error.")
  var offGrid = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many spikes off the grid; by default what the data tell.", valueName: "n"))
  var count: String?

  @Flag(help: "Columns low and high: a band.")
  var intervals = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The probability that the band holds.", valueName: "p"))
  var level: String?

  @Flag(help: "A column with the integral so far.")
  var total = false

  @Flag(help: "A column with the width of the averaging kernel, in t.")
  var resolution = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("csv or json.", valueName: "format"),
    completion: .list(["csv", "json"]))
  var format: String = "csv"
}
