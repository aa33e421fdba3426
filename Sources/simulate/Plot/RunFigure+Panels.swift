import CSV
import Runs
import Systems

extension RunFigure {
  /// The response over its lags: a curve, stems where it is impulses.
  func responsePanel() throws -> (panel: Figure.Panel, blocks: [Figure.Block]) {
    let signal = simulation.response.system.impulseResponse
    let ends = try lags()
    var series: [Figure.Series] = []
    var blocks: [Figure.Block] = []
    if !signal.isTrain {
      let even = (0...600).map {
        ends.lowerBound + (ends.upperBound - ends.lowerBound) * Double($0) / 600
      }
      let times = Set(even + signal.breaks(in: ends)).sorted()
      let values = try finite(signal, at: times, .after)
      blocks.append(RunFigure.block("response", zip(times, values).map { [$0, $1] }))
      series.append(
        Figure.Series(
          source: "$response", using: "1:2",
          style: PlotStyle.lines.text(colour: Shade.main, isText: isText)))
    }
    let impulses = try signal.impulses(until: ends.upperBound)
    if !impulses.isEmpty {
      blocks.append(RunFigure.block("taps", impulses.prefix(2_000).map { [$0.time, $0.weight] }))
      series.append(
        Figure.Series(
          source: "$taps", using: "1:2",
          style: PlotStyle.stems.text(colour: Shade.main, isText: isText)))
    }
    let panel = Figure.Panel(
      x: .init(label: simulation.reader.words.ages(simulation.reader.axis)),
      y: .init(label: simulation.reader.words.response ?? "response"), series: series,
      settings: impulses.isEmpty ? RunFigure.fromZero : TableFigure.aside,
      place: .init(left: 0, bottom: 0.6, width: 0.5, height: 0.4))
    return (panel, blocks)
  }

  /// The lags over which the response is drawn: where it can differ from 0, else as far as the
  /// rows reach.
  private func lags() throws -> ClosedRange<Double> {
    if let ends = try? simulation.response.ends(needsEnd: true), ends.first < ends.last {
      return ends.first.double...ends.last.double
    }
    let times = simulation.times
    let first = times.block(from: 0, most: 1).last ?? 0
    return 0...max(1, (times.last ?? 1) - first)
  }

  /// What goes in: impulses as stems, pulses as boxes, the rates as a curve.
  ///
  /// - Returns: nil where nothing does.
  func inputPanel() throws -> (panel: Figure.Panel, blocks: [Figure.Block])? {
    let input = simulation.input
    let axis = simulation.reader.axis
    var series: [Figure.Series] = []
    var blocks: [Figure.Block] = []
    func add(_ name: String, _ rows: [(Double, Double)], _ style: String) {
      blocks.append(
        Figure.Block(
          name: name, lines: rows.map { "\(axis.text($0)),\(CSV.NumberText.text($1))" }))
      series.append(Figure.Series(source: "$" + name, using: "1:2", style: style))
    }
    let stems = PlotStyle.stems.text(colour: Shade.main, isText: isText)
    let lines = PlotStyle.lines.text(colour: Shade.main, isText: isText)
    if !input.events.isEmpty {
      let shown = TableFigure.evenly(input.events.count, atMost: 4_000)
      add("impulses", shown.map { (input.events[$0].time, input.events[$0].weight) }, stems)
    }
    if !input.pulses.isEmpty {
      let corners = input.pulses.sorted { $0.start < $1.start }.prefix(2_000)
        .flatMap { pulse -> [(Double, Double)] in
          let end = pulse.start + pulse.duration
          return [(pulse.start, 0), (pulse.start, pulse.height), (end, pulse.height), (end, 0)]
        }
      add("pulses", corners, lines)
    }
    if !input.rates.isEmpty, let last = simulation.times.last {
      let first = simulation.times.block(from: 0, most: 1).last ?? 0
      let points = (0...600).map { first + (last - first) * Double($0) / 600 }
      let values = try input.rateSignal.sampled(at: .listed(points)).values
      add("rate", zip(points, values).map { ($0, $1) }, lines)
    }
    guard !series.isEmpty else { return nil }
    let reach = try span(simulation.times)
    let first = min(reach.lowerBound, input.events.lazy.map(\.time).min() ?? reach.lowerBound)
    // A stem at an end must not lie on the frame.
    let aside = (reach.upperBound - first) * 0.02
    let range = [first - aside, reach.upperBound + aside].map { axis.text($0) }
      .map { axis.origin == nil ? $0 : GnuplotText.quoted($0) }
    let hasAmounts = !input.events.isEmpty
    let hasRates = !input.pulses.isEmpty || !input.rates.isEmpty
    let panel = Figure.Panel(
      // Half as wide as the picture.
      x: .init(of: [first, reach.upperBound], simulation.reader, width: 330),
      y: .init(
        label: [
          hasAmounts ? simulation.reader.words.amount ?? "amount" : nil,
          hasRates ? simulation.reader.words.rate ?? "rate" : nil,
        ].compactMap { $0 }.joined(separator: ", ")),
      series: series,
      settings: RunFigure.fromZero
        + [("set xrange [\(range[0]):\(range[1])]", "set xrange [*:*]")],
      place: .init(left: 0.5, bottom: 0.6, width: 0.5, height: 0.4))
    return (panel, blocks)
  }

  /// Stems and responses stand on 0, with a little room above.
  private static let fromZero = [("set offsets 0,0,graph 0.08,0", "set offsets 0,0,0,0")]

  private static func block(_ name: String, _ rows: [[Double]]) -> Figure.Block {
    Figure.Block(
      name: name,
      lines: rows.map { $0.map { CSV.NumberText.text($0) }.joined(separator: ",") })
  }
}
