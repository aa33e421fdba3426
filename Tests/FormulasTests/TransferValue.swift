import ComplexModule
import RealModule
import Systems

/// The Laplace transform of a signal of impulses and rationals at one `s`: the plain definition.
func transferValue(_ signal: Signal, at s: Complex<Double>) -> Complex<Double> {
  var sum = Complex<Double>.zero
  for term in signal.terms {
    var value = Complex.exp(-s * Complex(term.delay))
    for train in term.trains {
      value = value * train.events.reduce(Complex.zero) {
        $0 + Complex($1.weight) * Complex.exp(-s * Complex($1.time))
      }
    }
    for factor in term.factors {
      guard case .rational(let h) = factor else { return Complex(.nan, .nan) }
      value = value * Complex(h.gain)
      for c in h.numerators {
        value = value * c.reduce(Complex.zero) { $0 * s + Complex($1) }
      }
      for p in h.poles { value = value / (s - p) }
    }
    sum = sum + value
  }
  return sum
}

/// The poles of a signal, sorted.
func poles(_ signal: Signal) -> [Complex<Double>] {
  signal.terms.flatMap { term in
    term.factors.flatMap { factor -> [Complex<Double>] in
      if case .rational(let h) = factor { h.poles } else { [] }
    }
  }.sorted { ($0.real, $0.imaginary) < ($1.real, $1.imaginary) }
}

/// Some places in the right half plane.
let places: [Complex<Double>] = [
  Complex(0.3), Complex(1, 2), Complex(5, -0.7), Complex(0.01, 3), Complex(40, 11),
]
