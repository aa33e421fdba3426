internal import NumericalMethods
internal import Systems

/// Many runs of one kind, each made of numbers of its own.
///
///     let people = try Population(Draws([("k", .lognormal(mu: -2, sigma: 0.3))]), count: 1000)
///     let sweep = Sweep(people) { numbers in try Run(body(numbers[0]), doses, at: times) }
///     let peaks = try sweep.summaries([.peak]).map { $0[0] }
public struct Sweep: Sendable {
  /// The numbers of all runs.
  public let population: Population
  private let run: @Sendable ([Double]) throws -> Run

  /// Takes the numbers, and how a run is made of its own.
  ///
  /// - Parameter run: makes a run of the values of the population's names, in their order.
  public init(_ population: Population, run: @escaping @Sendable ([Double]) throws -> Run) {
    (self.population, self.run) = (population, run)
  }

  /// Quantities of every run, in the order of the runs.
  ///
  /// - Parameter jobs: how many threads may work; by default as many as there are processors. The numbers never
  ///   depend on it.
  /// - Returns: for each run its quantities.
  /// - Throws: what making a run throws, ``RunsError`` where an output has no such quantity, `SystemsError`; that of the
  ///   first run which fails.
  public func summaries(_ quantities: [SummaryQuantity], jobs: Int? = nil) throws -> [[Double]] {
    try each(jobs) { try $0.summary().values(quantities) }
  }

  /// The rows of every run, in the order of the runs.
  ///
  /// - Throws: what making a run throws, `SystemsError`; that of the first run which fails.
  public func rows(jobs: Int? = nil) throws -> [[Double]] {
    try each(jobs) { try $0.sampled().values }
  }

  private func each(_ jobs: Int?, _ say: (Run) throws -> [Double]) throws -> [[Double]] {
    let count = population.count
    var results = [[Double]](repeating: [], count: count)
    try results.withUnsafeMutableBufferPointer { results in
      try Parallel.forEachShard(jobs: jobs ?? Parallel.processors, count: count) { k in
        results[k] = try say(run(population.values(of: k)))
      }
    }
    return results
  }
}
