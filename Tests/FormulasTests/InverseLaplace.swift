import ComplexModule
import RealModule
import Systems

/// The plain definition of a rational waveform in time, for the tests alone.
///
/// With the bidiagonal matrix Z of the poles (ones above the diagonal),
/// h(t) = gain · (N(Z) e^(tZ)) in the upper right corner, because that corner of f(Z) is the divided
/// difference f[p₁, …, p_m] and the residue theorem says that this is the inverse transform.
func inverseLaplace(_ h: Rational, at t: Double) -> Double {
  let m = h.poles.count
  typealias Matrix = [[Complex<Double>]]
  func product(_ a: Matrix, _ b: Matrix) -> Matrix {
    var c = a
    for i in 0..<m {
      for j in 0..<m {
        c[i][j] = (0..<m).reduce(Complex.zero) { $0 + a[i][$1] * b[$1][j] }
      }
    }
    return c
  }
  let one: Matrix = (0..<m).map { i in (0..<m).map { $0 == i ? .one : .zero } }
  var z = one
  for i in 0..<m {
    z[i][i] = h.poles[i]
    if i + 1 < m { z[i][i + 1] = .one }
  }
  var squarings = 0
  let size = h.poles.reduce(1) { max($0, $1.length + 1) } * t
  while size / Double(1 << squarings) > 0.5 { squarings += 1 }
  var term = one
  var power = one
  for k in 1..<25 {
    term = product(term, z).map { $0.map { $0 * Complex(t / Double(1 << squarings) / Double(k)) } }
    power = zip(power, term).map { zip($0, $1).map { $0 + $1 } }
  }
  for _ in 0..<squarings { power = product(power, power) }
  for factor in h.numerators {
    var value = one.map { $0.map { $0 * Complex(factor[0]) } }
    for c in factor.dropFirst() {
      value = product(value, z)
      for i in 0..<m { value[i][i] += Complex(c) }
    }
    power = product(value, power)
  }
  return h.gain * power[0][m - 1].real
}

/// The value of a recognised signal at a time, term by term; nil where a term can't be read here.
func plainValue(_ signal: Signal, at t: Double) throws -> Double {
  var sum = 0.0
  for term in signal.terms {
    let lag = t - term.delay
    let weight = term.trains.reduce(1) { $0 * $1.events[0].weight }
    switch term.factors[0] {
    case .rational(let h): sum += lag < 0 ? 0 : weight * inverseLaplace(h, at: lag)
    case .closedForm(let f): sum += weight * (try f.value(at: lag))
    case .pieces(let p):
      let knots = Array(p.knots)
      guard lag >= knots[0], lag < knots[p.cells] || (p.isClosed && lag == knots[p.cells]) else {
        continue
      }
      let cell = min(knots.lastIndex { $0 <= lag } ?? 0, p.cells - 1)
      let c = p.coefficients[cell * (p.degree + 1)..<(cell + 1) * (p.degree + 1)]
      sum += weight * c.reversed().reduce(0) { $0 * (lag - knots[cell]) + $1 }
    }
  }
  return sum
}
