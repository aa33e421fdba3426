import ArgumentParser

/// The options that say what is printed, where, and how well it must be known.
struct OutputOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Which value a row exactly at a jump shows: after or before.", valueName: "side"),
    completion: .list(["after", "before"]))
  var atEvent: String = "after"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Written whole or not at all.", valueName: "file"),
    completion: .file())
  var output: String?

  @Flag(help: "Rows are written as soon as the input has passed them; it must be in time order.")
  var follow = false

  @Flag(help: "A column for each impulse's own contribution, and one for the rates.")
  var stack = false

  @Flag(help: "A column with a bound on each row's absolute error.")
  var bounds = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Columns dy/dk: the exact derivative of the output by each of these names.", valueName: "names"),
    completion: CompletedWords.names)
  var sensitivity: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Significant digits, 1 to 17; by default as many as read back as the same number.",
      valueName: "n"))
  var digits: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What an approximation may be off, relative to the peak.", valueName: "e"))
  var tolerance: String = "1e-12"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A table of the impulses that a direct term lets through.", valueName: "file"),
    completion: .file())
  var impulses: String?

  @Flag(help: "Says on standard error which method was chosen, why, its cost and its bound.")
  var explain = false

  @Flag(help: "Computes it by a second, independent method and says the largest difference.")
  var verify = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "JSON: version, arguments, checksums of the inputs, method, bound.", valueName: "file"),
    completion: .file())
  var manifest: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Also draws it: .png, .svg or .pdf by the ending; - in the terminal.", valueName: "file"),
    completion: .file())
  var plot: String?

  @OptionGroup(title: "Pictures") var picture: PictureOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads may work; by default all cores.", valueName: "n"))
  var jobs: String?
}
