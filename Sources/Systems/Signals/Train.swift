package import NumericalMethods

/// A train of impulses: a list, and what has been repeated since for ever.
///
///     Σ wₖ δ(t − tₖ)  +  Σ over steady pasts Σ_{n ≥ 1} w δ(t − (t₀ − n·period))
public struct Train: Hashable, Sendable {
  /// The listed impulses, in any order; equal times add.
  public var events: [Event]
  /// What the events' times leave out of the moments that are meant, one for each; empty where
  /// nothing. A moment may be a sum, as of a row's time and its lag, that is no double.
  package var lowParts: [Double] = []
  /// Impulses repeated for ever before a moment.
  public var past: [SteadyPast]
  /// What each area may be off where transforms made them, beside its own rounding.
  package var transformError = 0.0

  /// Makes a train of listed impulses.
  public init(_ events: [Event] = [], past: [SteadyPast] = []) {
    self.events = events
    self.past = past
  }

  /// Makes a train of impulses at moments that are sums of two doubles.
  ///
  /// - Complexity: O(n).
  package init(times: [DoubleDouble], weights: [Double], past: [SteadyPast] = []) {
    self.init(zip(times, weights).map { Event(time: $0.hi, weight: $1) }, past: past)
    if times.contains(where: { $0.lo != 0 }) { lowParts = times.map(\.lo) }
  }

  /// The moment of an event.
  func moment(_ k: Int) -> DoubleDouble {
    DoubleDouble(hi: events[k].time, lo: lowParts.isEmpty ? 0 : lowParts[k])
  }

  /// The train with the magnitude of every area.
  var magnitudes: Train {
    var copy = self
    for k in events.indices { copy.events[k].weight = events[k].weight.magnitude }
    for k in past.indices { copy.past[k].weight = past[k].weight.magnitude }
    return copy
  }

  /// The train with every moment later by what a double would leave out.
  ///
  /// - Complexity: O(n).
  mutating func shift(byLow low: Double) {
    guard low != 0 else { return }
    for k in events.indices {
      let moved = moment(k) + low
      events[k].time = moved.hi
      if lowParts.isEmpty { lowParts = [Double](repeating: 0, count: events.count) }
      lowParts[k] = moved.lo
    }
    for k in past.indices { past[k].low += low }
  }

  /// The identity of convolution: one impulse of area 1 at time 0.
  public static let identity = Train([Event(time: 0, weight: 1)])

  /// Whether the train holds no impulse at all.
  public var isEmpty: Bool { events.isEmpty && past.isEmpty }

  /// The train with every area multiplied by `gain`.
  ///
  /// - Complexity: O(n).
  public func scaled(by gain: Double) -> Train {
    var copy = self
    for k in copy.events.indices { copy.events[k].weight *= gain }
    for k in copy.past.indices { copy.past[k].weight *= gain }
    copy.transformError *= gain.magnitude
    return copy
  }
}

/// Impulses of one area, one period apart, that have gone on for ever before a moment.
///
/// It stands for `Σ_{n ≥ 1} weight · δ(t − (before − n·period))`; the impulse at `before` itself
/// is not part of it.
public struct SteadyPast: Hashable, Sendable {
  /// The moment before which the impulses lie.
  public var before: Double
  /// The distance of one impulse from the next, above 0.
  public var period: Double
  /// The area of each.
  public var weight: Double
  /// What `before` leaves out of the moment that is meant.
  package var low = 0.0

  /// Makes the endless past of a repeated impulse.
  public init(before: Double, period: Double, weight: Double) {
    precondition(period > 0, "the period of a steady past must be above 0")
    self.before = before
    self.period = period
    self.weight = weight
  }
}
