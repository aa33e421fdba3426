/// A function of time: waveforms placed at events. A system is such a signal too, its impulse
/// response.
///
///     x(t) = Σ terms,   term(t) = (train₁ * … * filters * g₁ * g₂ * …)(t − delay)
///
/// where a train is `Σ wₖ δ(t − tₖ)` and the gᵢ are waveforms. A term without waveforms is a train
/// of impulses, because the empty convolution is δ. All operations are bookkeeping; nothing
/// numerical happens before `sampled(at:)`.
public struct Signal: Sendable {
  /// A product, in the sense of convolution, of trains, discrete filters and waveforms.
  public struct Term: Sendable {
    /// Trains of impulses, to be convolved; none is one impulse of area 1 at 0.
    public var trains: [Train]
    /// Dead time, kept apart from the events' times so that no lag is rounded.
    public var delay: Double
    /// Discrete filters that act on the trains.
    public var filters: [DiscreteFilter]
    /// Waveforms, to be convolved.
    public var factors: [Waveform]
    /// Closed loops with dead time, to be convolved.
    package var loops: [DelayLoop] = []

    /// Makes a term from its parts.
    public init(
      trains: [Train] = [], delay: Double = 0, filters: [DiscreteFilter] = [],
      factors: [Waveform] = []
    ) {
      self.trains = trains
      self.delay = delay
      self.filters = filters
      self.factors = factors
    }
  }

  /// The terms, to be added.
  public var terms: [Term]

  /// Makes a signal from its terms; without terms it is zero.
  public init(terms: [Term] = []) { self.terms = terms }

  /// Makes a signal of one waveform at time 0.
  public init(_ waveform: Waveform) { terms = [Term(factors: [waveform])] }

  /// Makes the response of a closed loop with dead time.
  package init(_ loop: DelayLoop) {
    terms = [Term()]
    terms[0].loops = [loop]
  }

  /// The unit impulse δ(t).
  public static let impulse = Signal(terms: [Term()])

  /// The unit step: 0 before time 0, 1 from then on.
  public static let step = Signal(.rational(Rational(poles: [.zero])))

  /// A train of impulses.
  public static func events(_ events: [Event]) -> Signal {
    Signal(terms: [Term(trains: [Train(events)])])
  }

  /// The sum of two signals.
  public static func + (a: Signal, b: Signal) -> Signal { Signal(terms: a.terms + b.terms) }

  /// The signal multiplied by a number.
  public func scaled(by gain: Double) -> Signal {
    Signal(terms: terms.map { $0.scaled(by: gain) })
  }

  /// The signal `delay` later.
  public func delayed(by delay: Double) -> Signal {
    Signal(
      terms: terms.map { term in
        var later = term
        later.delay += delay
        return later
      })
  }

  /// The convolution of two signals: every term of one with every term of the other.
  ///
  /// Exact, because it only rearranges; nothing is computed.
  ///
  /// - Complexity: O(n m) in the numbers of terms.
  public func convolved(with other: Signal) -> Signal {
    Signal(terms: terms.flatMap { a in other.terms.map { b in a.convolved(with: b) } })
  }
}

extension Signal.Term {
  /// The term multiplied by a number, put where it costs least.
  func scaled(by gain: Double) -> Signal.Term {
    var copy = self
    for (k, factor) in factors.enumerated() {
      if case .rational(let rational) = factor {
        copy.factors[k] = .rational(rational.scaled(by: gain))
        return copy
      }
    }
    if let shortest = trains.indices.min(by: { trains[$0].events.count < trains[$1].events.count })
    {
      copy.trains[shortest] = trains[shortest].scaled(by: gain)
    } else {
      copy.trains = [Train([Event(time: 0, weight: gain)])]
    }
    return copy
  }

  /// The convolution of two terms: trains, filters and waveforms are listed together.
  func convolved(with other: Signal.Term) -> Signal.Term {
    var product = Signal.Term(
      trains: trains + other.trains, delay: delay + other.delay, filters: filters + other.filters,
      factors: factors + other.factors)
    product.loops = loops + other.loops
    return product
  }
}
