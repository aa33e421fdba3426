import NumericalMethods

/// A closed loop with dead time in it: quotients over a divisor that holds delayed paths.
///
///     H(s) = forward(s) / (1 − around(s)),   every path of `around` delayed by more than 0
///
/// Its output is the sum of what has gone round n times; by a time T only T over the least dead time
/// have begun. With a term without poles around, as in `1/(1 − 0.5 e^(−s))`, it is an echo.
package struct DelayLoop: Hashable, Sendable {
  /// What leads to the output directly.
  package var forward: RationalSum
  /// What leads from the output to itself, one quotient for each dead time.
  package var around: RationalSum

  /// Makes the loop, of which every path around must be delayed.
  package init(forward: RationalSum, around: RationalSum) {
    self.forward = forward.combined
    self.around = around.combined
  }

  /// Brings `forward/divisor` into the form with a 1 in front of the divisor.
  ///
  ///     F/(d₀ e^(−τ₀ s) + Σ dⱼ e^(−τⱼ s)) = (F/d₀) e^(τ₀ s) / (1 + Σ (dⱼ/d₀) e^(−(τⱼ − τ₀) s))
  ///
  /// - Returns: nil where the divisor is 0.
  package init?(forward: RationalSum, over divisor: RationalSum) {
    let terms = divisor.combined.terms.sorted { $0.delay < $1.delay }
    guard let first = terms.first else { return nil }
    let inverse = first.inverse
    var rest = RationalSum()
    for term in terms.dropFirst() {
      var next = term.multiplied(by: inverse)
      next.gain = -next.gain
      rest = rest.adding(RationalSum([next]))
    }
    self.init(forward: forward.multiplied(by: RationalSum([inverse])), around: rest)
  }

  /// Whether no path has a pole, so that an impulse gives impulses.
  package var isEcho: Bool {
    (forward.terms + around.terms).allSatisfy { $0.numeratorDegree == 0 && $0.denominatorDegree == 0 }
  }

  /// The divisor, 1 − around.
  package var divisor: RationalSum { around.scaled(by: -1).adding(RationalSum([RationalFunction(.one)])) }

  /// Whether no output comes before its input, and no path answers with a derivative.
  ///
  /// - Throws: `SystemsError.improper`, `undefined`.
  package func check() throws(SystemsError) {
    for term in forward.terms where term.delay < .zero {
      throw .undefined(
        "dead time must not be below 0: the loop answers \(SystemsError.text(-term.delay.hi)) before its input")
    }
    for term in forward.terms + around.terms where term.numeratorDegree > term.denominatorDegree {
      throw .improper(numerator: term.numeratorDegree, denominator: term.denominatorDegree)
    }
  }
}

extension RationalSum {
  /// The sum times a number.
  package func scaled(by factor: Double) -> RationalSum {
    RationalSum(
      terms.map { term in
        var copy = term
        copy.gain = copy.gain * factor
        return copy
      })
  }
}

extension RationalFunction {
  /// The limit at infinity: what passes directly.
  var direct: Double {
    guard numeratorDegree == denominatorDegree else { return 0 }
    func leading(_ factors: [Factor]) -> DoubleDouble {
      factors.reduce(.one) { $0 * ($1.polynomial.coefficients.last ?? .one).raised(to: $1.count) }
    }
    return (gain * leading(numerators) / leading(denominators)).hi
  }
}
