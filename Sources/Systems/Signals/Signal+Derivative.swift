extension Signal {
  /// The derivative in time, jumps as impulses; nil where a term is nothing but impulses, or a formula whose
  /// derivative is not known.
  ///
  ///     (g₁ * g₂ * …)′ = g₁′ * g₂ * …
  ///
  /// - Complexity: O(n) in what the signal holds.
  public var derivative: Signal? {
    var sum = Signal()
    for term in terms {
      guard let moved = term.derivative else { return nil }
      sum = sum + moved
    }
    return sum
  }
}

extension Signal.Term {
  /// The term with one of its waveforms differentiated.
  fileprivate var derivative: Signal? {
    for (k, factor) in factors.enumerated() {
      guard let moved = factor.derivative else { continue }
      var rest = self
      rest.factors.remove(at: k)
      return Signal(terms: [rest]).convolved(with: moved)
    }
    return nil
  }
}

extension Waveform {
  fileprivate var derivative: Signal? {
    switch self {
    case .rational(let rational): rational.derivative
    case .pieces(let pieces): pieces.derivative
    case .closedForm(let form): form.slope?()
    }
  }
}

extension Rational {
  /// `s H(s)`, with an impulse where h jumps at 0; nil where that is not proper, or a state space.
  fileprivate var derivative: Signal? {
    guard realization == nil, degree < poles.count else { return nil }
    func differentiated(_ rational: Rational) -> Rational {
      Rational(gain: rational.gain, numerators: rational.numerators + [[1, 0]], poles: rational.poles)
    }
    var copy = differentiated(self)
    copy.perturbations = perturbations.map(differentiated)
    return Signal(.rational(copy))
  }
}

extension PiecewisePolynomial {
  /// The derivative of every cell, and an impulse at each knot where the function jumps.
  fileprivate var derivative: Signal {
    var events: [Event] = []
    var slopes: [Double] = []
    let width = max(degree, 1)
    let largest = coefficients.reduce(0) { max($0, $1.magnitude) }
    var before = 0.0
    func note(_ knot: Int, _ jump: Double) {
      // Samples joined by lines meet but for rounding.
      guard jump.magnitude > 1e-13 * largest else { return }
      events.append(Event(time: knots[knot] + low(knot), weight: jump))
    }
    for cell in 0..<cells {
      let own = coefficients[cell * (degree + 1)..<(cell + 1) * (degree + 1)]
      note(cell, own[own.startIndex] - before)
      before = own.reversed().reduce(0) { $0 * self.width(cell) + $1 }
      for power in 1...width {
        slopes.append(power <= degree ? own[own.startIndex + power] * Double(power) : 0)
      }
    }
    note(cells, -lastValue)
    var result = Signal.events(events)
    if degree > 0 {
      let pieces = PiecewisePolynomial(knots: knots, coefficients: slopes, degree: width - 1, isClosed: isClosed)
      result = result + Signal(.pieces(pieces))
    }
    return result
  }
}
