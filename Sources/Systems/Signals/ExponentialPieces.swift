package import NumericalMethods
internal import ComplexModule

/// A function that is a sum of powers times exponentials between knots, and 0 before the first.
///
///     f(τₖ + s) = Σ cⱼ sʲ/j! e^{ps},   τₖ ≤ t < τₖ₊₁
package struct ExponentialPieces: Hashable, Sendable {
  /// The powers times one exponential.
  package struct Term: Hashable, Sendable {
    /// The exponent p.
    package var pole: ComplexDoubleDouble
    /// What `sʲ/j!` is multiplied by, j = 0, 1, ….
    package var coefficients: [ComplexDoubleDouble]

    /// Makes a term from its exponent and its coefficients.
    package init(pole: ComplexDoubleDouble, coefficients: [ComplexDoubleDouble]) {
      self.pole = pole
      self.coefficients = coefficients
    }
  }

  /// The knots τ, ascending.
  package var knots: [Double]
  /// What holds from each knot to the next; complex terms stand beside their conjugates. The last cell lasts for
  /// ever where there are as many as knots.
  package var cells: [[Term]]

  /// Makes a function of cells, one for each knot, or one fewer.
  package init(knots: [Double], cells: [[Term]]) {
    self.knots = knots
    self.cells = cells
  }

  /// A function that is nowhere below the magnitude of this one, nor of any of its terms.
  var majorant: ExponentialPieces {
    var copy = self
    for k in cells.indices {
      for i in cells[k].indices {
        let term = cells[k][i]
        copy.cells[k][i] = Term(
          pole: ComplexDoubleDouble(term.pole.real),
          coefficients: term.coefficients.map { ComplexDoubleDouble(Complex($0.length)) })
      }
    }
    return copy
  }
}
