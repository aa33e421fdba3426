extension Deconvolution {
  /// How a deconvolution may be computed; the tests compare all ways with one another.
  package enum Algorithm: Hashable, Sendable {
    /// What fits the sizes.
    case automatic
    /// A matrix with a column for each knot.
    case dense
    /// A band of the width of the response's poles.
    case banded
  }

  /// The estimate by a way whose cost grows with the rows, where there is one and it pays.
  func solvedByStructure() throws -> Estimate? {
    guard algorithm != .dense, !isDecreasing, !wantsResolution else { return nil }
    switch regularization {
    case .automatic, .fixed: break
    default: return nil
    }
    let size = max(unknown.knots.count, measured.times.count)
    guard algorithm == .banded || size > Deconvolution.mostIntegrated else { return nil }
    return try BandedProblem(self).map(banded)
  }
}
