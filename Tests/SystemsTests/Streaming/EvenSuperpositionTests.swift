import Systems
import Testing

/// Rows that are yielded as impulses come must be those of `Signal.sampled`.
struct EvenSuperpositionTests {
  /// A response of 20,001 samples and 200,000 impulses a thousandth apart, all pseudo-random.
  private static let step = 0.001
  private static let response: Signal = {
    let times = (0..<20_001).map { Double($0) / 1000 }
    let signal = try? Signal(times: times, values: noise(20_001, seed: 3), between: .linear)
    return signal ?? Signal()
  }()

  private static func noise(_ count: Int, seed: UInt64) -> [Double] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Double(Int64(bitPattern: state) >> 20) * 0x1p-43
    }
  }

  private static func events(_ places: [Int]) -> [Event] {
    zip(places, noise(places.count, seed: 8)).map {
      Event(time: Double($0) / 1000, weight: $1)
    }
  }

  private static func grid(_ count: Int) -> TimeGrid {
    // What the double 0.001 leaves out of the decimal.
    TimeGrid(start: 0, step: step, count: count, stepRest: -2.0816681711721686e-20)
  }

  /// The rows of a train that comes in blocks of the given size.
  private static func streamed(_ events: [Event], cut: Int, jobs: Int) throws -> [Double]? {
    var train = try #require(EvenTrain(first: events[0].time, response: response))
    for start in stride(from: 0, to: events.count, by: cut) {
      let block = Array(events[start..<min(start + cut, events.count)])
      guard block.withUnsafeBufferPointer({ train.take($0) }) else { return nil }
    }
    guard
      var rule = EvenSuperposition(
        train, through: response, rows: grid(250_000), side: .after, jobs: jobs)
    else { return nil }
    var rows: [Double] = []
    for start in stride(from: 0, to: events.count, by: cut) {
      let block = Array(events[start..<min(start + cut, events.count)])
      try block.withUnsafeBufferPointer { try rule.append($0) { rows += $0 } }
    }
    try rule.finish { rows += $0 }
    return rows
  }

  @Test("rows yielded as the impulses come are those of the whole, to the last bit")
  func equalsTheWhole() throws {
    for places in [Array(0..<200_000), (0..<220_000).filter { $0 % 7 != 3 }] {
      let events = Self.events(places)
      let whole = try Signal.events(events).convolved(with: Self.response)
        .sampled(at: .grid(Self.grid(250_000))).values
      #expect(whole.contains { $0 != 0 })
      for (cut, jobs) in [(200_000, 1), (7919, 1), (7919, 2), (200_000, 3)] {
        #expect(try Self.streamed(events, cut: cut, jobs: jobs) == whole, "cut \(cut), jobs \(jobs)")
      }
    }
  }

  @Test("a row is the sum of its definition")
  func equalsTheDefinition() throws {
    let events = Self.events(Array(0..<200_000))
    let rows = try #require(try Self.streamed(events, cut: 200_000, jobs: 2))
    let values = Self.noise(20_001, seed: 3)
    let peak = rows.reduce(0) { max($0, $1.magnitude) }
    // y[m] = Σₙ w[n] h[m − n]
    for m in [0, 1, 19_999, 20_001, 143_210, 199_999, 200_000, 219_999] {
      var sum = 0.0
      for n in max(0, m - 20_000)..<max(0, m - 20_000, min(200_000, m + 1)) {
        sum += events[n].weight * values[m - n]
      }
      #expect((rows[m] - sum).magnitude <= 1e-13 * peak, "row \(m)")
    }
    #expect(rows.count == 250_000)
    #expect(rows[220_000...].allSatisfy { $0 == 0 })
  }

  @Test("a train that goes back, doubles a time or misses the grid is not taken")
  func refusesOthers() throws {
    let times: [[Double]] = [[0, 0.002, 0.001], [0, 0.001, 0.001], [0, 0.0005], [0, 0.001, 0.0020001]]
    for list in times {
      var train = try #require(EvenTrain(first: 0, response: Self.response))
      let events = list.map { Event(time: $0, weight: 1) }
      #expect(!events.withUnsafeBufferPointer { train.take($0) }, "\(list)")
    }
    var train = try #require(EvenTrain(first: 0, response: Self.response))
    let good = [0, 0.001, 0.005].map { Event(time: $0, weight: 1) }
    #expect(good.withUnsafeBufferPointer { train.take($0) })
    #expect(train.nonzero == 0...5)
  }
}
