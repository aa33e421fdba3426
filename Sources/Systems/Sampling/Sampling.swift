extension Signal {
  /// The signal's values at times: the one place where numbers are computed.
  ///
  /// - Throws: `SystemsError` where a value is not finite or a tolerance can't be met.
  public func sampled(
    at times: OutputTimes, side: Side = .after, tolerance: Tolerance = .init(),
    bounds: Bool = false, jobs: Int = 1
  ) throws -> Samples {
    fatalError("not yet")
  }
}
