package import NumericalMethods

/// A sum of quotients, brought over a common denominator only where it must be.
package struct RationalSum: Hashable, Sendable {
  /// The quotients, to be added.
  package private(set) var terms: [RationalFunction] = []

  /// Makes a sum of its terms; none is 0.
  package init(_ terms: [RationalFunction] = []) {
    for term in terms { add(term) }
  }

  private mutating func add(_ term: RationalFunction) {
    guard !term.gain.isZero else { return }
    let equal = terms.firstIndex {
      $0.delay == term.delay && Set($0.denominators) == Set(term.denominators)
    }
    if let equal {
      let sum = terms[equal].adding(term)
      if sum.gain.isZero { terms.remove(at: equal) } else { terms[equal] = sum }
    } else {
      terms.append(term)
    }
  }

  /// The sum; terms of the same denominator and dead time become one.
  package func adding(_ other: RationalSum) -> RationalSum {
    var sum = self
    for term in other.terms { sum.add(term) }
    return sum
  }

  /// The product, each term with each; sums of several are brought together first.
  package func multiplied(by other: RationalSum) -> RationalSum {
    let isLarge = terms.count > 1 && other.terms.count > 1
    let first = isLarge ? combined : self
    let second = isLarge ? other.combined : other
    return RationalSum(first.terms.flatMap { a in second.terms.map { a.multiplied(by: $0) } })
  }

  /// The sum with one term for each dead time.
  package var combined: RationalSum {
    var sums: [RationalFunction] = []
    for term in terms {
      if let k = sums.firstIndex(where: { $0.delay == term.delay }) {
        sums[k] = sums[k].adding(term)
      } else {
        sums.append(term)
      }
    }
    return RationalSum(sums)
  }

  /// The value if this is a constant.
  package var constant: DoubleDouble? {
    if terms.isEmpty { return .zero }
    guard terms.count == 1, terms[0].numerators.isEmpty, terms[0].denominators.isEmpty,
      terms[0].delay.isZero
    else { return nil }
    return terms[0].gain
  }

  /// The system's impulse response: a direct term is an impulse, the rest rationals.
  ///
  /// - Throws: `SystemsError.improper` where a degree above the line is the higher one.
  package func signal() throws(SystemsError) -> Signal {
    let isProper = terms.allSatisfy { $0.numeratorDegree <= $0.denominatorDegree }
    var signal = Signal()
    for term in isProper ? terms : combined.terms { signal = try signal + term.signal() }
    return signal
  }
}
