public import ComplexModule
import NumericalMethods
public import RealModule

/// A transfer function as its zeros, poles and gain; nothing is multiplied out.
///
///     H(s) = gain · Π (s − zeroᵢ) / Π (s − poleₖ)
public struct ZeroPoleGain: Hashable, Sendable {
  /// The roots above the line; complex ones with their conjugates.
  public var zeros: [Complex<Double>]
  /// The roots below the line; complex ones with their conjugates.
  public var poles: [Complex<Double>]
  /// The constant in front.
  public var gain: Double

  /// Makes `gain · Π (s − zeros) / Π (s − poles)`.
  public init(zeros: [Complex<Double>], poles: [Complex<Double>], gain: Double) {
    self.zeros = zeros
    self.poles = poles
    self.gain = gain
  }
}

extension System {
  /// The system of zeros, poles and gain.
  ///
  /// - Throws: `SystemsError.improper` for more zeros than poles, `SystemsError.undefined` for a
  ///   complex root without its conjugate.
  public init(_ model: ZeroPoleGain) throws(SystemsError) {
    guard model.zeros.count <= model.poles.count else {
      throw .improper(numerator: model.zeros.count, denominator: model.poles.count)
    }
    guard model.gain.isFinite else {
      throw .undefined("a gain must be finite, found \(model.gain)")
    }
    let zeros = try Self.factors(of: model.zeros, "zero")
    _ = try Self.factors(of: model.poles, "pole")
    guard !model.poles.isEmpty, model.gain != 0 else {
      self.init(
        impulseResponse: model.poles.isEmpty ? Signal.impulse.scaled(by: model.gain) : Signal())
      return
    }
    let factors = zeros.map { Array($0.rounded.reversed()) }
    let isRounded = zeros.contains { $0.coefficients.contains { $0.lo != 0 } }
    var rational = Rational(gain: model.gain, numerators: factors, poles: model.poles)
    if isRounded {
      for sign in [1.0, -1.0] {
        rational.perturbations.append(
          Rational(
            gain: model.gain,
            numerators: factors.map { $0.map { $0 + sign * ($0 == 1 ? 0 : $0.ulp / 2) } },
            poles: model.poles))
      }
    }
    self.init(impulseResponse: Signal(.rational(rational)))
  }

  /// The real factors of roots: `s − r`, and for a pair `s² − 2 Re r s + |r|²`.
  private static func factors(
    of roots: [Complex<Double>], _ name: String
  ) throws(SystemsError) -> [Polynomial] {
    var factors: [Polynomial] = []
    var left = roots
    while let root = left.popLast() {
      guard root.isFinite else { throw .undefined("a \(name) must be finite, found \(root)") }
      if root.imaginary == 0 {
        factors.append(Polynomial([-root.real, 1]))
        continue
      }
      guard let partner = left.lastIndex(of: root.conjugate) else {
        throw .undefined(
          "a complex \(name) must stand with its conjugate, found \(root.real)"
            + "\(root.imaginary < 0 ? "" : "+")\(root.imaginary)i alone")
      }
      left.remove(at: partner)
      let square =
        DoubleDouble.product(root.real, root.real)
        + DoubleDouble.product(root.imaginary, root.imaginary)
      factors.append(Polynomial([square, DoubleDouble(-2 * root.real), .one]))
    }
    return factors
  }
}
