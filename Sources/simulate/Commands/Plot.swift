import ArgumentParser

/// A picture of any table that `simulate` wrote.
struct Plot: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "plot",
    abstract: "Draw any CSV that simulate wrote, by gnuplot.",
    usage: "simulate plot <csv> [<options>]",
    discussion: """
      Examples:
        simulate plot swelling.csv --output swelling.png
        simulate plot residue.csv --stack --output residue.svg
        simulate plot swelling.csv                          (in the terminal)
        simulate plot swelling.csv --script swelling.gp && gnuplot swelling.gp

      The header says what is drawn: t,y is a curve; a sweep a family of curves; its summary over \
      two parameters a heat map; frequency,magnitude,phase two panels.
      """)

  @Argument(help: ArgumentHelp("The table; - is standard input.", valueName: "csv"), completion: .file())
  var table: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The picture, by its ending: .png, .svg, .pdf; - is the terminal (the default).",
      valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Writes the gnuplot script itself; without --output nothing is drawn.", valueName: "file"),
    completion: .file())
  var script: String?

  @Flag(help: "Stacks the contributions that run --stack wrote.")
  var stack = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("lines, steps, points, linespoints or stems.", valueName: "style"),
    completion: .list(["lines", "steps", "points", "linespoints", "stems"]))
  var with: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The quantity that the heat map of a summary shows; by default the first.",
      valueName: "name"))
  var column: String?

  @OptionGroup(title: "Measured") var measured: MeasuredFileOptions
  @OptionGroup(title: "Pictures") var words: PictureOptions

  func run() throws { try PlotJob(self).draw() }
}
