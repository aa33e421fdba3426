/// A linear time-invariant system: it is its impulse response.
///
///     y(t) = (h * x)(t) + free(t)
public struct System: Sendable {
  /// What comes out when a unit impulse goes in at time 0.
  public var impulseResponse: Signal
  /// What comes out by itself, from a state other than rest; zero by default.
  public var freeResponse: Signal

  /// Makes the system with this impulse response, at rest or with a free response.
  public init(impulseResponse: Signal, freeResponse: Signal = Signal()) {
    self.impulseResponse = impulseResponse
    self.freeResponse = freeResponse
  }

  /// The system that changes nothing.
  public static let identity = System(impulseResponse: .impulse)

  /// The output for an input: exact, because nothing is computed yet.
  public func response(to input: Signal) -> Signal {
    impulseResponse.convolved(with: input) + freeResponse
  }

  /// Makes the system that a discrete filter is: its impulse response is a train, one period apart.
  ///
  ///     h(t) = Σₙ hₙ δ(t − n·period),   Σₙ hₙ z⁻ⁿ = B(z)/A(z)
  public init(_ filter: DiscreteFilter) {
    self.init(impulseResponse: Signal(terms: [Signal.Term(filters: [filter])]))
  }

  /// The output for an input, at times.
  ///
  /// - Throws: `SystemsError` where a value is not finite or a tolerance can't be met.
  public func response(
    to input: Signal, at times: OutputTimes, side: Side = .after, tolerance: Tolerance = .init()
  ) throws -> Samples {
    try response(to: input).sampled(at: times, side: side, tolerance: tolerance)
  }

  /// This system followed by another, which acts on the free response too.
  public func series(_ next: System) -> System {
    System(
      impulseResponse: impulseResponse.convolved(with: next.impulseResponse),
      freeResponse: freeResponse.convolved(with: next.impulseResponse) + next.freeResponse)
  }

  /// This system beside another: the outputs add.
  public func parallel(_ other: System) -> System {
    System(
      impulseResponse: impulseResponse + other.impulseResponse,
      freeResponse: freeResponse + other.freeResponse)
  }

  /// The system with dead time after it.
  public func delayed(by delay: Double) -> System {
    System(
      impulseResponse: impulseResponse.delayed(by: delay),
      freeResponse: freeResponse.delayed(by: delay))
  }

  /// The system with its output multiplied by a number.
  public func scaled(by gain: Double) -> System {
    System(
      impulseResponse: impulseResponse.scaled(by: gain), freeResponse: freeResponse.scaled(by: gain)
    )
  }
}
