public import ComplexModule
internal import NumericalMethods
public import RealModule

/// The roots of a transfer function above and below the line.
///
/// Both are sorted by real part, then by the magnitude of the imaginary part, the lower one first.
public struct PolesAndZeros: Hashable, Sendable {
  /// The poles, as often as they count; in `s`, of a filter in `z`.
  public var poles: [Complex<Double>]
  /// The zeros; nil where there are infinitely many.
  public var zeros: [Complex<Double>]?

  /// Makes the lists, sorted.
  public init(poles: [Complex<Double>], zeros: [Complex<Double>]?) {
    func sorted(_ roots: [Complex<Double>]) -> [Complex<Double>] {
      // A zero is printed without its sign.
      roots.map { Complex($0.real + 0, $0.imaginary + 0) }.sorted {
        ($0.real, $0.imaginary.magnitude, $0.imaginary)
          < ($1.real, $1.imaginary.magnitude, $1.imaginary)
      }
    }
    self.poles = sorted(poles)
    self.zeros = zeros.map(sorted)
  }
}

extension Signal {
  /// How many poles all terms have together, each as often as it counts.
  public var poleCount: Int {
    terms.reduce(0) { sum, term in
      term.factors.reduce(sum) {
        if case .rational(let rational) = $1 { $0 + rational.poles.count } else { $0 }
      }
    }
  }

  /// The poles and zeros of the signal as an impulse response.
  ///
  /// Terms are brought over their common poles in double-double. With different dead times the
  /// zeros are infinitely many.
  ///
  /// - Returns: nil where it is no rational function of `s`, or of `z`.
  /// - Throws: `SystemsError` where roots can't be found.
  public func polesAndZeros() throws -> PolesAndZeros? {
    if terms.contains(where: { !$0.loops.isEmpty || $0.filters.contains { $0.series != nil } }) {
      return nil
    }
    if terms.count == 1, let term = terms.first, term.factors.isEmpty, !term.filters.isEmpty {
      return try term.planePolesAndZeros()
    }
    guard terms.allSatisfy(\.filters.isEmpty) else { return nil }
    var parts: [(delay: Double, rational: Rational)] = []
    var directs: [(delay: Double, gain: Double)] = []
    for term in terms {
      var (delay, gain) = (term.delay, 1.0)
      for train in term.trains {
        guard train.past.isEmpty, train.events.count == 1 else { return nil }
        delay += train.events[0].time
        gain *= train.events[0].weight
      }
      var product: Rational?
      for factor in term.factors {
        guard case .rational(let rational) = factor else { return nil }
        product = product?.convolved(with: rational) ?? rational
      }
      if let product {
        if product.gain * gain != 0 { parts.append((delay, product.scaled(by: gain))) }
      } else if gain != 0 {
        directs.append((delay, gain))
      }
    }
    if parts.contains(where: { $0.rational.realization != nil }) {
      guard parts.count == 1, Set(parts.map(\.delay) + directs.map(\.delay)).count == 1,
        let own = parts[0].rational.realization
      else { return nil }
      let direct = directs.reduce(0) { $0 + $1.gain }
      return PolesAndZeros(
        poles: own.poles, zeros: try own.zeros(direct: direct / parts[0].rational.gain))
    }
    let delays = Set(parts.map(\.delay) + directs.map(\.delay))
    let poles = PoleClusters.union(parts.map(\.rational.poles))
    guard delays.count <= 1 else {
      // A pole that several dead times share may be none: exp(-t)*(t < 5) has none.
      let lists = delays.map { delay in
        PoleClusters.union(parts.filter { $0.delay == delay }.map(\.rational.poles))
      }
      return lists.reduce(0) { $0 + Set($1).count } == Set(poles).count
        ? PolesAndZeros(poles: poles, zeros: nil) : nil
    }
    do {
      if directs.isEmpty, parts.count == 1 {
        let zeros = try parts[0].rational.numerators.flatMap {
          try Polynomial($0.reversed()).roots().map(\.rounded)
        }
        return PolesAndZeros(poles: poles, zeros: zeros)
      }
      let above = Self.numerator(
        of: parts.map(\.rational), direct: directs.reduce(0) { $0 + $1.gain }, over: poles)
      let zeros = above.degree == nil ? [] : try above.roots().map(\.rounded)
      return PolesAndZeros(poles: poles, zeros: zeros)
    } catch {
      throw SystemsError.undefined("the zeros of a transfer function: \(error)")
    }
  }

  /// `Σ gain · numerators · Π_{all ∖ own} (s − p) + direct · Π (s − p)`, without leading
  /// coefficients that are rounding.
  private static func numerator(
    of rationals: [Rational], direct: Double, over poles: [Complex<Double>]
  ) -> Polynomial {
    func roots(_ list: [Complex<Double>]) -> Polynomial {
      Polynomial(roots: list.map { ComplexDoubleDouble($0) })
    }
    var sum = roots(poles) * DoubleDouble(direct)
    var sizes = sum.coefficients.map { $0.hi.magnitude }
    for rational in rationals {
      var missing = poles
      for pole in rational.poles {
        if let k = missing.firstIndex(of: pole) { missing.remove(at: k) }
      }
      let part = rational.numerators.reduce(roots(missing) * DoubleDouble(rational.gain)) {
        $0 * Polynomial($1.reversed())
      }
      sum = sum + part
      for (k, c) in part.coefficients.enumerated() { sizes[k] += c.hi.magnitude }
    }
    let rounding = rationals.allSatisfy(\.perturbations.isEmpty) ? 0x1p-96 : 0x1p-50
    for k in sum.coefficients.indices.reversed() {
      guard sum.coefficients[k].hi.magnitude <= rounding * sizes[k] else { break }
      sum.coefficients[k] = .zero
    }
    return sum.trimmed
  }
}

extension Signal.Term {
  /// The roots in `z` of filters in series that share a period.
  fileprivate func planePolesAndZeros() throws -> PolesAndZeros? {
    guard Set(filters.map(\.period)).count == 1, trains.allSatisfy({ $0.events.count == 1 })
    else { return nil }
    var (poles, zeros): ([Complex<Double>], [Complex<Double>]) = ([], [])
    for filter in filters {
      let own = try filter.planePolesAndZeros()
      poles += own.poles
      zeros += own.zeros ?? []
    }
    // A pole and a zero at the origin are delays that undo each other.
    let common = min(poles.count { $0 == .zero }, zeros.count { $0 == .zero })
    for _ in 0..<common {
      if let k = poles.firstIndex(of: .zero) { poles.remove(at: k) }
      if let k = zeros.firstIndex(of: .zero) { zeros.remove(at: k) }
    }
    return PolesAndZeros(poles: poles, zeros: zeros)
  }
}

extension DiscreteFilter {
  /// The roots in `z`; delays are poles at 0.
  ///
  /// - Throws: `SystemsError` where roots can't be found.
  package func planePolesAndZeros() throws -> PolesAndZeros {
    let (above, aboveOrder) = try Self.roots(numerator)
    let (below, belowOrder) = try Self.roots(denominator)
    // H = z^(order below − order above) · B(z)/A(z)
    let delay = aboveOrder - belowOrder
    let origin = [Complex<Double>](repeating: .zero, count: abs(delay))
    return PolesAndZeros(
      poles: below + (delay > 0 ? origin : []), zeros: above + (delay < 0 ? origin : []))
  }

  /// The roots of `Σ cₙ z^(order − n)`, and the order: the last n whose coefficient is not 0.
  private static func roots(_ coefficients: [Double]) throws -> ([Complex<Double>], order: Int) {
    guard let order = coefficients.lastIndex(where: { $0 != 0 }) else { return ([], 0) }
    do {
      return (
        try Polynomial(coefficients[...order].reversed()).roots().map(\.rounded), order)
    } catch {
      throw SystemsError.undefined("the poles of a filter: \(error)")
    }
  }
}
