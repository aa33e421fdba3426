extension TableFigure {
  /// A fit's estimates with their standard errors, each on an axis of its own.
  func estimates() -> Figure {
    let rows = Array(0..<min(table.rowCount, 6))
    let width = 1 / Double(max(1, rows.count))
    let panels = rows.map { row in
      Figure.Panel(
        x: .init(label: ""), y: .init(label: row == 0 ? "estimate" : ""),
        series: [
          Figure.Series(
            source: "$rows every ::\(row)::\(row)", using: "(0):2:3",
            style: isText ? "yerrorbars" : "yerrorbars lw 2 pt 7 ps 1 lc rgb '\(Shade.main)'")
        ],
        settings: [
          ("set xrange [-1:1]", ""), ("set offsets 0,0,graph 0.1,graph 0.1", ""),
          ("set xtics (\(GnuplotText.quoted(table.field(0, row))) 0)", ""),
        ],
        place: .init(left: Double(row) * width, bottom: 0, width: width, height: 1))
    }
    return Figure(
      blocks: [Figure.Block(name: "rows", lines: table.lines(rows))], panels: panels, height: 420)
  }

  /// A frequency response: magnitude above, phase below.
  func frequency() -> Figure {
    let (source, blocks) = source(by: 1)
    let isLogarithmic = table.numbers(0).allSatisfy { $0 > 0 }
    let panels = [1, 2].map { column in
      Figure.Panel(
        x: .init(label: table.names[0], isLogarithmic: isLogarithmic),
        y: .init(
          label: table.names[column],
          isLogarithmic: column == 1 && table.numbers(1).allSatisfy { $0 > 0 }),
        series: [
          Figure.Series(
            source: source, using: "1:\(column + 1)",
            style: PlotStyle.lines.text(colour: Shade.main, isText: isText))
        ])
    }
    return Figure(blocks: blocks, panels: panels, height: 640)
  }

  /// A table without a header, of more than two columns: a matrix, row 1 above.
  func matrix() -> Figure {
    let isInScript = table.mustStandInScript(whole: true)
    let block = Figure.Block(name: "rows", lines: isInScript ? table.lines(0..<table.rowCount) : [])
    let settings = [
      "set palette gray", "set yrange [*:*] reverse", "set size ratio -1", "unset grid",
      "set autoscale yfix",
    ]
    return Figure(
      blocks: isInScript ? [block] : [],
      panels: [
        Figure.Panel(
          x: .init(label: "column"), y: .init(label: "row"),
          series: [
            Figure.Series(
              source: (isInScript ? "$rows" : table.fileSource) + " matrix", using: "1:2:3",
              style: "image")
          ], settings: settings.map { ($0, "") })
      ])
  }
}
