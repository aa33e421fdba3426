package import Systems

/// How well the rows of a run must be known, and which side of a jump they show.
package struct SamplingOptions {
  /// Which value a row at a jump shows.
  package var side: Side
  /// What an approximation may be off.
  package var tolerance: Tolerance
  /// Whether bounds are computed.
  package var wantsErrors: Bool
  /// How many threads may work.
  package var jobs: Int

  package init(side: Side = .after, tolerance: Tolerance = Tolerance(), wantsErrors: Bool = false, jobs: Int = 1) {
    (self.side, self.tolerance, self.wantsErrors, self.jobs) = (side, tolerance, wantsErrors, jobs)
  }

  /// The same without bounds.
  package var plain: SamplingOptions {
    var copy = self
    copy.wantsErrors = false
    return copy
  }
}
