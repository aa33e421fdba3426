public import ComplexModule
internal import NumericalMethods
public import RealModule

extension Signal {
  /// The Fourier transform, which is the frequency response of the system with this impulse
  /// response.
  ///
  ///     H(iω) = ∫ h(t) e^{−iωt} dt
  ///
  /// Rationals by their factors, whether stable or not; pieces exactly in every cell; formulas by
  /// Legendre panels; trains as sums; filters at z = e^{iωP}; a convolution as the product.
  ///
  /// - Parameter frequencies: ω, in radians for each unit of time.
  /// - Throws: `SystemsError.undefined` where a pole lies on a frequency, or a formula has no
  ///   finite absolute area; what evaluating a formula throws.
  /// - Complexity: O(frequencies · (poles + cells + panels + impulses)).
  public func frequencyResponse(at frequencies: [Double]) throws -> [Complex<Double>] {
    let values = try responseValues(at: frequencies)
    for (value, frequency) in zip(values, frequencies) where !value.isFinite {
      throw SystemsError.undefined(
        "the frequency response must be finite, found a pole at the frequency \(frequency)")
    }
    return values
  }

  /// The frequency response, not finite at a pole.
  func responseValues(at frequencies: [Double]) throws -> [Complex<Double>] {
    try PreparedResponse(self, isForMany: frequencies.count > 16).values(at: frequencies)
  }
}

/// A signal made ready for its Fourier transform: formulas cut into panels, many pieces gathered in blocks.
struct PreparedResponse {
  private enum Factor {
    case rational(Rational)
    case pieces(PiecewisePolynomial)
    case moments(PieceMoments)
    case form(LegendrePanels)
  }

  private let terms: [(term: Signal.Term, filters: [DiscreteFilter], factors: [Factor])]

  /// Cuts and gathers.
  ///
  /// - Parameter isForMany: whether more than a few frequencies will be asked for.
  /// - Throws: `SystemsError.undefined` where there is no transform.
  init(_ signal: Signal, isForMany: Bool) throws {
    terms = try signal.terms.map { term in
      let filters = try term.filters.map { filter in
        guard let taps = filter.taps else {
          throw SystemsError.undefined(
            "a power series needs coefficients that die away to have a frequency response")
        }
        return taps
      }
      let factors = try term.factors.map { factor -> Factor in
        switch factor {
        case .rational(let rational): return .rational(rational)
        case .pieces(let pieces):
          return isForMany && pieces.cells > 64 ? .moments(PieceMoments(pieces)) : .pieces(pieces)
        case .closedForm(let form):
          guard let panels = try LegendrePanels(form) else {
            throw SystemsError.undefined(
              "a formula needs a finite absolute area to have a frequency response, found " + form.text)
          }
          return .form(panels)
        }
      }
      return (term, filters, factors)
    }
  }

  /// The transform at frequencies, not finite at a pole.
  func values(at frequencies: [Double]) throws -> [Complex<Double>] {
    var sums = [Complex<Double>](repeating: .zero, count: frequencies.count)
    for (term, filters, factors) in terms {
      for (k, frequency) in frequencies.enumerated() {
        var value = Complex.turn(-frequency * term.delay)
        for train in term.trains { value *= try train.transform(at: frequency) }
        for loop in term.loops { value *= loop.transform(at: frequency) }
        for filter in filters { value *= filter.transform(at: frequency) }
        for factor in factors {
          switch factor {
          case .rational(let rational): value *= rational.transform(at: frequency)
          case .pieces(let pieces): value *= pieces.transform(at: frequency)
          case .moments(let moments): value *= moments.transform(at: frequency)
          case .form(let panels): value *= panels.transform(at: frequency)
          }
        }
        sums[k] += value
      }
    }
    return sums
  }

  /// The same, nil at a pole.
  func finiteValues(at frequencies: [Double]) throws -> [Complex<Double>?] {
    try values(at: frequencies).map { $0.isFinite ? $0 : nil }
  }
}

extension Complex<Double> {
  /// e^{i angle}.
  fileprivate static func turn(_ angle: Double) -> Complex {
    Complex(Double.cos(angle), Double.sin(angle))
  }
}

extension Train {
  /// Σ w e^{−iωt}.
  fileprivate func transform(at frequency: Double) throws -> Complex<Double> {
    guard past.isEmpty else {
      throw SystemsError.undefined("a train without a beginning has no frequency response")
    }
    var real = CompensatedSum()
    var imaginary = CompensatedSum()
    for event in events {
      real.add(event.weight * Double.cos(frequency * event.time))
      imaginary.add(-event.weight * Double.sin(frequency * event.time))
    }
    return Complex(real.value, imaginary.value)
  }
}

extension DiscreteFilter {
  /// B(z)/A(z) at z = e^{iωP}.
  fileprivate func transform(at frequency: Double) -> Complex<Double> {
    let turn = Complex.turn(-frequency * period)
    func value(_ coefficients: [Double]) -> Complex<Double> {
      coefficients.reversed().reduce(.zero) { $0 * turn + Complex($1) }
    }
    return value(numerator) / value(denominator)
  }
}

extension Rational {
  /// H(iω), numerators and poles in turn so that high orders stay within range.
  fileprivate func transform(at frequency: Double) -> Complex<Double> {
    if let realization {
      return realization.values(at: Complex(0, frequency), count: 1)[0].multiplied(by: gain)
    }
    let s = ComplexDoubleDouble(Complex(0, frequency))
    var value = ComplexDoubleDouble(Complex(gain))
    var rest = numerators.filter { !$0.isEmpty }[...]
    for pole in poles {
      if let row = rest.popFirst() { value *= Polynomial(row.reversed()).value(at: s) }
      let distance = s - ComplexDoubleDouble(pole)
      if distance.isZero { return Complex(.infinity, .infinity) }
      value = value / distance
    }
    return value.rounded
  }
}

extension PiecewisePolynomial {
  /// Σ over cells of `e^{−iωτ} Σ cⱼ w^{j+1} φⱼ(ωw)`,  `φⱼ(θ) = ∫₀¹ uʲ e^{−iθu} du`.
  fileprivate func transform(at frequency: Double) -> Complex<Double> {
    var sum = TransformSum()
    sum.add(self, cells: 0..<cells, at: frequency)
    return sum.value
  }

  /// φ₀ … φ_degree: by their series for small θ, else upwards by parts.
  fileprivate static func moments(degree: Int, at angle: Double) -> [Complex<Double>] {
    if angle.magnitude <= 2 {
      return (0...degree).map { j in
        var term = Complex<Double>.one
        var sum = Complex<Double>.zero
        for n in 0..<32 {
          if n > 0 { term = term * Complex(0, -angle / Double(n)) }
          let scale = 1 / Double(n + j + 1)
          sum += Complex(term.real * scale, term.imaginary * scale)
        }
        return sum
      }
    }
    // φⱼ = (j φⱼ₋₁ − e^{−iθ})/(iθ)
    let end = Complex.turn(-angle)
    var result: [Complex<Double>] = []
    for j in 0...degree {
      let above = j == 0 ? Complex(1) - end : Complex(Double(j)) * result[j - 1] - end
      result.append(above / Complex(0, angle))
    }
    return result
  }
}

/// A sum of parts of a transform.
struct TransformSum {
  private var real = CompensatedSum()
  private var imaginary = CompensatedSum()
  // A grid has few widths that differ, by the rounding of its knots.
  private var known: [Double: [Complex<Double>]] = [:]

  var value: Complex<Double> { Complex(real.value, imaginary.value) }

  mutating func add(_ part: Complex<Double>) {
    real.add(part.real)
    imaginary.add(part.imaginary)
  }

  /// Adds cells of pieces, always at the same frequency.
  mutating func add(_ pieces: PiecewisePolynomial, cells: Range<Int>, at frequency: Double) {
    let degree = pieces.degree
    for k in cells {
      let width = pieces.width(k)
      let basis = known[width] ?? PiecewisePolynomial.moments(degree: degree, at: frequency * width)
      if known.count < 256 { known[width] = basis }
      var power = width
      var sum = Complex<Double>.zero
      for j in 0...degree {
        let factor = pieces.coefficients[k * (degree + 1) + j] * power
        sum += Complex(basis[j].real * factor, basis[j].imaginary * factor)
        power *= width
      }
      add(sum * Complex.turn(-frequency * pieces.knots[k]))
    }
  }
}
