import Systems

/// The steps of which `Method` makes its prices, each as the time of a call that takes many of them: a line
/// "step<TAB>nanoseconds" each.
@MainActor
struct Prices {
  private let count = 20_000

  func measure() throws {
    let impulses = (0..<count).map { Event(time: Double($0) * 0.0501, weight: 1) }
    let few = Array(impulses.prefix(200))
    let rows = OutputTimes.listed((0..<count).map { Double($0) * 0.05003 })
    let uneven = (0..<200).map { Double($0) * 0.1 + ($0 % 2 == 0 ? 0 : 0.01) }
    let samples = try Signal(times: uneven, values: uneven.map { 1 / (1 + $0) }, between: .linear)
    let pairs = Double(few.count) * Double(count)
    try report("pieceAtLag", per: pairs * 20 / 1000) {
      try samples.convolved(with: .events(few)).sampled(at: rows, algorithm: .direct)
    }
    try report("knotOfSums", per: Double(count * uneven.count)) {
      try samples.convolved(with: .events(impulses)).sampled(at: rows, algorithm: .sums)
    }
    let bell = ClosedForm(on: 0...30) { $0 * $0 / (1 + $0 * $0 * $0 * $0) }
    try report("evaluation", per: pairs * 30 / 1000) {
      try Signal(.closedForm(bell)).convolved(with: .events(few)).sampled(at: rows, algorithm: .direct)
    }
    try report("reading", per: pairs * 30 / 1000) {
      try Signal(.closedForm(bell)).convolved(with: .events(few)).sampled(at: rows, algorithm: .panels)
    }
    let decay = try System(TransferFunction(numerator: [1], denominator: [1, 1])).impulseResponse
    try report("exponential.one", per: pairs) {
      try decay.convolved(with: .events(few)).sampled(at: rows, algorithm: .direct)
    }
    try report("impulse and row of a sweep", per: 2 * Double(count)) {
      try decay.convolved(with: .events(impulses)).sampled(at: rows, algorithm: .sums)
    }
    try report("knot", per: Double(few.count * uneven.count)) {
      try decay.convolved(with: samples).convolved(with: .events(few))
        .sampled(at: .listed([1000]), algorithm: .direct)
    }
  }

  private func report(_ step: String, per steps: Double, _ call: () throws -> Samples) throws {
    let clock = ContinuousClock()
    var best = Double.infinity
    for _ in 0..<rounds {
      let start = clock.now
      sink += try call().values.reduce(0, +)
      let parts = (clock.now - start).components
      best = min(best, Double(parts.seconds) * 1e9 + Double(parts.attoseconds) * 1e-9)
    }
    print("\(step)\t\(best / steps)")
  }
}
