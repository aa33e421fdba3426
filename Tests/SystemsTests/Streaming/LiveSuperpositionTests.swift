import Systems
import Testing

/// Rows that are asked for while impulses come must be those of `Signal.sampled`.
@Suite struct LiveSuperpositionTests {
  private static let response: Signal = {
    let times = (0..<4001).map { Double($0 - 3) / 100 }
    let values = times.map { t -> Double in (t + 1) / (2 + t * t) - 0.1 }
    return (try? Signal(times: times, values: values, between: .linear)) ?? Signal()
  }()

  private static func grid(_ start: Double, _ count: Int) -> TimeGrid {
    // What the double 0.01 leaves out of the decimal.
    TimeGrid(start: start, step: 0.01, count: count, stepRest: -2.0816681711721686e-19)
  }

  @Test(arguments: [-5.0, 0, 0.25])
  func `rows agree with the whole, however many are asked for at a time`(start: Double) throws {
    // Places 0, 2, 3, 5, 6, ... with a double one and a wide gap.
    var places = (0..<6000).filter { $0 % 3 != 1 }
    places += [5999, 5999, 9000, 9001]
    let events = places.enumerated().map {
      Event(time: Double($1) / 100, weight: Double($0 % 11) - 4.5)
    }
    let rows = Self.grid(start, 15_000)
    let whole = try Signal.events(events).convolved(with: Self.response)
      .sampled(at: .grid(rows)).values
    let peak = whole.reduce(0) { max($0, $1.magnitude) }
    var values: [Double] = []
    guard
      var live = LiveSuperposition(first: 0, through: Self.response, rows: rows, side: .after)
    else {
      Issue.record("the grids are the same")
      return
    }
    for (k, event) in events.enumerated() {
      let isTaken = live.take(event)
      #expect(isTaken)
      guard k % 700 == 699 else { continue }
      // No impulse to come reaches rows before the first sample of the response at this one.
      let end = Int((event.time - 0.03 - start) * 100 + 0.5)
      if end > values.count { values += live.values(upTo: end) }
    }
    values += live.values(upTo: 15_000)
    #expect(values.count == whole.count)
    for (a, b) in zip(values, whole) { #expect((a - b).magnitude <= 1e-14 * peak) }
    // 40 s after the last impulse nothing is left.
    #expect(zip(values, whole).allSatisfy { ($0 == 0) == ($1 == 0) })
  }

  @Test func `an impulse off the grid, or one that goes back, is not taken`() {
    guard
      var live = LiveSuperposition(
        first: 1, through: Self.response, rows: Self.grid(0, 1), side: .after)
    else {
      Issue.record("the grids are the same")
      return
    }
    let taken = [1, 1.07, 1.06, 1.0750001, 1e6].map { live.take(Event(time: $0)) }
    #expect(taken == [true, true, false, false, false])
    let other = LiveSuperposition(
      first: 0.005, through: Self.response, rows: Self.grid(0, 1), side: .after)
    if case .some = other { Issue.record("rows between the samples are another method's") }
  }
}
