import ArgumentParser

/// The options of impulses that come at random.
struct TrainOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Impulses of amount 1 at random moments of the rows' span: poisson:RATE, so many in a unit of time, a number or "
        + "a formula in t; NAME:poisson:RATE for the channel NAME; given again: they add.",
      valueName: "train"))
  var train: [String] = []
}
