internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension Signal {
  /// The blocks of a causal response that is poles alone, or nil.
  ///
  /// - Parameter horizon: the largest lag that will be asked for.
  package func blocks(horizon: Double) -> [PoleCluster]? {
    var rationals: [Rational] = []
    for term in terms {
      guard term.trains.isEmpty, term.filters.isEmpty, term.loops.isEmpty, term.delay == 0 else { return nil }
      var product: Rational?
      for factor in term.factors {
        guard case .rational(let rational) = factor else { return nil }
        product = product?.convolved(with: rational) ?? rational
      }
      guard let product, product.direct == 0 else { return nil }
      rationals.append(product)
    }
    return PoleClusters.make(rationals, horizon: horizon)
  }
}

extension PoleCluster {
  /// The blocks of a sum of powers times exponentials.
  ///
  ///     Σⱼ cⱼ tʲ/j! e^{pt} = Σⱼ rⱼ exp[p, …, p; t]
  ///
  /// - Parameter horizon: the largest lag that will be asked for.
  /// - Returns: nil where two poles are so near that they must be one block.
  package static func blocks(
    of terms: [ExponentialPieces.Term], horizon: Double
  ) -> [PoleCluster]? {
    let floor = horizon > 0 ? 1 / horizon : 0
    for (k, a) in terms.enumerated() {
      for b in terms[..<k] {
        let (p, q) = (a.pole.rounded, b.pole.rounded)
        if q == p.conjugate, p.imaginary.magnitude > PoleClusters.widths[0] * p.length { continue }
        if (p - q).length <= PoleClusters.widths[0] * max(p.length, q.length, floor) { return nil }
      }
    }
    // Complex terms stand beside their conjugates.
    return terms.filter { $0.pole.imaginary.hi >= 0 }.map { term in
      let pole = term.pole.rounded
      return PoleCluster(
        nodes: [Complex<Double>](repeating: pole, count: term.coefficients.count),
        row: term.coefficients.reversed().map(\.rounded), isPair: pole.imaginary > 0)
    }
  }
}
