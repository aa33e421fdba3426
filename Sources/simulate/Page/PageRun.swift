import CSV
import Runs
import Systems

/// The numbers of one choice of a page: what one channel does to one output of a run, and the rest beside it.
struct PageRun {
  /// The question.
  var simulation: Simulation
  /// How well it is answered.
  var wishes: Wishes
  /// What an impulse is called.
  var word: String
  /// The names that `--set` binds.
  var bound: [String]
  /// The axes, where they were named.
  var xlabel: String?
  var ylabel: String?
  /// What the choice is called; nil for the only one.
  var name: String?
  /// Which output, and which channel.
  var output = 0
  var channel = 0
  /// The most rows.
  var mostRows: Int

  /// The most impulses of a page.
  static let mostImpulses = 1_000
  /// About how many values tabulate the response.
  private static let mostValues = 5_000

  private var response: Response { simulation.system.paths[output][channel] }
  private var input: Input { simulation.inputs.epochs[0].channels[channel] }

  /// The JSON text.
  ///
  /// - Parameter tables: the tables of responses so far, which choices share; takes those of this one.
  /// - Throws: `Failure` (64) where there is too much or too little to show, `SystemsError`.
  func json(tables: inout [String]) throws -> String {
    let times = try rows()
    let answer = try simulation.answer(at: .listed(times), wishes)
    let impulses = Train(input.events).merged().events
    let pulses = input.pulses.sorted { $0.start < $1.start }
    let bands = try bands(times)
    guard impulses.count + pulses.count <= PageRun.mostImpulses else {
      throw Failure(
        .usage,
        "--input: a page shows at most \(PageRun.mostImpulses) impulses, found "
          + "\(impulses.count + pulses.count)")
    }
    var fields: [(String, String)] = [
      ("word", JSON.string(word)), ("side", JSON.string("\(wishes.side)")),
      ("t", list(times)), ("y", list(answer.columns[output].values)), ("labels", labels),
      ("impulses", table(impulses.map { [$0.time, $0.weight] })),
      ("pulses", table(pulses.map { [$0.start, $0.duration, $0.height] })),
      ("bands", "[" + bands.joined(separator: ",") + "]"), ("rate", table(try rate(times))),
    ]
    if let name { fields.append(("name", JSON.string(name))) }
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
    fields += try answerToOne(
      times, impulses: impulses, pulses: pulses, isAlone: bands.isEmpty, &notes, &tables)
    if !notes.isEmpty { fields.append(("note", JSON.string(notes.joined(separator: " ")))) }
    return "{" + fields.map { "\"\($0)\":\($1)" }.joined(separator: ",") + "}"
  }

  /// What the axes measure.
  private var labels: String {
    let words = simulation.reader.words
    let goesIn = [
      input.events.isEmpty ? nil : words.amount ?? "amount",
      input.pulses.isEmpty && input.rates.isEmpty ? nil : words.rate ?? "rate",
    ].compactMap { $0 }.joined(separator: ", ")
    let labels = [
      ("t", xlabel ?? words.times(simulation.reader.axis)), ("y", ylabel ?? simulation.system.outputs[output]),
      ("input", goesIn), ("response", words.response ?? "response, or what is left"),
    ]
    return "{" + labels.map { "\"\($0)\":\(JSON.string($1))" }.joined(separator: ",") + "}"
  }

  /// The rows that are shown: ascending, each time once.
  private func rows() throws -> [Double] {
    let count = simulation.times.count
    let chosen = TableFigure.evenly(count, atMost: mostRows)
    let times = chosen.flatMap { simulation.times.block(from: $0, most: 1).times.array }
    guard times.count > 1 else {
      throw Failure.option("--to", "a page needs at least two rows, found \(times.count)")
    }
    return Set(times).sorted()
  }

  /// What the rates, what has gone on for ever, the other channels and the initial state contribute to each row.
  private func bands(_ times: [Double]) throws -> [String] {
    var past = Input()
    past.earlier = input.earlier
    past.past = input.past
    past.steadyPulses = input.steadyPulses
    let response = response.system
    var bands: [(String, Signal)] = []
    for (name, part) in [("past", past.impulses + past.pulseSignal), ("rate", input.rateSignal)]
    where !part.terms.isEmpty {
      bands.append((name, response.impulseResponse.convolved(with: part)))
    }
    let path = simulation.system.paths[output]
    for (other, response) in path.enumerated() where other != channel {
      let signal = simulation.inputs.epochs[0].channels[other].signal
      if signal.terms.isEmpty { continue }
      bands.append((simulation.system.inputs[other], response.system.impulseResponse.convolved(with: signal)))
    }
    if path.contains(where: \.hasState) {
      bands.append(("initial state", path.reduce(Signal()) { $0 + $1.system.freeResponse }))
    }
    return try bands.map { name, signal in
      "{\"name\":\(JSON.string(name)),\"y\":\(list(try simulation.run.values(of: signal, at: times, wishes.sampling)))}"
    }
  }

  /// The rates over time, to be drawn.
  private func rate(_ times: [Double]) throws -> [[Double]] {
    guard !input.rates.isEmpty, let first = times.first, let last = times.last else {
      return []
    }
    let points = (0...400).map { first + (last - first) * Double($0) / 400 }
    let values = try input.rateSignal.sampled(at: .listed(points)).values
    return zip(points, values).map { [$0, $1] }
  }

  /// The response, its integral where there are pulses, and its formula where names in it can be moved.
  private func answerToOne(
    _ times: [Double], impulses: [Event], pulses: [Pulse], isAlone: Bool, _ notes: inout [String],
    _ tables: inout [String]
  ) throws -> [(String, String)] {
    let signal = response.system.impulseResponse
    let starts = impulses.map(\.time) + pulses.map(\.start)
    let ends = starts + pulses.map { $0.start + $0.duration }
    let last = max(0, (times.last ?? 0) - (starts.min() ?? 0))
    let earliest = min(0, (times.first ?? 0) - (ends.max() ?? 0))
    if simulation.run.isDiscrete {
      let spikes = try signal.impulses(until: last)
      let spacing = zip(spikes, spikes.dropFirst()).map { $1.time - $0.time }.min()
      let period = response.period?.double ?? spacing ?? 1
      return [
        ("spikes", table(spikes.map { [$0.time, $0.weight] })),
        ("instant", CSV.NumberText.text(period * 1e-9)),
        ("first", CSV.NumberText.text(spikes.first?.time ?? 0)),
        ("last", CSV.NumberText.text(spikes.last?.time ?? 0)),
      ]
    }
    let first = max(earliest, min(signal.start, last))
    var isFinite = true
    func tabulated(_ signal: Signal, _ name: String) throws -> ResponseTable {
      let result: ResponseTable
      do {
        result = try responseTable(of: signal, over: first...max(last, first))
      } catch SystemsError.notFinite {
        // Infinite at its start, as `t^(-1/2)` is: no row can stand there.
        isFinite = false
        result = try responseTable(of: signal, over: first + (last - first) * 1e-9...last)
      }
      if result.difference > 1e-12 * result.peak {
        let rough = NumberText.rough(result.difference / result.peak, digits: 1)
        notes.append("The page's table of \(name) is good to \(rough) of its peak.")
      }
      return result
    }
    func index(_ table: ResponseTable) -> String {
      let text = pieces(table)
      if let known = tables.firstIndex(of: text) { return "\(known)" }
      tables.append(text)
      return "\(tables.count - 1)"
    }
    let table = try tabulated(signal, "the response")
    var fields = [
      ("h", index(table)),
      ("first", CSV.NumberText.text(table.pieces.first?.from ?? 0)),
      ("last", CSV.NumberText.text(table.pieces.last?.to ?? 0)),
    ]
    if !pulses.isEmpty {
      let step = try tabulated(signal.convolved(with: .step), "the step response")
      fields += [
        ("step", index(step)),
        ("stepEnd", CSV.NumberText.text(step.pieces.last?.to ?? 0)),
        ("stepLast", CSV.NumberText.text(step.pieces.last?.values.last ?? 0)),
      ]
    }
    if !bound.isEmpty {
      if isAlone, isFinite, let movable = MovableResponse(response, bound: bound) {
        fields += movable.fields(ages: first...max(last, first))
      } else {
        fields.append(
          ("fixed", JSON.string(
            "Names can be moved here where the response is one formula in t or s, finite and without dead time in "
              + "it, and only impulses and pulses go in.")))
      }
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
