import CSV
import Systems

/// The picture: the unknown with its band, and the data with the fit, of the first group.
struct DeconvolveFigure {
  let job: DeconvolveJob
  let results: [GroupResult]
  let reader: Reader

  /// The figure.
  ///
  /// - Parameter isText: whether it is drawn in characters.
  func figure(isText: Bool) -> Figure {
    let axis = reader.axis
    guard let result = results.first else { return Figure() }
    let rows = DeconvolveWriting(job: job, axis: axis).rows(result)
    var lines: [String] = []
    for k in rows.times.indices {
      lines.append(
        ([axis.text(rows.times[k])] + rows.columns.map { NumberText.text($0.values[k]) })
          .joined(separator: ","))
    }
    let fitted = result.estimate?.fitted ?? result.spikes?.fitted ?? []
    let data = result.measured.times.indices.map { k in
      ([axis.text(result.measured.times[k])] + [result.shifted[k], fitted[k]].map { NumberText.text($0) })
        .joined(separator: ",")
    }
    let name = rows.columns.first?.name ?? ""
    var series: [Figure.Series] = []
    if rows.columns.count > 2, rows.columns[1].name == "low", !isText {
      series.append(
        Figure.Series(
          source: "$unknown", using: "1:3:4", style: "filledcurves fs solid 0.25 lc rgb '\(Shade.main)'",
          title: "band"))
    }
    let style: PlotStyle = name == "amount" ? .stems : .lines
    series.append(
      Figure.Series(
        source: "$unknown", using: "1:2", style: style.text(colour: Shade.main, isText: isText),
        title: series.isEmpty ? nil : name))
    let panels = [
      Figure.Panel(x: .init(of: rows.times, reader), y: .init(label: name), series: series,
        settings: style == .stems ? TableFigure.aside : []),
      Figure.Panel(
        x: .init(of: result.measured.times, reader), y: .init(label: reader.words.measured ?? "y"),
        series: [
          Figure.Series(
            source: "$data", using: "1:2", style: isText ? "points" : "points pt 7 ps 0.5 lc rgb '#555555'",
            title: "measured"),
          Figure.Series(
            source: "$data", using: "1:3", style: PlotStyle.lines.text(colour: Shade.main, isText: isText),
            title: "fit"),
        ]),
    ]
    return Figure(
      blocks: [Figure.Block(name: "unknown", lines: lines), Figure.Block(name: "data", lines: data)],
      panels: panels, height: 760)
  }
}
