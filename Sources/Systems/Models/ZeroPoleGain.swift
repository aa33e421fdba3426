public import ComplexModule
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
    fatalError("not yet")
  }
}
