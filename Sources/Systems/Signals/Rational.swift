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
  /// The state space that the waveform is, where it was given as one: `gain · c (s − A)⁻¹ b`, without
  /// numerators.
  var realization: Realization?
  /// The same system with its data moved within rounding: what the conditioning probe compares.
  /// Empty where poles and zeros are exactly what the user gave.
  public var perturbations: [Rational]

  /// Its blocks, where they have been made already.
  private var made: MadeClusters?

  /// Blocks for lags up to a horizon, and the constant that is in them.
  private struct MadeClusters: Hashable, Sendable {
    var blocks: [PoleCluster]
    var horizon: Double
    var gain: Double
  }

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

  /// Makes `gain · c (s − A)⁻¹ b`.
  init(_ realization: Realization, gain: Double = 1) {
    self.init(gain: gain, poles: realization.poles)
    self.realization = realization
  }

  /// The limit of H at infinity: the area of the impulse at time 0.
  public var direct: Double {
    guard degree == poles.count, realization == nil else { return 0 }
    return numerators.reduce(gain) { $0 * ($1.first ?? 1) }
  }

  /// The convolution of two rational waveforms: numerators multiply, poles concatenate.
  ///
  ///     (h₁ * h₂)^(s) = H₁(s) · H₂(s)
  public func convolved(with other: Rational) -> Rational {
    if realization != nil || other.realization != nil { return cascaded(with: other) }
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

  /// The same with its blocks made for a horizon: whoever samples many times makes them once.
  func prepared(over horizon: Double) -> Rational {
    var copy = self
    if let realization {
      copy.realization = realization.prepared(over: horizon)
    } else {
      copy.made = MadeClusters(
        blocks: PoleClusters.make([self], horizon: horizon), horizon: horizon, gain: gain)
    }
    return copy
  }

  /// The blocks that were made, where they serve a horizon.
  func blocks(madeFor horizon: Double) -> [PoleCluster]? {
    guard let made, made.gain == gain, horizon <= made.horizon else { return nil }
    return made.blocks
  }

  /// The waveform multiplied by a number.
  public func scaled(by factor: Double) -> Rational {
    var copy = self
    copy.gain *= factor
    for k in copy.perturbations.indices { copy.perturbations[k].gain *= factor }
    return copy
  }

  /// The product with a state space: one larger state space.
  private func cascaded(with other: Rational) -> Rational {
    let speed = (poles + other.poles).map(\.length).filter { $0 > 0 }.min() ?? 1
    let both = StateSpace(cascade: self, over: 1 / speed)
      .series(StateSpace(cascade: other, over: 1 / speed))
    guard let product = try? Realization(both) else {
      // The iteration for eigenvalues did not end: nothing that is sampled from this is finite.
      return Rational(gain: .nan, poles: poles + other.poles)
    }
    return Rational(product)
  }

  /// The waveform with its data, or the order of its arithmetic, moved within rounding.
  ///
  /// - Returns: nil where there are fewer such copies.
  func moved(_ probe: Int) -> Rational? {
    guard let realization else { return probe < perturbations.count ? perturbations[probe] : nil }
    guard probe < 2, let other = try? realization.rearranged(probe) else { return nil }
    return Rational(other, gain: gain)
  }

  /// How many copies of moved data there are.
  var moves: Int { realization == nil ? perturbations.count : 2 }
}
