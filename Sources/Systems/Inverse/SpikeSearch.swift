internal import NumericalMethods
internal import RealModule

/// Impulses off the grid: how many, when and how large, none negative.
///
/// One is added where it lowers the residual most, all times and areas are refined, and Schwarz's criterion
/// says how many there are; at the end each must be worth its two numbers.
public struct SpikeSearch: Sendable {
  /// What one impulse makes of itself.
  public var response: Signal
  /// The output.
  public var measured: Deconvolution.Measured
  /// How many impulses; nil for what the data tell.
  public var count: Int?
  /// Whether a constant is added to the output.
  public var hasBaseline: Bool
  /// From when to when impulses are looked for; nil ends are those of the rows.
  public var window: (from: Double?, to: Double?)

  /// Poses the search.
  public init(
    response: Signal, measured: Deconvolution.Measured, count: Int? = nil,
    hasBaseline: Bool = false, window: (from: Double?, to: Double?) = (nil, nil)
  ) {
    self.response = response
    self.measured = measured
    self.count = count
    self.hasBaseline = hasBaseline
    self.window = window
  }

  /// The most rows that are searched.
  public static let mostRows = 5_000

  /// Finds the impulses.
  ///
  /// - Throws: `SystemsError` where the data can't tell any.
  /// - Complexity: O(rows spikes^2) for each spike.
  public func solved() throws -> SpikeTrain {
    let rows = measured.times
    guard rows.count <= SpikeSearch.mostRows else {
      throw SystemsError.tooLarge(what: "a search for spikes off the grid in as many rows", size: Double(rows.count))
    }
    guard rows.count >= 4 else {
      throw SystemsError.tooFew(what: "a search for spikes off the grid", found: rows.count, needed: 4)
    }
    if measured.values.allSatisfy({ $0 == 0 }) {
      throw SystemsError.undefined("the measured values must not all be 0")
    }
    if measured.values.allSatisfy({ $0 == measured.values[0] }) {
      throw SystemsError.undefined(
        "the measured values must not all be equal, found \(SystemsError.text(measured.values[0])) in every row")
    }
    guard !response.isTrain else {
      throw SystemsError.undefined("spikes off the grid need a response with a shape, found impulses alone")
    }
    var fit = try SpikeFit(self)
    var best = fit
    var since = 0
    let most = count ?? max(1, (rows.count - 2) / 3)
    while fit.spikes.count < most {
      guard try fit.addBest() else { break }
      try fit.refine()
      if count != nil || fit.criterion < best.criterion {
        best = fit
        since = 0
      } else {
        since += 1
        if since >= 3 { break }
      }
    }
    // Each must be worth its numbers.
    while count == nil, best.spikes.count > 0 {
      var better: SpikeFit?
      for k in best.spikes.indices {
        var without = best
        without.spikes.remove(at: k)
        try without.refine()
        if without.criterion < (better ?? best).criterion { better = without }
      }
      guard let better else { break }
      best = better
    }
    guard !best.spikes.isEmpty else {
      throw SystemsError.undefined("no spike explains more of the data than noise does")
    }
    return try best.train()
  }
}
