import NumericalMethods

/// A sum of powers times exponentials, real as a whole: complex terms stand with their conjugates.
///
///     Σ c tᵏ e^(p t)
///
/// All numbers are double-doubles, so that an exponent given by doubles comes out exactly.
struct ExponentialSum: Hashable, Sendable {
  struct Term: Hashable, Sendable {
    var power: Int
    var pole: ComplexDoubleDouble
    var coefficient: ComplexDoubleDouble
  }

  /// How many terms are worth it, and how high a power.
  static let maximalCount = 64
  static let maximalPower = 40

  /// The terms, no two of the same power and pole.
  private(set) var terms: [Term] = []

  init() {}

  init(constant: DoubleDouble) {
    if !constant.isZero {
      terms = [Term(power: 0, pole: .zero, coefficient: ComplexDoubleDouble(constant))]
    }
  }

  /// The polynomial `Σ coefficients[k] tᵏ`.
  init(polynomial coefficients: [DoubleDouble]) {
    for (k, c) in coefficients.enumerated() where !c.isZero {
      terms.append(Term(power: k, pole: .zero, coefficient: ComplexDoubleDouble(c)))
    }
  }

  /// `coefficient · e^(pole t)`, and its conjugate where `isPair`.
  init(coefficient: ComplexDoubleDouble, pole: ComplexDoubleDouble, isPair: Bool = false) {
    add(Term(power: 0, pole: pole, coefficient: coefficient))
    if isPair {
      add(Term(power: 0, pole: pole.conjugate, coefficient: coefficient.conjugate))
    }
  }

  static let time = ExponentialSum(polynomial: [.zero, .one])

  var isZero: Bool { terms.isEmpty }

  /// Whether every number is finite.
  var isFinite: Bool { terms.allSatisfy { $0.coefficient.isFinite && $0.pole.isFinite } }

  /// The coefficients of rising powers if this is a polynomial.
  var polynomial: [DoubleDouble]? {
    var coefficients: [DoubleDouble] = [.zero]
    for term in terms {
      guard term.pole.isZero else { return nil }
      while coefficients.count <= term.power { coefficients.append(.zero) }
      coefficients[term.power] = term.coefficient.real
    }
    return coefficients
  }

  /// The value if this is a constant.
  var constant: DoubleDouble? {
    guard let coefficients = polynomial, coefficients.count == 1 else { return nil }
    return coefficients[0]
  }

  /// Slope and intercept if this is a straight line.
  var affine: (slope: DoubleDouble, intercept: DoubleDouble)? {
    guard let coefficients = polynomial, coefficients.count <= 2 else { return nil }
    return (coefficients.count == 2 ? coefficients[1] : .zero, coefficients[0])
  }

  /// The only term, if it is a real exponential `c e^(p t)`.
  var exponential: (coefficient: DoubleDouble, pole: DoubleDouble)? {
    guard terms.count == 1, terms[0].power == 0, terms[0].pole.imaginary.isZero else { return nil }
    return (terms[0].coefficient.real, terms[0].pole.real)
  }

  private mutating func add(_ term: Term) {
    if let k = terms.firstIndex(where: { $0.power == term.power && $0.pole == term.pole }) {
      terms[k].coefficient += term.coefficient
      if terms[k].coefficient.isZero { terms.remove(at: k) }
    } else if !term.coefficient.isZero {
      terms.append(term)
    }
  }

  /// The sum, or nil where it has too many terms.
  func adding(_ other: ExponentialSum) -> ExponentialSum? {
    var sum = self
    for term in other.terms { sum.add(term) }
    return sum.terms.count <= Self.maximalCount ? sum : nil
  }

  func scaled(by factor: DoubleDouble) -> ExponentialSum {
    var copy = ExponentialSum()
    for var term in terms {
      term.coefficient = term.coefficient * factor
      copy.add(term)
    }
    return copy
  }

  /// The product, or nil where it has too many terms or too high a power.
  func multiplied(by other: ExponentialSum) -> ExponentialSum? {
    var product = ExponentialSum()
    for a in terms {
      for b in other.terms {
        guard a.power + b.power <= Self.maximalPower else { return nil }
        product.add(
          Term(
            power: a.power + b.power, pole: a.pole + b.pole,
            coefficient: a.coefficient * b.coefficient))
        guard product.terms.count <= Self.maximalCount else { return nil }
      }
    }
    return product
  }

  /// The power with an exponent 0, 1, 2, …, or nil where it has too many terms.
  func raised(to exponent: Int) -> ExponentialSum? {
    guard exponent <= Self.maximalPower else { return nil }
    var power = ExponentialSum(constant: .one)
    for _ in 0..<exponent {
      guard let next = power.multiplied(by: self) else { return nil }
      power = next
    }
    return power
  }

  /// The same function of `t − origin`.
  ///
  ///     tᵏ e^(p t) = Σⱼ C(k, j) originᵏ⁻ʲ e^(p origin) (t − origin)ʲ e^(p (t − origin))
  func about(_ origin: Double) -> ExponentialSum {
    guard origin != 0 else { return self }
    var moved = ExponentialSum()
    for term in terms {
      let front = term.coefficient * (term.pole * origin).exponential()
      var factor = DoubleDouble.one
      for j in stride(from: term.power, through: 0, by: -1) {
        // factor = C(k, j) · origin^(k − j)
        moved.add(Term(power: j, pole: term.pole, coefficient: front * factor))
        factor = factor * origin * Double(j) / Double(term.power - j + 1)
      }
    }
    return moved
  }
}
