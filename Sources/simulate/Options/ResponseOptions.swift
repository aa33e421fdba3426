import ArgumentParser

/// The options that say what the system is.
struct ResponseOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The impulse response: a file, -, or a formula in t, s or z; given again: in series. NAME:VALUE "
        + "is the response to the input channel NAME; channels add.",
      valueName: "value"),
    completion: .file())
  var impulse: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "The response of a linear ODE, such as \"y'' + 0.4*y' + y = u\"; given again: in series.",
      valueName: "equation"))
  var ode: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The unknowns that a system of ODEs puts out, such as x,y; by default all of them.",
      valueName: "names"))
  var observe: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The names that drive an ODE, such as u1,u2; by default u.", valueName: "names"))
  var inputs: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Dead time after the response; negative: it starts earlier.", valueName: "t"))
  var delay: String = "0"

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What lies between two samples: linear (the default), previous, steffen, cubic, or nothing (impulses).",
      valueName: "rule"),
    completion: .list(["linear", "previous", "steffen", "cubic", "nothing"]))
  var between: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The columns of time and value in a response file, by name or number.", valueName: "t,y"))
  var columns: String?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Binds a name in every formula and ODE; may repeat.", valueName: "name=value"),
    completion: CompletedWords.assignment)
  var set: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Binds a name to a system, any value of --impulse, for formulas in s or z; may repeat.",
      valueName: "name=value"),
    completion: .file())
  var system: [String] = []

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The period of a filter in z; by default that of --step.", valueName: "p"))
  var period: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The state just before t = 0, such as y=1,y'=0 of an ODE or x1=1,x2=0.", valueName: "list"))
  var initial: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A response file that ends above 1e-3 of its peak is taken as zero (the default), continued "
        + "(exponential), or an error.", valueName: "rule"),
    completion: .list(["zero", "exponential", "error"]))
  var tail: String?

  @Flag(name: .customLong("two-sided"), help: "Formulas of the response hold for t < 0 too.")
  var twoSided = false

  @OptionGroup(title: "Tables") var tables: TableOptions
}
