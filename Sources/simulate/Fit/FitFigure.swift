import CSV
import Files
import Systems

/// The picture of a fit: the measurements, the curve with its band, and below the residuals; of the first groups.
struct FitFigure {
  let writing: FitWriting
  let isText: Bool

  /// The most groups that are drawn.
  private static let most = 12

  /// The figure.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func figure() throws -> Figure {
    let files = FitFiles(writing: writing)
    var blocks: [Figure.Block] = []
    var bands: [Figure.Series] = []
    var curves: [Figure.Series] = []
    var points: [Figure.Series] = []
    var shownTimes: [Double] = []
    var rests: [Figure.Series] = []
    let by = writing.job.command.measured.by
    let count = min(Self.most, writing.job.problems.reduce(0) { $0 + $1.groups.count })
    for (problem, result) in zip(writing.job.problems, writing.results) {
      for (k, group) in problem.groups.enumerated() where blocks.count < 2 * Self.most {
        let number = blocks.count / 2
        let curve = try files.curve(problem, result, k)
        // A little beyond the measurements, unless rows were asked for.
        let isOwn = writing.job.command.times.times != nil
        let first = group.measured.times.first ?? 0
        let last = group.measured.times.last ?? 0
        let near = curve.times.indices.filter {
          isOwn || (curve.times[$0] >= first - 0.1 * (last - first) && curve.times[$0] <= last + 0.1 * (last - first))
        }
        let shown = TableFigure.evenly(near.count, atMost: 1000).map { near[$0] }
        shownTimes += shown.map { curve.times[$0] }
        blocks.append(block("curve\(number)", curve, shown))
        let residuals = files.residuals(problem, result, k)
        blocks.append(block("data\(number)", residuals, Array(residuals.times.indices)))
        let title = by == nil ? nil : group.label
        let colour = "lc rgb '\(Shade.of(number, among: count))'"
        if !isText, result.covariance != nil {
          bands.append(
            series("$curve\(number)", "1:3:4", "filledcurves fs transparent solid 0.15 noborder \(colour)", nil))
        }
        curves.append(series("$curve\(number)", "1:2", isText ? "lines" : "lines lw 2 \(colour)", title))
        points.append(series("$data\(number)", "1:2", isText ? "points" : "points pt 7 ps 0.7 \(colour)", nil))
        rests.append(series("$data\(number)", "1:4", isText ? "impulses" : "linespoints pt 7 ps 0.5 \(colour)", nil))
      }
    }
    let x = Figure.Axis(of: shownTimes, writing.job.pattern.reader)
    return Figure(
      blocks: blocks,
      panels: [
        Figure.Panel(x: x, y: .init(label: writing.job.pattern.reader.words.measured ?? "y"), series: bands + curves + points),
        Figure.Panel(x: x, y: .init(label: "residual"), series: rests),
      ], height: 700)
  }

  private func block(_ name: String, _ rows: FitFiles.Rows, _ shown: [Int]) -> Figure.Block {
    let axis = writing.job.pattern.reader.axis
    return Figure.Block(
      name: name,
      lines: shown.map { row in
        ([axis.text(rows.times[row])] + rows.columns.map { NumberText.text($0[row]) }).joined(separator: ",")
      })
  }

  private func series(_ source: String, _ using: String, _ style: String, _ title: String?) -> Figure.Series {
    Figure.Series(source: source, using: using, style: style, title: title)
  }
}
