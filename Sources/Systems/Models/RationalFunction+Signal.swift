import ComplexModule
import NumericalMethods
import RealModule

extension RationalFunction {
  /// The impulse response; factors stay factors, a direct term among them.
  ///
  ///     N/D = d + (N − d D)/D,   d the quotient of the leading coefficients
  ///
  /// - Throws: `SystemsError.improper`.
  func signal() throws(SystemsError) -> Signal {
    guard !gain.isZero else { return Signal() }
    guard gain.isFinite, delay.isFinite else {
      throw .undefined("the gain of a transfer function must be finite, found \(gain.hi)")
    }
    guard numeratorDegree <= denominatorDegree else {
      throw .improper(numerator: numeratorDegree, denominator: denominatorDegree)
    }
    guard denominatorDegree <= 1000 else {
      throw .undefined(
        "a transfer function must be of degree 1000 or less, found \(denominatorDegree)")
    }
    let signal: Signal
    if denominatorDegree == 0 {
      signal = Signal.impulse.scaled(by: gain.hi)
    } else if numeratorDegree == denominatorDegree, numerators.count == 1, denominators.count == 1,
      numerators[0].count == 1, denominators[0].count == 1
    {
      signal = try parted()
    } else {
      signal = try waveform()
    }
    return delay.isZero ? signal : signal.delayed(by: delay.hi)
  }

  /// One polynomial over one other of its degree: the direct term is taken out of the coefficients,
  /// so that what is left is right where the two are nearly the same.
  private func parted() throws(SystemsError) -> Signal {
    let (above, below) = (numerators[0].polynomial, denominators[0].polynomial)
    let direct = gain * Self.leading(numerators) / Self.leading(denominators)
    let rest = above * gain - below * direct
    let strict = RationalFunction(Polynomial(Array(rest.coefficients.prefix(denominatorDegree))))
      .multiplied(by: RationalFunction(below).inverse)
    return Signal.impulse.scaled(by: direct.hi) + (try strict.waveform())
  }

  private static func leading(_ factors: [Factor]) -> DoubleDouble {
    factors.reduce(.one) {
      $0 * ($1.polynomial.coefficients.last ?? .one).raised(to: $1.count)
    }
  }

  private func waveform() throws(SystemsError) -> Signal {
    guard !gain.isZero else { return Signal() }
    let exact = try rational(probe: nil)
    var result = exact.rational
    if !exact.isExact {
      for k in 0..<4 { result.perturbations.append(try rational(probe: k).rational) }
    }
    guard result.gain.isFinite else {
      throw .undefined("the gain of a transfer function must be finite, found \(result.gain)")
    }
    return Signal(.rational(result))
  }

  /// The rational waveform, its data moved within rounding where a probe is asked for.
  private func rational(
    probe: Int?
  ) throws(SystemsError) -> (rational: Rational, isExact: Bool) {
    var poles: [Complex<Double>] = []
    var isExact = true
    for factor in denominators {
      let roots: [ComplexDoubleDouble]
      do {
        roots = try Self.moved(factor.polynomial, probe).roots()
      } catch {
        throw .undefined("the poles of a transfer function: \(error)")
      }
      isExact = isExact && roots.allSatisfy { $0.real.lo == 0 && $0.imaginary.lo == 0 }
      for _ in 0..<factor.count { poles += roots.map(\.rounded) }
    }
    var above: [[Double]] = []
    for factor in numerators {
      let polynomial = factor.polynomial
      let isRounded = polynomial.coefficients.contains { $0.lo != 0 }
      if isRounded { isExact = false }
      let row = Self.moved(polynomial, isRounded ? probe : nil).rounded.reversed()
      above += [[Double]](repeating: Array(row), count: factor.count)
    }
    let front = gain / Self.leading(denominators)
    return (Rational(gain: front.hi, numerators: above, poles: poles), isExact)
  }

  /// The polynomial with its coefficients moved a few units in the last place, up or down by a
  /// pattern of the probe's own.
  private static func moved(_ polynomial: Polynomial, _ probe: Int?) -> Polynomial {
    guard let probe else { return polynomial }
    let degree = polynomial.coefficients.count - 1
    let size = degree == 1 ? 0x1p-53 : Double(degree + 2) * 0x1p-53
    return Polynomial(
      polynomial.coefficients.enumerated().map { k, c in
        guard k < degree else { return c }
        let isUp = ((k >> (probe / 2)) + probe) % 2 == 0
        return c * (DoubleDouble.one + (isUp ? size : -size))
      })
  }
}
