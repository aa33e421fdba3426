import Runs

/// The figure of a table that `simulate` wrote: its header says what it shows.
struct TableFigure {
  /// The table.
  var table: PlotTable
  /// Whether contributions are stacked.
  var isStacked = false
  /// What a series is drawn with, where it was said.
  var style: PlotStyle?
  /// Whether the figure is drawn in characters.
  var isText = false
  /// The column of a summary that a heat map shows; nil is the first.
  var quantity: String?
  /// What was measured, drawn over bands.
  var measured: MeasuredPoints?
  /// Whether all rows stand in the script, however many.
  var isWhole = false

  /// The figure.
  ///
  /// - Throws: `Failure` (65) where the table has no picture.
  func figure() throws -> Figure {
    let names = table.names
    if isStacked, !isOutput || contributions.isEmpty {
      throw Failure(
        .badText,
        "\(table.file): stacking needs a column for each impulse after y, found "
          + names.prefix(8).joined(separator: ",") + "; simulate --stack writes them")
    }
    if names.prefix(3) == PlotTable.estimates { return estimates() }
    if names.prefix(3) == ["frequency", "magnitude", "phase"] { return frequency() }
    if let t = table.index("t"), let curves = bandColumns(time: t) { return bands(time: t, curves) }
    if let t = table.index("t"), t > 0, t + 1 < names.count { return family(time: t) }
    if let first = names.firstIndex(where: TableFigure.isSummary), first > 0,
      names[0] != "t"
    {
      return first == 1 ? summaryCurves(first) : try summaryMap(first)
    }
    if !table.hasHeader, names.count > 2 { return matrix() }
    var upright = self
    upright.table = table.uprightJumps(of: contributions)
    return isStacked ? upright.stacked() : upright.output()
  }

  /// Refuses options that the kind of the table leaves without a say.
  ///
  /// - Throws: `Failure` (64).
  func checkUse() throws {
    let names = table.names
    let isBands = table.index("t").flatMap { bandColumns(time: $0) } != nil
    if measured != nil, !isBands {
      throw Failure.option("--measured", "a table of bands (sweep --quantiles) is needed for it to act on, found none")
    }
    if style != nil, isBands { throw Failure.option("--with", "a table of curves is needed for it to act on, found bands") }
    let firstSummary = names.firstIndex(where: TableFigure.isSummary) ?? 0
    let isMap = firstSummary > 1 && names[0] != "t"
    if quantity != nil, !isMap {
      throw Failure.option("--column", "a summary over two parameters is needed for it to act on, found none")
    }
    if style != nil, isMap || (!table.hasHeader && names.count > 2) {
      throw Failure.option("--with", "a table of curves is needed for it to act on, found a map")
    }
  }

  /// Whether a column is one of a sweep's summary.
  static func isSummary(_ name: String) -> Bool {
    if name.hasPrefix("information_") || name.hasPrefix("time_above:") { return true }
    return SummaryQuantity.usages.contains { name == $0 || name.hasPrefix($0 + "_") }
  }

  /// Whether it is the output of a run: times and `y`.
  var isOutput: Bool { table.names.count > 1 && table.names[1] == "y" }

  /// The columns that hold the contributions of impulses, rates and the initial state.
  var contributions: [Int] {
    guard isOutput, table.hasHeader else { return [] }
    return table.names.indices.dropFirst(2).filter { table.names[$0] != "error" }
  }

  /// Where the rows are read from, and the block that holds them if they stand in the script.
  ///
  /// - Parameter column: the column whose lowest and highest values must show.
  func source(by column: Int) -> (text: String, blocks: [Figure.Block]) {
    guard table.mustStandInScript(whole: isWhole) else { return (table.fileSource, []) }
    let rows = table.shownRows(by: column, whole: isWhole)
    return ("$rows", [Figure.Block(name: "rows", lines: table.lines(rows))])
  }

  /// The axis of the first column.
  var timeAxis: Figure.Axis {
    Figure.Axis(
      label: table.names[0], timeFormat: table.timeFormat(), ticks: table.ticks())
  }
}

/// What a series is drawn with.
enum PlotStyle: String, CaseIterable, Hashable {
  case lines, steps, points, linespoints, stems

  /// gnuplot's `with`.
  func text(colour: String, isText: Bool) -> String {
    switch self {
    case .lines: isText ? "lines" : "lines lw 2 lc rgb '\(colour)'"
    case .steps: isText ? "steps" : "steps lw 2 lc rgb '\(colour)'"
    case .points: isText ? "points pt 'o'" : "points pt 7 ps 0.6 lc rgb '\(colour)'"
    case .linespoints:
      isText ? "linespoints pt 'o'" : "linespoints lw 1.5 pt 7 ps 0.8 lc rgb '\(colour)'"
    case .stems: isText ? "impulses" : "impulses lw 2 lc rgb '\(colour)'"
    }
  }
}
