extension TableFigure {
  /// The columns of quantiles, mean and deviation behind the times, where all are such.
  func bandColumns(time: Int) -> [BandCurve]? {
    let curves = (time + 1..<table.names.count).map { BandCurve(table.names[$0], column: $0) }
    return curves.isEmpty || curves.contains(nil) ? nil : curves.compactMap(\.self)
  }

  /// The bands of a population: shaded between the quantiles that belong together, the median and the mean as lines,
  /// what was measured as points.
  func bands(time: Int, _ curves: [BandCurve]) -> Figure {
    let parts = runs(parameters: time)
    let shown = TableFigure.evenly(parts.count, atMost: 6).map { parts[$0] }
    let outputs = curves.reduce(into: [String]()) { if !$0.contains($1.output) { $0.append($1.output) } }
    var blocks: [Figure.Block] = []
    var panels = [[Figure.Series]](repeating: [], count: outputs.count)
    for (k, part) in shown.enumerated() {
      let rows = TableFigure.evenly(part.count, atMost: 2000).map { part.lowerBound + $0 }
      blocks.append(
        Figure.Block(
          name: "bands\(k)",
          lines: rows.map { row in
            (time..<table.names.count).map { table.field($0, row) }.joined(separator: ",")
          }))
      let shade = shown.count == 1 ? Shade.main : Shade.of(k, among: shown.count)
      let name = (0..<time).map { "\(table.names[$0]) = \(table.field($0, part.lowerBound))" }.joined(separator: ", ")
      for (n, output) in outputs.enumerated() {
        panels[n] += series(
          curves.filter { $0.output == output }, "$bands\(k)", from: time, shade, name.isEmpty ? nil : name)
      }
    }
    if let measured {
      blocks.append(Figure.Block(name: "measured", lines: measured.lines))
      for n in panels.indices {
        panels[n].append(
          Figure.Series(
            source: "$measured", using: "1:2",
            style: isText ? "points pt 'o'" : "points pt 6 ps 0.8 lw 1.5 lc rgb '\(Shade.mark)'", title: "measured"))
      }
    }
    return Figure(
      blocks: blocks,
      panels: zip(outputs, panels).map { output, series in
        Figure.Panel(
          x: .init(label: table.names[time], timeFormat: table.timeFormat(time), ticks: table.ticks(time)),
          y: .init(label: output.isEmpty ? "y" : output), series: series)
      }, height: 540 + 300 * (outputs.count - 1))
  }

  /// The bands and lines of one output of one combination.
  private func series(
    _ curves: [BandCurve], _ source: String, from time: Int, _ shade: String, _ name: String?
  ) -> [Figure.Series] {
    let place = { (curve: BandCurve) in curve.column - time + 1 }
    let quantiles = curves.filter { $0.probability != nil }.sorted { ($0.probability ?? 0) < ($1.probability ?? 0) }
    var found: [Figure.Series] = []
    // The outermost two belong together, then the next.
    for k in 0..<quantiles.count / 2 {
      let (low, high) = (quantiles[k], quantiles[quantiles.count - 1 - k])
      let style = isText ? "lines" : "filledcurves fs transparent solid \(0.15 + 0.15 * Double(k)) noborder lc rgb '\(shade)'"
      let title = name == nil ? "\(low.text) to \(high.text)" : nil
      found.append(
        Figure.Series(source: source, using: "1:\(place(low)):\(place(high))", style: style, title: title))
      if isText { found[found.count - 1].using = "1:\(place(low))" }
      if isText { found.append(Figure.Series(source: source, using: "1:\(place(high))", style: style, title: nil)) }
    }
    func line(_ curve: BandCurve, _ dashes: String, _ title: String) {
      found.append(
        Figure.Series(
          source: source, using: "1:\(place(curve))",
          style: isText ? "lines" : "lines lw 2 \(dashes)lc rgb '\(shade)'", title: title))
    }
    if quantiles.count % 2 == 1 {
      let middle = quantiles[quantiles.count / 2]
      line(middle, "", name ?? (middle.probability == 0.5 ? "median" : "quantile \(middle.text)"))
    }
    if let mean = curves.first(where: { $0.word == "mean" }) { line(mean, "dt 2 ", name.map { $0 + " (mean)" } ?? "mean") }
    return found
  }
}
