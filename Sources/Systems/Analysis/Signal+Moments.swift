internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension Signal {
  /// The signal's area and first moment.
  ///
  /// Rational waveforms by H(0) and −H′(0), factor by factor; pieces exactly; formulas by Gauss's
  /// rule on octaves; filters by B(1)/A(1); a convolution by the product rule.
  ///
  /// - Returns: nil where the area does not exist.
  /// - Throws: What evaluating a formula throws.
  public func moments() throws -> Moments? {
    var sum = ExactMoments()
    for term in terms {
      guard let part = try term.moments() else { return nil }
      sum = sum + part
    }
    return Moments(area: Double(sum.area), first: sum.first.map { Double($0) })
  }
}

/// Moments in double-double, so that terms that nearly cancel leave the right rest.
private struct ExactMoments {
  var area = DoubleDouble.zero
  var first: DoubleDouble? = .zero

  func convolved(with other: ExactMoments) -> ExactMoments {
    ExactMoments(
      area: area * other.area,
      first: first.flatMap { a in other.first.map { b in a * other.area + area * b } })
  }

  static func + (a: ExactMoments, b: ExactMoments) -> ExactMoments {
    ExactMoments(area: a.area + b.area, first: a.first.flatMap { x in b.first.map { x + $0 } })
  }

  init(area: DoubleDouble = .zero, first: DoubleDouble? = .zero) {
    self.area = area
    self.first = first
  }

  init(_ rounded: Moments) {
    self.init(area: DoubleDouble(rounded.area), first: rounded.first.map { DoubleDouble($0) })
  }
}

extension Signal.Term {
  /// The moments of the product, nil where a factor has none.
  fileprivate func moments() throws -> ExactMoments? {
    var product = ExactMoments(area: .one, first: DoubleDouble(delay))
    for train in trains {
      guard train.past.isEmpty else { return nil }
      product = product.convolved(with: train.moments)
    }
    for filter in filters {
      guard let taps = filter.taps, taps.stability == .stable else { return nil }
      product = product.convolved(with: taps.moments)
    }
    for loop in loops {
      guard let next = loop.moments, try loop.stability() == .stable else { return nil }
      product = product.convolved(with: ExactMoments(next))
    }
    for factor in factors {
      guard let next = try factor.moments() else { return nil }
      product = product.convolved(with: next)
    }
    return product
  }
}

extension Train {
  /// Σ w and Σ w t.
  fileprivate var moments: ExactMoments {
    var area = DoubleDouble.zero
    var first = DoubleDouble.zero
    for event in events {
      area += event.weight
      first += DoubleDouble.product(event.weight, event.time)
    }
    return ExactMoments(area: area, first: first)
  }
}

extension DiscreteFilter {
  /// B(1)/A(1), and by the rule of the quotient its derivative in the lag.
  fileprivate var moments: ExactMoments {
    let (b, below) = (Self.sums(numerator), Self.sums(denominator))
    let area = b.0 / below.0
    return ExactMoments(area: area, first: (b.1 - area * below.1) / below.0 * period)
  }

  /// Σ c and Σ n c.
  private static func sums(_ coefficients: [Double]) -> (DoubleDouble, DoubleDouble) {
    coefficients.enumerated().reduce((.zero, .zero)) {
      ($0.0 + $1.element, $0.1 + DoubleDouble.product(Double($1.offset), $1.element))
    }
  }
}

extension Waveform {
  fileprivate func moments() throws -> ExactMoments? {
    switch self {
    case .rational(let rational): rational.stability == .stable ? rational.moments : nil
    case .pieces(let pieces): ExactMoments(pieces.moments)
    case .closedForm(let form): try LegendrePanels(form).map { ExactMoments($0.moments) }
    }
  }
}

extension Rational {
  /// H(0) and −H′(0): each factor has moments of its own, and they convolve.
  fileprivate var moments: ExactMoments {
    if let realization {
      // c (−A)⁻¹ b and c A⁻² b
      let values = realization.values(at: .zero, count: 2)
      return ExactMoments(
        area: DoubleDouble(gain * values[0].real), first: DoubleDouble(gain * values[1].real))
    }
    var area = ComplexDoubleDouble(Complex(gain))
    var first = ComplexDoubleDouble.zero
    func convolve(_ a: ComplexDoubleDouble, _ b: ComplexDoubleDouble) {
      (area, first) = (area * a, first * a + area * b)
    }
    var rest = numerators.filter { !$0.isEmpty }[...]
    for pole in poles {
      if let row = rest.popFirst() {
        let slope = row.count > 1 ? -row[row.count - 2] : 0
        convolve(.init(Complex(row[row.count - 1])), .init(Complex(slope)))
      }
      let inverse = ComplexDoubleDouble.one / ComplexDoubleDouble(pole)
      convolve(-inverse, inverse * inverse)
    }
    return ExactMoments(area: area.real, first: first.real)
  }
}

extension PiecewisePolynomial {
  /// ∫ p and ∫ t p, cell by cell.
  fileprivate var moments: Moments {
    var area = CompensatedSum()
    var first = CompensatedSum()
    for k in 0..<cells {
      let width = width(k)
      var power = width
      var own = 0.0
      for j in 0...degree {
        let c = coefficients[k * (degree + 1) + j]
        own += c * power / Double(j + 1)
        power *= width
        first.add(c * power / Double(j + 2))
      }
      area.add(own)
      first.add(own * knots[k])
    }
    return Moments(area: area.value, first: first.value)
  }
}
