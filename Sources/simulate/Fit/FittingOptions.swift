import ArgumentParser

/// The options that say what is fitted, how it is searched for, and what is printed of it.
struct FittingOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Where the search for a name starts, or a range FROM:TO for several starts; may repeat.",
      valueName: "name=value"),
    completion: CompletedWords.assignment)
  var guess: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The least and the largest value of a name; either may be left out: k=0:", valueName: "name=low:high"),
    completion: CompletedWords.assignment)
  var limits: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A sum of N exponentials in the place of a response, or of A to B of them, as AICc says.", valueName: "n|a:b"))
  var poles: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("Names that have one value for all groups.", valueName: "names"),
    completion: CompletedWords.names)
  var shared: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What a residual costs: squares, huber, cauchy or absolute.", valueName: "loss"),
    completion: .list(["squares", "huber", "cauchy", "absolute"]))
  var loss: String = "squares"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How errors belong together: white, or ar (correlated in time).", valueName: "noise"),
    completion: .list(["white", "ar"]))
  var noise: String = "white"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "From how many places the search starts; by default 1 where every name has a guess, else 32.",
      valueName: "n"))
  var starts: String?

  @OptionGroup(title: "Seed") var seed: SeedOptions

  @Flag(help: "Columns low,high: the ends of profile-likelihood intervals.")
  var intervals = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The probability of an interval; by default 0.95.", valueName: "p"))
  var level: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("csv or json.", valueName: "format"), completion: .list(["csv", "json"]))
  var format: String = "csv"

  @Option(
    name: .customLong("output-fit"), parsing: .unconditional,
    help: ArgumentHelp("The fitted curve with its band: t,y,low,high.", valueName: "file"),
    completion: .file())
  var outputFit: String?

  @Option(
    name: .customLong("output-residuals"), parsing: .unconditional,
    help: ArgumentHelp(
      "A row for each measurement: t,measured,fitted,residual,standardized.", valueName: "file"),
    completion: .file())
  var outputResiduals: String?

  @Option(
    name: .customLong("output-model"), parsing: .unconditional,
    help: ArgumentHelp("The fitted response as a model, for --impulse.", valueName: "file.toml"),
    completion: .file())
  var outputModel: String?
}
