extension Deconvolution {
  /// How a deconvolution may be computed; the tests compare all ways with one another.
  package enum Algorithm: Hashable, Sendable {
    /// What fits the sizes.
    case automatic
    /// A matrix with a column for each knot.
    case dense
    /// A band of the width of the response's poles.
    case banded
    /// A filter through the states of the response's poles.
    case stateSpace
    /// Conjugate gradients on transforms.
    case transform
  }

  /// The most rows or knots for which a matrix is faster than transforms.
  private static let mostBeforeTransforms = 1_000

  /// The estimate by a way whose cost grows with the rows, where there is one and it pays.
  func solvedByStructure() throws -> Estimate? {
    guard algorithm != .dense, resets.isEmpty, !isDecreasing, !wantsResolution else { return nil }
    let isPlain = isNonnegative && prior == .none
    switch regularization {
    case .automatic, .fixed: break
    case .none where isPlain: break
    default: return nil
    }
    if isPlain, level != nil { return nil }
    let size = max(unknown.knots.count, measured.times.count)
    func isTaken(_ way: Algorithm, above least: Int) -> Bool {
      algorithm == way || algorithm == .automatic && size > least
    }
    if isTaken(.banded, above: Deconvolution.mostIntegrated), let problem = try BandedProblem(self) {
      return try isPlain ? bounded(problem) : banded(problem)
    }
    guard !isNonnegative else { return nil }
    if isTaken(.stateSpace, above: Deconvolution.mostIntegrated), let problem = try StateSpaceProblem(self) {
      return try filtered(problem)
    }
    if isTaken(.transform, above: Deconvolution.mostBeforeTransforms), let problem = try ToeplitzProblem(self) {
      return try transformed(problem)
    }
    return nil
  }
}
