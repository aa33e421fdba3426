import ComplexModule
import NumericalMethods
import RealModule
import Systems

/// Signals drawn from a seeded generator, of every kind that a system or an input may be.
enum RandomSignals {
  /// The kinds of waveforms.
  enum Kind: String, CaseIterable, Sendable { case rational, pieces, form, train }

  static func signal(_ kind: Kind, _ random: inout Seeded) -> Signal {
    switch kind {
    case .rational: Signal(.rational(rational(&random)))
    case .pieces: Signal(.pieces(pieces(&random)))
    case .form: Signal(.closedForm(form(&random)))
    case .train: .events(events(3 + Int(random.unit() * 6), &random))
    }
  }

  /// Stable, one to four poles, real or in pairs, well apart.
  static func rational(_ random: inout Seeded) -> Rational {
    var poles: [Complex<Double>] = []
    var real = -0.3 - random.unit()
    for _ in 0..<(1 + Int(random.unit() * 2)) {
      if random.unit() < 0.4 {
        let height = 0.5 + 3 * random.unit()
        poles += [Complex(real, height), Complex(real, -height)]
      } else {
        poles.append(Complex(real))
      }
      real -= 0.4 + random.unit()
    }
    let count = 1 + Int(random.unit() * Double(poles.count))
    let above = (0..<count).map { _ in random.unit() - 0.3 }
    return Rational(gain: 1 + random.unit(), numerators: [above], poles: poles)
  }

  /// Lines or steps between uneven knots from about 0 to 4.
  static func pieces(_ random: inout Seeded) -> PiecewisePolynomial {
    var knots = [random.unit()]
    for _ in 0..<(2 + Int(random.unit() * 5)) {
      knots.append(knots[knots.count - 1] + 0.1 + random.unit())
    }
    let values = knots.map { _ in random.unit() - 0.3 }
    let isHeld = random.unit() < 0.4
    var coefficients: [Double] = []
    for k in 0..<(knots.count - 1) {
      coefficients.append(values[k])
      if !isHeld { coefficients.append((values[k + 1] - values[k]) / (knots[k + 1] - knots[k])) }
    }
    return PiecewisePolynomial(
      knots: TimeGrid(ascending: knots), coefficients: coefficients, degree: isHeld ? 0 : 1,
      isClosed: !isHeld)
  }

  /// tᵃ e^{−bt} or e^{−(t−c)²}.
  static func form(_ random: inout Seeded) -> ClosedForm {
    if random.unit() < 0.5 {
      let (power, rate) = (0.5 + random.unit(), 0.5 + random.unit())
      var form = ClosedForm(on: 0...Double.infinity) {
        $0 == 0 ? 0 : Double.pow($0, power) * Double.exp(-rate * $0)
      }
      form.startExponent = power
      form.features = [.init(centre: power / rate, width: 1 / rate)]
      return form
    }
    let centre = 1 + 2 * random.unit()
    var form = ClosedForm(on: 0...Double.infinity) {
      Double.exp(-($0 - centre) * ($0 - centre))
    }
    form.features = [.init(centre: centre, width: 0.7)]
    return form
  }

  static func events(_ count: Int, _ random: inout Seeded) -> [Event] {
    (0..<count).map { _ in Event(time: 6 * random.unit(), weight: random.unit() - 0.3) }
  }
}

/// A complex number in double-double as the sum over poles needs it.
func exactResponse(_ rational: Rational, at lag: DoubleDouble) -> DoubleDouble {
  // h = Σ residue · e^{pt}, poles apart; everything to about 30 digits.
  guard lag.hi >= 0 else { return .zero }
  var sum = ComplexDoubleDouble.zero
  for (i, pole) in rational.poles.enumerated() {
    let p = ComplexDoubleDouble(pole)
    var residue = ComplexDoubleDouble(Complex(rational.gain))
    for row in rational.numerators {
      var value = ComplexDoubleDouble.zero
      for c in row { value = value * p + ComplexDoubleDouble(Complex(c)) }
      residue *= value
    }
    for (j, other) in rational.poles.enumerated() where j != i {
      residue = residue / (p - ComplexDoubleDouble(other))
    }
    sum += residue * (p * lag).exponential()
  }
  return sum.real
}
