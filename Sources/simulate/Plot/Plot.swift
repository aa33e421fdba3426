import ArgumentParser
import CSV
import Files

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

  func run() throws {
    let style: PlotStyle? = try with.map { try Number.choice($0, option: "--with") }
    let path = output ?? (script == nil ? "-" : Plot.pictureName(of: table))
    let format = try PictureFormat(path: path, option: "--output", terminal: .of(1))
    let table = try PlotTable(reading: Source(table), jobs: 1)
    var figure = TableFigure(
      table: table, isStacked: stack, style: style, isText: format.isText, quantity: column)
    if let path = measured.measured {
      figure.measured = try MeasuredPoints(path, columns: measured.measuredColumns)
    } else if measured.measuredColumns != nil {
      throw Failure.option("--measured-columns", "a --measured is needed for it to act on, found none")
    }
    try figure.checkUse()
    if let script {
      figure.isWhole = true
      let text = GnuplotScript(
        figure: try words.applied(to: figure.figure()), format: format, output: format.isText ? nil : path
      ).text
      var file = try CheckedOutput(script)
      try file.write(text)
      try file.finish()
      if output == nil { return }
      figure.isWhole = false
    }
    try words.applied(to: figure.figure()).draw(as: format, to: path, option: "--output")
  }

  /// The name of a table's picture: its own with another ending, in the working directory.
  private static func pictureName(of table: String) -> String {
    let name = table.split(separator: "/").last ?? "plot"
    let stem = name.contains(".") ? name[..<(name.lastIndex(of: ".") ?? name.endIndex)] : name
    return (stem.isEmpty || stem == "-" ? "plot" : stem) + ".png"
  }
}
