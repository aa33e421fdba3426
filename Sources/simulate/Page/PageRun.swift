import CSV
import Systems

/// The numbers of one run that a page holds, and their JSON.
struct PageRun {
  /// The question.
  var simulation: Simulation
  /// How well it is answered.
  var wishes: Wishes
  /// What an impulse is called.
  var word: String

  /// The most rows and impulses of a page.
  static let mostRows = 2_000
  static let mostImpulses = 1_000
  /// About how many values tabulate the response.
  private static let mostValues = 5_000

  /// The JSON text.
  ///
  /// - Throws: `Failure` (64) where there is too much or too little to show, `SystemsError`.
  func json() throws -> String {
    let times = try rows()
    let answer = try simulation.answer(at: .listed(times), wishes)
    let impulses = Train(simulation.input.events).merged().events
    let pulses = simulation.input.pulses.sorted { $0.start < $1.start }
    guard impulses.count + pulses.count <= PageRun.mostImpulses else {
      throw Failure(
        .usage,
        "--input: a page shows at most \(PageRun.mostImpulses) impulses, found "
          + "\(impulses.count + pulses.count)")
    }
    var fields: [(String, String)] = [
      ("word", JSON.string(word)), ("side", JSON.string("\(wishes.side)")),
      ("t", list(times)), ("y", list(answer.columns[0].values)),
      ("impulses", table(impulses.map { [$0.time, $0.weight] })),
      ("pulses", table(pulses.map { [$0.start, $0.duration, $0.height] })),
      ("bands", try bands(times)), ("rate", table(try rate(times))),
    ]
    if let origin = simulation.reader.axis.origin {
      fields.append(("epoch", "\(origin.seconds)"))
      fields.append(("unit", "\(simulation.reader.axis.unit.seconds)"))
    }
    var notes: [String] = []
    if simulation.times.count > times.count {
      notes.append("Of the run's \(simulation.times.count) rows the page shows \(times.count).")
    }
    if !answer.impulses.isEmpty {
      notes.append(
        "\(answer.impulses.count) impulses pass straight through, which no row can hold.")
    }
    fields += try response(times, impulses: impulses, pulses: pulses, &notes)
    if !notes.isEmpty { fields.append(("note", JSON.string(notes.joined(separator: " ")))) }
    return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  /// The rows that are shown: ascending, each time once, at most two thousand.
  private func rows() throws -> [Double] {
    let count = simulation.times.count
    let chosen = TableFigure.evenly(count, atMost: PageRun.mostRows)
    let times = chosen.flatMap { simulation.times.block(from: $0, most: 1).times.array }
    guard times.count > 1 else {
      throw Failure.option("--to", "a page needs at least two rows, found \(times.count)")
    }
    return Set(times).sorted()
  }

  /// What the rates, the initial state and what has gone on for ever contribute to each row.
  private func bands(_ times: [Double]) throws -> String {
    var past = Input()
    past.earlier = simulation.input.earlier
    past.past = simulation.input.past
    past.steadyPulses = simulation.input.steadyPulses
    let response = simulation.response.system
    var bands: [(String, Signal)] = []
    for (name, part) in [
      ("past", past.impulses + past.pulseSignal), ("rate", simulation.input.rateSignal),
    ]
    where !part.terms.isEmpty {
      bands.append((name, response.impulseResponse.convolved(with: part)))
    }
    if simulation.response.hasState { bands.append(("initial state", response.freeResponse)) }
    let texts = try bands.map { name, signal in
      "{\"name\":\(JSON.string(name)),\"y\":\(list(try simulation.values(of: signal, at: times, wishes)))}"
    }
    return "[" + texts.joined(separator: ",") + "]"
  }

  /// The rates over time, to be drawn.
  private func rate(_ times: [Double]) throws -> [[Double]] {
    guard !simulation.input.rates.isEmpty, let first = times.first, let last = times.last else {
      return []
    }
    let points = (0...400).map { first + (last - first) * Double($0) / 400 }
    let values = try simulation.input.rateSignal.sampled(at: .listed(points)).values
    return zip(points, values).map { [$0, $1] }
  }

  /// The response, and its integral where there are pulses.
  private func response(
    _ times: [Double], impulses: [Event], pulses: [Pulse], _ notes: inout [String]
  ) throws -> [(String, String)] {
    let signal = simulation.response.system.impulseResponse
    let starts = impulses.map(\.time) + pulses.map(\.start)
    let ends = starts + pulses.map { $0.start + $0.duration }
    let last = max(0, (times.last ?? 0) - (starts.min() ?? 0))
    let earliest = min(0, (times.first ?? 0) - (ends.max() ?? 0))
    if simulation.isDiscrete {
      let spikes = try signal.impulses(until: last)
      let spacing = zip(spikes, spikes.dropFirst()).map { $1.time - $0.time }.min()
      let period = simulation.response.period?.double ?? spacing ?? 1
      return [
        ("spikes", table(spikes.map { [$0.time, $0.weight] })),
        ("instant", CSV.NumberText.text(period * 1e-9)),
        ("first", CSV.NumberText.text(spikes.first?.time ?? 0)),
        ("last", CSV.NumberText.text(spikes.last?.time ?? 0)),
      ]
    }
    let first = max(earliest, min(signal.start, last))
    func tabulated(_ signal: Signal, _ name: String) throws -> ResponseTable {
      let result: ResponseTable
      do {
        result = try responseTable(of: signal, over: first...max(last, first))
      } catch SystemsError.notFinite {
        // Infinite at its start, as `t^(-1/2)` is: no row can stand there.
        result = try responseTable(of: signal, over: first + (last - first) * 1e-9...last)
      }
      if result.difference > 1e-12 * result.peak {
        let rough = NumberText.rough(result.difference / result.peak, digits: 1)
        notes.append("The page's table of \(name) is good to \(rough) of its peak.")
      }
      return result
    }
    let table = try tabulated(signal, "the response")
    var fields = [
      ("h", pieces(table)),
      ("first", CSV.NumberText.text(table.pieces.first?.from ?? 0)),
      ("last", CSV.NumberText.text(table.pieces.last?.to ?? 0)),
    ]
    if !pulses.isEmpty {
      let step = try tabulated(signal.convolved(with: .step), "the step response")
      fields += [
        ("step", pieces(step)),
        ("stepEnd", CSV.NumberText.text(step.pieces.last?.to ?? 0)),
        ("stepLast", CSV.NumberText.text(step.pieces.last?.values.last ?? 0)),
      ]
    }
    return fields
  }

  private func responseTable(
    of signal: Signal, over range: ClosedRange<Double>
  ) throws -> ResponseTable {
    try ResponseTable(
      of: signal, over: range, breaks: signal.breaks(in: range), most: PageRun.mostValues,
      tolerance: wishes.tolerance)
  }

  private func pieces(_ table: ResponseTable) -> String {
    self.table(table.pieces.map { [$0.from, $0.to] + $0.values })
  }

  private func list(_ values: [Double]) -> String {
    "[" + values.map { CSV.NumberText.text($0) }.joined(separator: ",") + "]"
  }

  private func table(_ rows: [[Double]]) -> String {
    "[" + rows.map(list).joined(separator: ",") + "]"
  }
}
