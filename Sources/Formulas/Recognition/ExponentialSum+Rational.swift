import ComplexModule
import NumericalMethods
import RealModule
import Systems

extension ExponentialSum {
  /// The terms of each exponential together, powers over their factorials.
  var grouped: [ExponentialPieces.Term] {
    var found: [ExponentialPieces.Term] = []
    for term in terms {
      if !found.contains(where: { $0.pole == term.pole }) {
        found.append(.init(pole: term.pole, coefficients: []))
      }
      for k in found.indices where found[k].pole == term.pole {
        while found[k].coefficients.count <= term.power { found[k].coefficients.append(.zero) }
        let factorial = (1..<max(term.power + 1, 2)).reduce(DoubleDouble.one) { $0 * Double($1) }
        found[k].coefficients[term.power] = term.coefficient * factorial
      }
    }
    return found
  }

  /// The causal waveforms, one for each power of time times an exponential, that add up to this.
  ///
  ///     c tᵏ e^(pt)           →  c k! / (s − p)^(k+1)
  ///     tᵏ e^(at) cos(wt)     →  k! Re (s − a + iw)^(k+1) / ((s − a)² + w²)^(k+1)
  ///     tᵏ e^(at) sin(wt)     →  k! Im (s − a + iw)^(k+1) / ((s − a)² + w²)^(k+1)
  var rationals: [Rational] {
    var found: [Rational] = []
    for term in terms {
      var factorial = DoubleDouble.one
      for j in 1..<max(term.power + 1, 2) { factorial = factorial * Double(j) }
      if term.pole.imaginary.isZero {
        found.append(
          Self.decay(term.coefficient.real * factorial, term.pole.real, power: term.power))
      } else if term.pole.imaginary.hi > 0 {
        // c e^(iwt) + conjugate = 2 Re c cos(wt) − 2 Im c sin(wt)
        let cosine = term.coefficient.real * factorial * 2
        let sine = term.coefficient.imaginary * factorial * -2
        if !cosine.isZero {
          found.append(Self.oscillation(cosine, term.pole, power: term.power, isSine: false))
        }
        if !sine.isZero {
          found.append(Self.oscillation(sine, term.pole, power: term.power, isSine: true))
        }
      }
    }
    return found
  }

  private static func decay(
    _ gain: DoubleDouble, _ pole: DoubleDouble, power: Int
  ) -> Rational {
    func rational(_ p: Double) -> Rational {
      Rational(gain: gain.hi, poles: [Complex<Double>](repeating: Complex(p), count: power + 1))
    }
    var result = rational(pole.hi)
    if pole.lo != 0 {
      result.perturbations = [pole.hi.nextUp, pole.hi.nextDown].map(rational)
    }
    return result
  }

  private static func oscillation(
    _ gain: DoubleDouble, _ pole: ComplexDoubleDouble, power: Int, isSine: Bool
  ) -> Rational {
    let order = power + 1
    func rational(_ a: Double, _ w: Double) -> Rational {
      var numerators: [[Double]] = []
      // (x + iw)^n is imaginary or real where x = w cot θ, θ = (j + ½)π/n or jπ/n.
      for j in (isSine ? 1 : 0)..<order {
        let angle = (Double(j) + (isSine ? 0 : 0.5)) / Double(order)
        let x = angle == 0.5 ? 0 : w / Double.tan(Double.pi * angle)
        numerators.append([1, -(a + x)])
      }
      let front = isSine ? gain * Double(order) * w : gain
      return Rational(
        gain: front.hi, numerators: numerators,
        poles: (0..<order).flatMap { _ in [Complex(a, w), Complex(a, -w)] })
    }
    let (a, w) = (pole.real.hi, pole.imaginary.hi)
    var result = rational(a, w)
    if pole.real.lo != 0 || pole.imaginary.lo != 0 {
      result.perturbations = [
        rational(a.nextUp, w.nextUp), rational(a.nextUp, w.nextDown),
        rational(a.nextDown, w.nextUp), rational(a.nextDown, w.nextDown),
      ]
    }
    return result
  }
}
