internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension StateSpace {
  /// A rational waveform as a chain of systems of first and second order; nothing is multiplied out.
  ///
  ///     N/(Q₁ … Q_k) = d + Σᵢ Rᵢ/(Q₁ … Qᵢ)
  ///
  /// Each numerator stands over as many poles as it needs; Rᵢ are the remainders of dividing it by them one
  /// after the other. States are scaled by their poles, so that they are of one size.
  ///
  /// - Parameter span: the longest time that matters.
  /// - Complexity: O(n²) for n poles.
  init(cascade rational: Rational, over span: Double) {
    if let own = rational.realization {
      let n = own.order
      self.init(
        a: (0..<n).map { i in (0..<n).map { own.a[i, $0] } }, b: own.b,
        c: own.c.map { $0 * rational.gain })
      return
    }
    let n = rational.poles.count
    self.init(
      a: [[Double]](repeating: [Double](repeating: 0, count: n), count: n),
      b: [Double](repeating: 0, count: n), c: [Double](repeating: 0, count: n), d: rational.gain)
    let floor = span > 0 && span.isFinite ? 1 / span : 1
    var left = Self.factors(of: rational.poles)[...]
    var sections: [(numerator: Polynomial, factors: [Polynomial])] = []
    for row in rational.numerators where row.count > 1 {
      var section = (numerator: Polynomial(Array(row.reversed())), factors: [Polynomial]())
      while section.factors.reduce(0, { $0 + $1.coefficients.count - 1 })
        < section.numerator.coefficients.count - 1
      {
        if let factor = left.popFirst() {
          section.factors.append(factor)
        } else if let before = sections.popLast() {
          // A pair that stood below one zero alone has room for this one.
          section = (before.numerator * section.numerator, before.factors + section.factors)
        } else {
          break
        }
      }
      sections.append(section)
    }
    sections += left.map { (Polynomial([DoubleDouble.one]), [$0]) }
    var next = 0
    for section in sections { append(section.numerator, over: section.factors, at: &next, floor) }
    for row in rational.numerators where row.count == 1 {
      for i in 0..<n { c[i] *= row[0] }
      d *= row[0]
    }
  }

  /// The real factors of poles: `s − p`, and `s² − 2 Re p s + |p|²` for a pair.
  private static func factors(of poles: [Complex<Double>]) -> [Polynomial] {
    poles.filter { $0.imaginary >= 0 }.map { pole in
      if pole.imaginary == 0 { return Polynomial([-pole.real, 1]) }
      let square = DoubleDouble.product(pole.real, pole.real)
        + DoubleDouble.product(pole.imaginary, pole.imaginary)
      return Polynomial([square, DoubleDouble(-2 * pole.real), .one])
    }
  }

  /// Sends the output through one more quotient.
  private mutating func append(
    _ numerator: Polynomial, over factors: [Polynomial], at next: inout Int, _ floor: Double
  ) {
    var above = numerator
    var remainders: [Polynomial] = []
    for factor in factors.reversed() {
      guard let parts = try? above.divided(by: factor) else { break }
      remainders.insert(parts.remainder, at: 0)
      above = parts.quotient
    }
    let direct = above.coefficients.first?.hi ?? 0
    var (row, gain) = (c, d)
    var output = c.map { $0 * direct }
    var scale = 1.0
    for (factor, rest) in zip(factors, remainders) {
      let q = factor.coefficients.map(\.hi)
      let r = rest.coefficients.map(\.hi)
      let speed = Swift.max(q.count == 2 ? q[0].magnitude : q[0].magnitude.squareRoot(), floor)
      let (value, slope) = (next, next + 1)
      let last = q.count == 2 ? value : slope
      for j in row.indices { a[last][j] += speed * row[j] }
      b[last] += speed * gain
      if q.count == 2 {
        a[value][value] -= q[0]
        scale *= speed
        output[value] += (r.first ?? 0) / scale
      } else {
        a[value][slope] = speed
        a[slope][value] -= q[0] / speed
        a[slope][slope] -= q[1]
        scale *= speed * speed
        output[value] += (r.first ?? 0) / scale
        output[slope] += (r.count > 1 ? r[1] : 0) / scale * speed
      }
      row = [Double](repeating: 0, count: row.count)
      row[value] = 1
      gain = 0
      next += q.count - 1
    }
    c = output
    d *= direct
  }

  /// This system followed by another.
  func series(_ next: StateSpace) -> StateSpace {
    let n = next.a.count
    var result = StateSpace(
      a: a.map { $0 + [Double](repeating: 0, count: n) }, b: b + next.b.map { $0 * d },
      c: c.map { $0 * next.d } + next.c, d: d * next.d)
    for i in 0..<n { result.a.append(c.map { $0 * next.b[i] } + next.a[i]) }
    return result
  }

  /// This system beside another: the outputs add.
  func parallel(_ other: StateSpace) -> StateSpace {
    let (m, n) = (a.count, other.a.count)
    return StateSpace(
      a: a.map { $0 + [Double](repeating: 0, count: n) }
        + other.a.map { [Double](repeating: 0, count: m) + $0 },
      b: b + other.b, c: c + other.c, d: d + other.d)
  }

  /// The closed loop with another system that feeds the output back, subtracted; nil where it is not determined.
  ///
  ///     y = H (u − G y)
  func closed(by back: StateSpace) -> StateSpace? {
    let loop = 1 + d * back.d
    guard loop != 0 else { return nil }
    let (m, n) = (a.count, back.a.count)
    // y = (c x + d u − d c_G x_G)/loop and e = (u − c_G x_G − d_G c x)/loop
    let y = c.map { $0 / loop } + back.c.map { -d * $0 / loop }
    let e = c.map { -back.d * $0 / loop } + back.c.map { -$0 / loop }
    var result = StateSpace(a: [], b: b.map { $0 / loop } + back.b.map { $0 * d / loop }, c: y, d: d / loop)
    for i in 0..<m {
      result.a.append((0..<m + n).map { (($0 < m) ? a[i][$0] : 0) + b[i] * e[$0] })
    }
    for i in 0..<n {
      result.a.append((0..<m + n).map { (($0 < m) ? 0 : back.a[i][$0 - m]) + back.b[i] * y[$0] })
    }
    return result
  }
}
