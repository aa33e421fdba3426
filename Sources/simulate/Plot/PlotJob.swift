import CSV
import Files

/// A table and the picture that is asked of it.
struct PlotJob {
  private let command: Plot
  private let path: String
  private let format: PictureFormat
  private let figure: TableFigure

  /// Reads the options and the table.
  ///
  /// - Throws: `Failure`, `CSVError`.
  init(_ command: Plot) throws {
    self.command = command
    let style: PlotStyle? = try command.with.map { try Number.choice($0, option: "--with") }
    path = command.output ?? (command.script == nil ? "-" : Self.pictureName(of: command.table))
    format = try PictureFormat(path: path, option: "--output", terminal: .of(1))
    let table = try PlotTable(reading: Source(command.table), jobs: 1)
    var figure = TableFigure(
      table: table, isStacked: command.stack, style: style, isText: format.isText, quantity: command.column)
    if let path = command.measured.measured {
      figure.measured = try MeasuredPoints(path, columns: command.measured.measuredColumns)
    } else if command.measured.measuredColumns != nil {
      throw Failure.option("--measured-columns", "a --measured is needed for it to act on, found none")
    }
    try figure.checkUse()
    self.figure = figure
  }

  /// Draws it, or writes the script that does.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func draw() throws {
    var figure = figure
    if let script = command.script {
      figure.isWhole = true
      let text = GnuplotScript(
        figure: try command.words.applied(to: figure.figure()), format: format, output: format.isText ? nil : path
      ).text
      try CheckedOutput.write(text, to: script)
      if command.output == nil { return }
      figure.isWhole = false
    }
    try command.words.applied(to: figure.figure()).draw(as: format, to: path, option: "--output")
  }

  /// The name of a table's picture: its own with another ending, in the working directory.
  private static func pictureName(of table: String) -> String {
    let name = table.split(separator: "/").last ?? "plot"
    let stem = name.contains(".") ? name[..<(name.lastIndex(of: ".") ?? name.endIndex)] : name
    return (stem.isEmpty || stem == "-" ? "plot" : stem) + ".png"
  }
}
