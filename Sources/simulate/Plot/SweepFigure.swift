import CSV

extension TableFigure {
  /// A sweep's rows as a family of curves, one for each run.
  ///
  /// - Parameter time: the column of times; before it stand the parameters.
  func family(time: Int) -> Figure {
    let runs = runs(parameters: time)
    let shown = TableFigure.evenly(runs.count, atMost: 40).map { runs[$0] }
    let most = max(2, PlotTable.most / shown.count)
    var lines: [String] = []
    var series: [Figure.Series] = []
    for (k, run) in shown.enumerated() {
      if k > 0 { lines.append("") }
      lines += TableFigure.evenly(run.count, atMost: most).map { row in
        "\(table.field(time, run.lowerBound + row)),\(table.field(time + 1, run.lowerBound + row))"
      }
      let name = (0..<time).filter { !isConstant($0) }.map { column in
        "\(table.names[column]) = \(table.field(column, run.lowerBound))"
      }.joined(separator: ", ")
      series.append(
        Figure.Series(
          source: "$runs every :::\(k)::\(k)", using: "1:2",
          style: curve(k, of: shown.count),
          title: name.isEmpty ? nil : legend(k, of: shown.count, name)))
    }
    return Figure(
      blocks: [Figure.Block(name: "runs", lines: lines)],
      panels: [
        Figure.Panel(
          x: .init(label: table.names[time], timeFormat: table.timeFormat(time), ticks: table.ticks(time)),
          y: .init(label: table.names[time + 1]), series: series,
          settings: (style == nil ? TableFigure.headroom : TableFigure.aside) + flat([time + 1]))
      ])
  }

  /// How one curve of a family is drawn.
  private func curve(_ index: Int, of count: Int) -> String {
    let shade = Shade.of(index, among: max(2, count))
    guard let style else { return isText ? "lines" : "lines lw 1.6 lc rgb '\(shade)'" }
    // Stems of several runs stand at the same times: the first ones are wider and show behind the later.
    if style == .stems, !isText, count <= 4 { return "impulses lw \(2 + 5 * (count - 1 - index)) lc rgb '\(shade)'" }
    return style.text(colour: shade, isText: isText)
  }

  /// The rows of each run: as long as no parameter changes.
  func runs(parameters: Int) -> [Range<Int>] {
    let values = (0..<parameters).map { table.columns[$0].text }
    var result: [Range<Int>] = []
    var start = 0
    for row in 1...table.rowCount {
      let isEnd = row == table.rowCount || values.contains { $0[row] != $0[start] }
      if isEnd {
        result.append(start..<row)
        start = row
      }
    }
    return result
  }

  private func isConstant(_ column: Int) -> Bool {
    let values = table.columns[column].text
    return values.allSatisfy { $0 == values[0] }
  }

  /// A sweep's summary over one parameter: a panel for each quantity.
  func summaryCurves(_ first: Int) -> Figure {
    let (source, blocks) = source(by: first)
    let panels = (first..<table.names.count).prefix(isText ? 1 : 5).map { column in
      Figure.Panel(
        x: .init(label: table.names[0], isLogarithmic: TableFigure.isGeometric(table.numbers(0))),
        y: .init(label: table.names[column]),
        series: [
          Figure.Series(
            source: source, using: "1:\(column + 1)",
            style: isText ? "lines" : "linespoints lw 2 pt 7 ps 0.5 lc rgb '\(Shade.main)'")
        ])
    }
    return Figure(blocks: blocks, panels: panels, height: 300 + 240 * (panels.count - 1))
  }

  /// A sweep's summary over two parameters: a heat map of one quantity.
  ///
  /// Each run is a rectangle that reaches half-way to its neighbours, so that uneven steps keep
  /// their places.
  ///
  /// - Throws: `Failure` (65) for more parameters, (64) for a quantity that isn't there.
  func summaryMap(_ first: Int) throws -> Figure {
    guard first == 2 else {
      throw Failure(
        .badText,
        "\(table.file): a summary over one or two parameters can be drawn, found "
          + "\(first): \(table.names[..<first].joined(separator: ","))")
    }
    let column = quantity.map { table.index($0) } ?? first
    guard let column, column >= first else {
      throw Failure.option(
        "--column",
        "one of \(table.names[first...].joined(separator: ", ")) is needed, found '\(quantity ?? "")'"
      )
    }
    let (x, y) = (table.numbers(0), table.numbers(1))
    let (across, up) = (Cells(of: x), Cells(of: y))
    let lines = (0..<table.rowCount).map { row in
      let (low, high) = across.ends(of: x[row])
      let (bottom, top) = up.ends(of: y[row])
      return [x[row], y[row], low, high, bottom, top].map { CSV.NumberText.text($0) }
        .joined(separator: ",") + "," + table.field(column, row)
    }
    let settings = [
      Shade.palette, "set cblabel \(GnuplotText.quoted(table.names[column]))",
      "set style fill solid 1 noborder", "unset grid", "set autoscale yfix",
    ]
    return Figure(
      blocks: [Figure.Block(name: "cells", lines: lines)],
      panels: [
        Figure.Panel(
          x: .init(label: table.names[0], isLogarithmic: across.isGeometric),
          y: .init(label: table.names[1], isLogarithmic: up.isGeometric),
          series: [
            Figure.Series(
              source: "$cells", using: "1:2:3:4:5:6:7", style: "boxxyerror lc palette")
          ], settings: settings.map { ($0, "") })
      ])
  }

  /// The name of one of many series in the legend: of more than ten the first and the last four.
  func legend(_ index: Int, of count: Int, _ name: String) -> String? {
    if count <= 10 || index < 4 || index >= count - 4 { return name }
    return index == 4 ? "… \(count - 8) more" : nil
  }

  /// At most so many of the numbers from 0, the first and the last among them.
  static func evenly(_ count: Int, atMost most: Int) -> [Int] {
    guard count > most, most > 1 else { return Array(0..<count) }
    return (0..<most).map { $0 * (count - 1) / (most - 1) }
  }

  /// Whether values are steps of one ratio rather than of one difference.
  static func isGeometric(_ values: [Double]) -> Bool { Cells(of: values).isGeometric }
}

/// How the values of a parameter divide an axis into cells.
struct Cells {
  /// The values, ascending, each once.
  private let values: [Double]
  /// Whether they are steps of one ratio, so that the axis is logarithmic.
  let isGeometric: Bool

  /// Divides the axis at the values of a column.
  init(of column: [Double]) {
    let values = Set(column).sorted()
    self.values = values
    guard values.count > 2, let first = values.first, first > 0 else {
      isGeometric = false
      return
    }
    let ratio = values[1] / first
    isGeometric =
      ratio > 1.01
      && values.indices.dropFirst().allSatisfy { k in
        (values[k] / values[k - 1] / ratio - 1).magnitude < 1e-6
      }
  }

  /// The ends of a value's cell: half-way to its neighbours.
  func ends(of value: Double) -> (Double, Double) {
    guard let k = values.firstIndex(of: value), values.count > 1 else {
      return (value - 0.5, value + 0.5)
    }
    func between(_ a: Double, _ b: Double) -> Double {
      isGeometric ? (a * b).squareRoot() : a + (b - a) / 2
    }
    func mirrored(_ a: Double, _ b: Double) -> Double { isGeometric ? a * a / b : a - (b - a) }
    let below = k > 0 ? values[k - 1] : mirrored(value, values[1])
    let above = k + 1 < values.count ? values[k + 1] : mirrored(value, values[k - 1])
    return (between(below, value), between(value, above))
  }
}
