internal import Glibc
public import Systems

/// Impulses of area 1 at random moments, independent of one another: a Poisson process.
///
///     E_j = −Σ_{i ≤ j} ln Uᵢ,   tⱼ = Λ⁻¹(E_j),   Λ(t) = ∫ rate from the beginning to t
///
/// The times at which the expected number of impulses passes sums of unit exponentials: exact for any rate, with no
/// upper bound to be known. The numbers are a function of seed, run and place, so that a run has the same train on
/// any thread and in any order.
///
/// Source: D. J. Daley and D. Vere-Jones, "An Introduction to the Theory of Point Processes" (2003), 7.4.
public struct PoissonTrain: Sendable {
  /// How many impulses come in a unit of time.
  public enum Rate: Sendable {
    /// The same at all times.
    case constant(Double)
    /// A function of time, nowhere below 0.
    case function(Signal)
  }

  private let rate: Rate
  private let seed: UInt64
  private let number: Int

  /// The most impulses of a train.
  public static let most = 10_000_000

  /// Makes a train.
  ///
  /// - Parameters:
  ///   - number: which of several trains of one seed it is.
  /// - Throws: ``RunsError`` for a constant rate that is negative or not finite.
  public init(_ rate: Rate, seed: UInt64 = 1, number: Int = 0) throws(RunsError) {
    if case .constant(let rate) = rate, !(rate >= 0 && rate.isFinite) {
      throw .parameter(distribution: "poisson", need: "RATE must not be below 0", found: "\(rate)")
    }
    (self.rate, self.seed, self.number) = (rate, seed, number)
  }

  /// The moments of a run's impulses between two times, ascending.
  ///
  /// - Throws: ``RunsError`` for more than 10,000,000, and where the rate is below 0; `SystemsError`.
  /// - Complexity: O(n) for a constant rate, else that of sampling the rate's integral at n times, 60 times over.
  public func moments(from first: Double, to last: Double, run: Int = 0) throws -> [Double] {
    guard last > first else { return [] }
    switch rate {
    case .constant(let rate):
      return try sums(below: rate * (last - first), run).map { first + $0 / rate }
    case .function(let signal): return try moments(signal, first, last, run)
    }
  }

  /// The sums of unit exponentials that stay below a number.
  private func sums(below end: Double, _ run: Int) throws(RunsError) -> [Double] {
    guard end <= Double(Self.most) else {
      throw .tooMany(what: "the impulses of a train", most: "\(Self.most)", found: "\(end) to expect")
    }
    var sums: [Double] = []
    var sum = 0.0
    while true {
      let bits = Philox.bits(seed: seed, stream: sums.count, place: UInt64(run), purpose: UInt32(1 + number))
      let place = TailProbability(bits: bits)
      sum -= place.isUpper ? log(place.probability) : log1p(-place.probability)
      if sum >= end { return sums }
      sums.append(sum)
    }
  }

  private func moments(_ signal: Signal, _ first: Double, _ last: Double, _ run: Int) throws -> [Double] {
    let cells = 256
    let grid = (0...cells).map { $0 == cells ? last : first + (last - first) * Double($0) / Double(cells) }
    let total = signal.convolved(with: .step)
    let rates = try signal.sampled(at: .listed(grid)).values
    let expected = try total.sampled(at: .listed(grid)).values
    let begin = expected[0]
    // Where it is 0 the integral may fall by its rounding.
    let rounding = 1e-12 * (expected[cells] - begin).magnitude
    let falls = expected.indices.dropFirst().first { expected[$0] < expected[$0 - 1] - rounding }
    if let k = falls ?? rates.firstIndex(where: { $0 < 0 }) {
      throw RunsError.undefined("poisson: the rate must nowhere be below 0, found less near t = \(grid[k])")
    }
    let goals = try sums(below: expected[cells] - begin, run).map { $0 + begin }
    var low: [Double] = []
    var high: [Double] = []
    var cell = 1
    for goal in goals {
      while cell < cells, expected[cell] < goal { cell += 1 }
      low.append(grid[cell - 1])
      high.append(grid[cell])
    }
    var open = goals.indices.filter { low[$0] < high[$0] }
    while !open.isEmpty {
      let middle = open.map { low[$0] + (high[$0] - low[$0]) / 2 }
      let values = try total.sampled(at: .listed(middle)).values
      for (n, k) in open.enumerated() {
        if values[n] < goals[k] { low[k] = middle[n] } else { high[k] = middle[n] }
      }
      open.removeAll { k in
        let middle = low[k] + (high[k] - low[k]) / 2
        return middle <= low[k] || middle >= high[k]
      }
    }
    return high
  }
}
