/// The rows that are asked of a rule: ascending times and how to treat them.
package struct Rows: Sendable {
  /// The times, ascending; doubled ones allowed.
  package var times: [Double]
  /// The grid that the times are, where they are one.
  package var grid: TimeGrid?
  /// Which value a row exactly at a jump shows.
  package var side: Side
  /// What an approximation may be off, relative to the peak of the whole output.
  package var tolerance: Tolerance
  /// Whether a bound on each row's error is asked for.
  package var wantsErrors: Bool
  /// How many threads may work.
  package var jobs: Int
  /// The way that is asked for.
  package var algorithm = Algorithm.automatic

  /// Makes rows at these times.
  package init(
    times: [Double], grid: TimeGrid? = nil, side: Side = .after, tolerance: Tolerance = .init(),
    wantsErrors: Bool = false, jobs: Int = 1, algorithm: Algorithm = .automatic
  ) {
    self.times = times
    self.grid = grid
    self.side = side
    self.tolerance = tolerance
    self.wantsErrors = wantsErrors
    self.jobs = jobs
    self.algorithm = algorithm
  }
}
