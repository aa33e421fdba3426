import RealModule

/// A function just after a moment, as its first powers of the time τ since then.
///
///     Σ cₖ τ^(αₖ) + O(τ^order),   any real exponents, ascending
struct StartSeries {
  struct Term {
    var exponent: Double
    var coefficient: Double
  }

  private static let maximalCount = 12

  private(set) var terms: [Term] = []
  /// From which power on nothing is known; infinite if all is.
  private(set) var order = Double.infinity

  init(_ terms: [Term], order: Double = .infinity) {
    self.order = order
    for term in terms.sorted(by: { $0.exponent < $1.exponent }) where term.coefficient != 0 {
      if let last = self.terms.last, abs(last.exponent - term.exponent) < 1e-9 {
        self.terms[self.terms.count - 1].coefficient += term.coefficient
        if self.terms[self.terms.count - 1].coefficient == 0 { self.terms.removeLast() }
      } else {
        self.terms.append(term)
      }
    }
    self.terms.removeAll { $0.exponent >= self.order }
    if self.terms.count > Self.maximalCount {
      self.order = self.terms[Self.maximalCount].exponent
      self.terms.removeLast(self.terms.count - Self.maximalCount)
    }
  }

  init(constant: Double, order: Double = .infinity) {
    self.init([Term(exponent: 0, coefficient: constant)], order: order)
  }

  /// The first power that is there.
  var leading: Double { terms.first?.exponent ?? order }

  /// The limit: infinite where the first power is below 0, nil where nothing is known.
  var limit: Double? {
    guard let first = terms.first, first.exponent <= 0 else { return order > 0 ? 0 : nil }
    if first.exponent == 0 { return first.coefficient }
    return first.coefficient > 0 ? .infinity : -.infinity
  }

  /// The first power that is not 0, 1, 2, …: where the function isn't smooth.
  var singularExponent: Double? {
    terms.first { $0.exponent < 0 || abs($0.exponent - $0.exponent.rounded()) > 1e-9 }?.exponent
  }

  /// The sign just after the moment; 0 if nothing is there.
  var sign: Int? {
    if let first = terms.first { return first.coefficient > 0 ? 1 : -1 }
    return order == .infinity ? 0 : nil
  }

  /// The constant and what comes after it; nil where it begins below power 0.
  var split: (constant: Double, rest: StartSeries)? {
    guard leading >= 0, order > 0 else { return nil }
    let constant = terms.first.map { $0.exponent == 0 ? $0.coefficient : 0 } ?? 0
    return (constant, StartSeries(terms.filter { $0.exponent > 0 }, order: order))
  }

  static func + (a: Self, b: Self) -> Self {
    StartSeries(a.terms + b.terms, order: min(a.order, b.order))
  }

  static func * (a: Self, b: Self) -> Self {
    var products: [Term] = []
    for x in a.terms {
      for y in b.terms {
        products.append(
          Term(exponent: x.exponent + y.exponent, coefficient: x.coefficient * y.coefficient))
      }
    }
    return StartSeries(products, order: min(a.order + b.leading, b.order + a.leading))
  }

  static func * (a: Self, b: Double) -> Self { a * StartSeries(constant: b) }

  /// `Σ cₖ xᵏ` for this as x, which must vanish at the moment.
  func composed(_ coefficients: [Double]) -> StartSeries? {
    guard leading > 0 else { return nil }
    var sum = StartSeries(
      constant: coefficients[0], order: leading * Double(coefficients.count))
    if terms.isEmpty, order == .infinity { return StartSeries(constant: coefficients[0]) }
    var power = StartSeries(constant: 1)
    for c in coefficients.dropFirst() {
      power = power * self
      sum = sum + power * c
    }
    return sum
  }

  /// The power: the first term taken out, the rest by the binomial series.
  func raised(to p: Double) -> StartSeries? {
    if p == 0 { return StartSeries(constant: 1) }
    guard let first = terms.first else { return order == .infinity && p > 0 ? self : nil }
    let front = Double.pow(first.coefficient, p)
    guard front.isFinite else { return nil }
    let inverse = StartSeries([
      Term(exponent: -first.exponent, coefficient: 1 / first.coefficient)
    ])
    let rest = StartSeries(Array(terms.dropFirst()), order: order) * inverse
    var binomial = [1.0]
    for k in 1...Self.maximalCount {
      binomial.append(binomial[k - 1] * (p - Double(k) + 1) / Double(k))
    }
    return rest.composed(binomial).map {
      $0 * StartSeries([Term(exponent: first.exponent * p, coefficient: front)])
    }
  }
}
