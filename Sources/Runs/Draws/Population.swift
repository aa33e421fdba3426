/// The runs of a population: parameters that are drawn, or samples that another program has drawn.
///
///     let population = Population(try Draws([("k", .lognormal(mu: -1, sigma: 0.3))]), count: 10_000)
///     population.values(of: 7)
public struct Population: Sendable {
  /// The parameters' names.
  public let names: [String]
  /// How many runs there are.
  public let count: Int
  private let samples: [[Double]]
  private let draws: Draws?

  /// The most runs of a population.
  public static let most = 1 << 40

  /// Samples, of which run i has row i, and draws beside them.
  ///
  /// - Parameters:
  ///   - samples: a column for each name, all of one length.
  ///   - count: how many runs; as many as there are samples by default.
  /// - Throws: ``RunsError`` for a name that stands twice, more runs than samples or than can be counted.
  public init(
    samples: [(name: String, values: [Double])] = [], _ draws: Draws? = nil, count: Int? = nil
  ) throws(RunsError) {
    let rows = samples.map(\.values.count).min()
    let count = count ?? rows ?? 1
    guard count >= 1, count <= Self.most else {
      throw .tooMany(what: "the runs of a population", most: "\(Self.most)", found: "\(count)")
    }
    if let rows, rows < count {
      throw .tooMany(what: "runs", most: "the \(rows) samples", found: "\(count)")
    }
    let names = samples.map(\.name) + (draws?.names ?? [])
    for (k, name) in names.enumerated() where names[..<k].contains(name) {
      throw .name("each name must be given once, found '\(name)' twice")
    }
    self.names = names
    self.count = count
    self.samples = samples.map(\.values)
    self.draws = draws
  }

  /// The parameters of a run, in the order of the names.
  ///
  /// - Parameter group: which of several groups; each draws numbers of its own, and all share the samples.
  public func values(of run: Int, group: Int = 0) -> [Double] {
    samples.map { $0[run] } + (draws?.values(of: group * count + run) ?? [])
  }
}
