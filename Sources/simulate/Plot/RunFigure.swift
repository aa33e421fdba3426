import CSV
import Runs
import Systems

/// The figure of a run: the response, what goes in, and their superposition with every copy.
struct RunFigure {
  /// The question.
  var simulation: Simulation
  /// How well it is answered.
  var wishes: Wishes
  /// Whether it is drawn in characters.
  var isText: Bool

  /// The most contributions that are drawn one by one.
  private static let mostCopies = 60
  private static let mostStacked = 400

  /// The figure.
  ///
  /// - Throws: `Failure` (65) where there is nothing to draw, `SystemsError`.
  func figure() throws -> Figure {
    guard simulation.run.isSingle else { return try rowsFigure() }
    var sum = try superposition()
    // Characters are too coarse for three panels.
    guard !isText else { return sum }
    var response = try responsePanel()
    let input = try inputPanel()
    if input == nil { response.panel.place?.width = 1 }
    sum.panels[0].place = .init(left: 0, bottom: 0, width: 1, height: 0.6)
    sum.panels = [response.panel] + (input.map { [$0.panel] } ?? []) + sum.panels
    sum.blocks = response.blocks + (input?.blocks ?? []) + sum.blocks
    sum.height = 760
    return sum
  }

  /// The rows of every output: of several outputs, several channels, and from reset to reset.
  private func rowsFigure() throws -> Figure {
    let rows = simulation.times
    guard rows.count > 0 else {
      throw Failure(.badText, "--plot: a picture needs at least one row, found none")
    }
    var plain = wishes
    plain.stack = false
    plain.bounds = false
    plain.wantsErrors = false
    let times = TableFigure.evenly(rows.count, atMost: PlotTable.most)
      .flatMap { rows.block(from: $0, most: 1).times.array }
    let answer = try simulation.answer(at: .listed(times), plain)
    let table = PlotTable(
      axis: simulation.reader.axis, times: times, names: answer.columns.map(\.name),
      columns: answer.columns.map(\.values))
    var picture = TableFigure(table: table)
    picture.isText = isText
    picture.isWhole = true
    var figure = picture.output()
    figure.panels[0].x.label = simulation.reader.words.times(simulation.reader.axis)
    return figure
  }

  /// The output over the rows' times: even moments, and both sides of every place where it may
  /// jump, so that jumps stand upright.
  private func superposition() throws -> Figure {
    let count = simulation.input.events.count + simulation.input.pulses.count
    let most = wishes.stack ? RunFigure.mostStacked : RunFigure.mostCopies
    let parts =
      count <= most
      ? simulation.input.contributions(named: simulation.reader.axis.text) : []
    if wishes.stack, count > most {
      Messages.say(
        "--plot: at most \(most) contributions can be stacked, found \(count); the sum is drawn")
    }
    let system = simulation.response.system
    var signals = [("y", simulation.run.output)]
    let isStacked = wishes.stack && !parts.isEmpty
    if isStacked || parts.count > 1 {
      signals += parts.map { ($0.name, system.impulseResponse.convolved(with: $0.signal)) }
      if simulation.response.hasState { signals.append(("initial", system.freeResponse)) }
    }
    let (times, columns) = try values(of: signals.map(\.1))
    let table = PlotTable(
      axis: simulation.reader.axis, times: times, names: signals.map(\.0), columns: columns)
    var picture = TableFigure(table: table, isStacked: isStacked)
    picture.isText = isText
    picture.isWhole = true
    if simulation.run.isDiscrete { picture.style = .stems }
    var figure = try picture.figure()
    figure.panels[0].x.label = simulation.reader.words.times(simulation.reader.axis)
    if !isStacked {
      let copies = figure.panels[0].series.count - 1
      for k in 0...copies {
        figure.panels[0].series[k].title = nil
        guard !isText, k < copies else { continue }
        figure.panels[0].series[k].style =
          "lines lw 1 lc rgb '\(Shade.of(k, among: max(2, copies)))'"
      }
      if simulation.run.isDiscrete { figure.panels[0].series = figure.panels[0].series.suffix(1) }
    }
    return figure
  }

  /// Moments and the signals' values at them.
  private func values(of signals: [Signal]) throws -> ([Double], [[Double]]) {
    let rows = simulation.times
    guard rows.count > 0 else {
      throw Failure(.badText, "--plot: a picture needs at least one row, found none")
    }
    if simulation.run.isDiscrete || rows.count < 3 {
      let times = TableFigure.evenly(rows.count, atMost: PlotTable.most)
        .flatMap { rows.block(from: $0, most: 1).times.array }
      return (times, try signals.map { try simulation.run.values(of: $0, at: times, wishes.sampling) })
    }
    let ends = try span(rows)
    let jumps = Set(simulation.run.output.breaks(in: ends)).sorted()
    let even = (0...1_200).map {
      ends.lowerBound + (ends.upperBound - ends.lowerBound) * Double($0) / 1_200
    }
    let times = Set(even + jumps).sorted()
    let isJump = Set(jumps)
    let columns = try signals.map { signal -> [Double] in
      let after = try finite(signal, at: times, .after)
      let before = try finite(signal, at: jumps, .before)
      var next = 0
      return times.indices.flatMap { k -> [Double] in
        guard isJump.contains(times[k]) else { return [after[k]] }
        next += 1
        return [before[next - 1], after[k]]
      }
    }
    return (times.flatMap { isJump.contains($0) ? [$0, $0] : [$0] }, columns)
  }

  /// Values to be drawn: where one of them is infinite, as `t^(-1/2)` is at 0, those a little later.
  func finite(_ signal: Signal, at times: [Double], _ side: Side) throws -> [Double] {
    do {
      return try signal.sampled(at: .listed(times), side: side, tolerance: wishes.tolerance).values
    } catch SystemsError.notFinite {
      let aside = ((times.max() ?? 0) - (times.min() ?? 0)) / 2_000
      return try signal.sampled(
        at: .listed(times.map { $0 + aside }), side: side, tolerance: wishes.tolerance
      ).values
    }
  }

  /// The first and the last row's time.
  func span(_ rows: RowTimes) throws -> ClosedRange<Double> {
    if case .listed(let times) = rows { return (times.min() ?? 0)...(times.max() ?? 0) }
    return (rows.block(from: 0, most: 1).last ?? 0)...(rows.last ?? 0)
  }
}
