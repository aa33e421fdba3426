import CSV
import Runs
import Systems

/// The figure of a run with groups: a curve for each, as of a sweep.
struct GroupFigure {
  let pattern: RunPattern
  let wishes: Wishes
  /// Whether it is drawn in characters.
  let isText: Bool

  /// The most groups that are drawn.
  private static let most = 40

  /// The figure.
  ///
  /// - Throws: `Failure` (65) where there is nothing to draw, `SystemsError`.
  func figure() throws -> Figure {
    var plain = wishes
    plain.stack = false
    plain.bounds = false
    plain.wantsErrors = false
    var labels: [String] = []
    var times: [Double] = []
    var values: [Double] = []
    let shown = TableFigure.evenly(pattern.plan.count, atMost: Self.most)
    for run in shown {
      let simulation = try pattern.simulation(of: run)
      let rows = simulation.times
      let own = TableFigure.evenly(rows.count, atMost: max(2, PlotTable.most / shown.count))
        .flatMap { rows.block(from: $0, most: 1).times.array }
      if own.isEmpty { continue }
      times += own
      values += try simulation.answer(at: .listed(own), plain).columns[0].values
      labels += own.map { _ in pattern.plan.group(of: run) ?? "" }
    }
    guard !times.isEmpty else {
      throw Failure(.badText, "--plot: a picture needs at least one row, found none")
    }
    let table = PlotTable(
      labels: [(pattern.plan.groups?.column ?? "", labels)], axis: pattern.reader.axis, times: times,
      names: [pattern.outputs[0]], columns: [values])
    var picture = TableFigure(table: table)
    picture.isText = isText
    picture.isWhole = true
    var figure = picture.family(time: 1)
    figure.panels[0].x.label = pattern.reader.words.times(pattern.reader.axis)
    return figure
  }
}
