internal import NumericalMethods

/// Numbers drawn for the parameters of a population's runs.
///
///     let draws = try Draws([("k", .lognormal(mu: -1, sigma: 0.3)), ("V", .normal(mean: 10, sd: 1))], seed: 1)
///     draws.values(of: 4711)        // the same on any thread, in any order, in any share of the work
///
/// Run i, name j and the seed give 64 bits by Philox4x32-10; they give a probability, and that the number.
/// Correlated numbers come from normal ones by a Gaussian copula: z = L u with L Lᵀ the correlations,
/// then the quantiles at Φ(z). So a correlation is that of the normal numbers behind: of two log-normal
/// ones, that of their logarithms.
public struct Draws: Sendable {
  /// The parameters' names.
  public let names: [String]
  /// The law of each.
  public let distributions: [Distribution]
  /// What tells one set of draws from another.
  public let seed: UInt64
  /// The rows of L, each up to its diagonal, with the names' places; empty for a name that stands alone.
  private var mixtures: [[(source: Int, factor: Double)]]

  /// Draws that don't depend on one another.
  ///
  /// - Throws: ``RunsError`` for a name that is given twice, a parameter that a distribution can't have.
  public init(_ laws: [(name: String, distribution: Distribution)], seed: UInt64 = 1) throws(RunsError) {
    for (k, law) in laws.enumerated() {
      if laws[..<k].contains(where: { $0.name == law.name }) {
        throw .name("each name must be given once, found '\(law.name)' twice")
      }
      try law.distribution.check()
    }
    names = laws.map(\.name)
    distributions = laws.map(\.distribution)
    self.seed = seed
    mixtures = laws.map { _ in [] }
  }

  /// Correlates some of the draws.
  ///
  /// - Parameters:
  ///   - names: which.
  ///   - correlations: a row for each of them.
  /// - Throws: ``RunsError`` for a name that is not drawn, and for what is not a positive definite matrix
  ///   of correlations.
  /// - Complexity: O(n³) for n names.
  public mutating func correlate(_ names: [String], by correlations: [[Double]]) throws(RunsError) {
    let places = try names.indices.map { (k) throws(RunsError) -> Int in
      guard let place = self.names.firstIndex(of: names[k]) else {
        throw .name("a correlated name must be drawn, found '\(names[k])'")
      }
      if names[..<k].contains(names[k]) { throw .name("each name must be given once, found '\(names[k])' twice") }
      return place
    }
    try Self.check(correlations, names)
    guard !names.isEmpty else { return }
    let factor: Matrix
    do { factor = try CholeskyFactor(Matrix(correlations)).l } catch {
      throw .correlation("the correlations must be positive definite, and are not")
    }
    // What is left of a row beside the others must stand out of rounding.
    if let row = names.indices.first(where: { !(factor[$0, $0] > 1e-7) }) {
      throw .correlation(
        "the correlations must be positive definite, and '\(names[row])' is all but made of those before it")
    }
    for row in names.indices {
      mixtures[places[row]] = (0...row).map { (places[$0], factor[row, $0]) }
    }
  }

  private static func check(_ correlations: [[Double]], _ names: [String]) throws(RunsError) {
    guard correlations.count == names.count, correlations.allSatisfy({ $0.count == names.count }) else {
      throw .correlation("a row and a column for each of \(names.count) names are needed")
    }
    for row in names.indices {
      guard correlations[row][row] == 1 else {
        throw .correlation("the correlation of '\(names[row])' with itself must be 1, found \(correlations[row][row])")
      }
      for column in 0..<row {
        let (below, above) = (correlations[row][column], correlations[column][row])
        guard (below - above).magnitude <= 1e-12 else {
          throw .correlation(
            "the correlations of '\(names[row])' and '\(names[column])' must be equal, found \(below) and \(above)")
        }
        guard below.magnitude < 1 else {
          throw .correlation(
            "the correlation of '\(names[row])' and '\(names[column])' must be between -1 and 1, found \(below)")
        }
      }
    }
  }

  /// The numbers of a run, in the order of the names.
  ///
  /// - Complexity: O(n²) for n names that are correlated, else O(n).
  public func values(of run: Int) -> [Double] {
    [Double](unsafeUninitializedCapacity: names.count) { values, count in
      fill(values, with: run)
      count = names.count
    }
  }

  /// Puts the numbers of a run into a buffer, in the order of the names.
  func fill(_ values: UnsafeMutableBufferPointer<Double>, with run: Int) {
    withUnsafeTemporaryAllocation(of: Double.self, capacity: names.count) { normals in
      for k in names.indices where !mixtures[k].isEmpty { normals[k] = tail(run, k).normal }
      for k in names.indices {
        guard !mixtures[k].isEmpty else {
          values[k] = distributions[k].quantile(tail(run, k))
          continue
        }
        var z = 0.0
        for part in mixtures[k] { z += part.factor * normals[part.source] }
        values[k] = distributions[k].value(ofNormal: z)
      }
    }
  }

  private func tail(_ run: Int, _ name: Int) -> TailProbability {
    TailProbability(bits: Philox.bits(seed: seed, stream: name, place: UInt64(run)))
  }
}
