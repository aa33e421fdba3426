extension TableFigure {
  /// The output of a run, or any columns over the first.
  func output() -> Figure {
    let names = table.names
    let (source, blocks) = source(by: 1)
    var series: [Figure.Series] = []
    let others = names.indices.dropFirst(2).filter { names[$0] != "error" }
    for (k, column) in others.enumerated() {
      let shade = Shade.of(k, among: max(2, others.count))
      series.append(
        Figure.Series(
          source: source, using: "1:\(column + 1)",
          style: isText ? "lines" : "lines lw 2 \(others.count > 3 ? "" : "dt \([2, 4, 5][k]) ")lc rgb '\(shade)'",
          title: legend(k, of: others.count, names[column])))
    }
    let usual: PlotStyle = names[1] == "amount" ? .stems : table.rowCount == 1 ? .points : .lines
    let style = style ?? usual
    series.append(
      Figure.Series(
        source: source, using: "1:2", style: style.text(colour: Shade.main, isText: isText),
        title: others.isEmpty ? nil : names[1]))
    // A stem or a point at an end must not lie on the frame.
    let settings = (style == .lines || style == .steps ? TableFigure.headroom : TableFigure.aside)
      + flat([1] + others)
    let label = others.isEmpty || isOutput ? names[1] : ""
    var panels = [
      Figure.Panel(x: timeAxis, y: .init(label: label), series: series, settings: settings)
    ]
    var height = 540
    if let error = table.index("error"), error > 1, table.numbers(error).contains(where: { $0 > 0 })
    {
      // A bound is many powers of ten smaller than the value: it needs an axis of its own.
      panels.append(
        Figure.Panel(
          x: timeAxis, y: .init(label: "error", isLogarithmic: true),
          series: [
            Figure.Series(
              source: source, using: "1:\(error + 1)",
              style: PlotStyle.lines.text(colour: Shade.main, isText: isText))
          ]))
      height = 760
    }
    return Figure(blocks: blocks, panels: panels, height: height)
  }

  /// The range of a curve that does not move, with 0 in it; nothing where it moves.
  func flat(_ columns: [Int]) -> [(set: String, unset: String)] {
    let ends = columns.flatMap { [table.numbers($0).min(), table.numbers($0).max()] }.compactMap { $0 }
    guard let low = ends.min(), let high = ends.max(), low == high else { return [] }
    let range = low == 0 ? "-1:1" : low > 0 ? "0:\(1.1 * low)" : "\(1.1 * low):0"
    return [("set yrange [\(range)]", "set yrange [*:*]")]
  }

  /// Room beside the first and the last point.
  static let aside = [("set offsets graph 0.02,graph 0.02,graph 0.04,0", "set offsets 0,0,0,0")]

  /// Room above the highest value, so that a curve does not run along the frame.
  static let headroom = [("set offsets 0,0,graph 0.04,0", "set offsets 0,0,0,0")]

  /// Contributions stacked to the sum, the oldest at the bottom; what is negative is stacked
  /// downwards.
  func stacked() -> Figure {
    let columns = contributions
    let (source, blocks) = source(by: 1)
    var series: [Figure.Series] = []
    guard let first = columns.first else { return Figure() }
    for isUpward in [true, false] {
      let part = isUpward ? "up" : "down"
      let shown = columns.enumerated().filter { _, column in
        table.numbers(column).contains { isUpward ? $0 > 0 : $0 < 0 }
      }
      // From the whole sum to the first part: each area hides what lies below it of the one before.
      for (k, column) in shown.reversed() {
        let title =
          isUpward || !hasPositive(column) ? legend(k, of: columns.count, table.names[column]) : nil
        series.append(
          Figure.Series(
            source: source, using: "1:(\(part)(\(first + 1),\(column + 1)))",
            style: isText
              ? "lines"
              : "filledcurves y=0 fs solid 1 fc rgb '\(Shade.of(k, among: columns.count))'",
            title: title))
      }
      guard !isText else { continue }
      for (_, column) in shown {
        series.append(
          Figure.Series(
            source: source, using: "1:(\(part)(\(first + 1),\(column + 1)))",
            style: "lines lw 0.6 lc rgb 'white'"))
      }
    }
    series.append(
      Figure.Series(
        source: source, using: "1:2",
        style: isText ? "lines" : "lines lw 2 lc rgb 'black'", title: "y"))
    let panel = Figure.Panel(
      x: timeAxis, y: .init(label: "y"), series: series,
      settings: [
        ("up(a,b) = sum [k=a:b] (column(k) > 0 ? column(k) : 0)", ""),
        ("down(a,b) = sum [k=a:b] (column(k) < 0 ? column(k) : 0)", ""),
      ] + TableFigure.headroom)
    return Figure(blocks: blocks, panels: [panel])
  }

  private func hasPositive(_ column: Int) -> Bool { table.numbers(column).contains { $0 > 0 } }
}
