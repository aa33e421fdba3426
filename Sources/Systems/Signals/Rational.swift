public import ComplexModule
public import RealModule

/// A causal waveform whose Laplace transform is a proper rational function.
///
///     H(s) = gain · Π numerators(s) / Π (s − poleₖ) = direct + strictly proper rest
///     h(t) = direct · δ(t) + a sum of exponentials,     h(t) = 0 for t < 0
///
/// Nothing is multiplied out and there are no partial fractions: convolving two of them multiplies
/// the lists together, whether they have a direct term or not. Blocks of clustered poles are made
/// when samples are asked for; the direct term vanishes in them by itself.
public struct Rational: Hashable, Sendable {
  /// The constant in front.
  public var gain: Double
  /// Real polynomial factors above the line, each with its highest power first; a complex pair of
  /// zeros is one quadratic.
  public var numerators: [[Double]]
  /// The roots below the line, repeated by multiplicity, complex ones with their conjugates.
  public var poles: [Complex<Double>]
  /// The same system with its data moved within rounding: what the conditioning probe compares.
  /// Empty where poles and zeros are exactly what the user gave.
  public var perturbations: [Rational]

  /// Makes `gain · Π numerators(s) / Π (s − poleₖ)`.
  ///
  /// The degree above the line must not be above the number of poles.
  public init(
    gain: Double = 1, numerators: [[Double]] = [], poles: [Complex<Double>],
    perturbations: [Rational] = []
  ) {
    self.gain = gain
    self.numerators = numerators
    self.poles = poles
    self.perturbations = perturbations
    precondition(degree <= poles.count, "a rational waveform must be proper")
  }

  /// The degree of the numerator.
  public var degree: Int { numerators.reduce(0) { $0 + max(0, $1.count - 1) } }

  /// The limit of H at infinity: the area of the impulse at time 0.
  public var direct: Double {
    guard degree == poles.count else { return 0 }
    return numerators.reduce(gain) { $0 * ($1.first ?? 1) }
  }

  /// The convolution of two rational waveforms: numerators multiply, poles concatenate.
  ///
  ///     (h₁ * h₂)^(s) = H₁(s) · H₂(s)
  public func convolved(with other: Rational) -> Rational {
    let count = max(perturbations.count, other.perturbations.count)
    var product = Rational(
      gain: gain * other.gain, numerators: numerators + other.numerators,
      poles: poles + other.poles)
    for k in 0..<count {
      let a = k < perturbations.count ? perturbations[k] : self
      let b = k < other.perturbations.count ? other.perturbations[k] : other
      product.perturbations.append(
        Rational(
          gain: a.gain * b.gain, numerators: a.numerators + b.numerators, poles: a.poles + b.poles))
    }
    return product
  }

  /// The waveform multiplied by a number.
  public func scaled(by factor: Double) -> Rational {
    var copy = self
    copy.gain *= factor
    for k in copy.perturbations.indices { copy.perturbations[k].gain *= factor }
    return copy
  }
}
