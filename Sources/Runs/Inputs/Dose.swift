package import Systems

/// A dose: an impulse or a pulse, once, repeated, or repeated since for ever.
///
///     Dose(100, at: 8, every: 12, count: 10)
///     Dose(rate: 5, at: 0, for: 0.5)
public struct Dose: Sendable {
  /// When it starts to act: its time, and its lag.
  package var time: Decimal
  /// The lag alone.
  package var lag: Double
  /// The area of an impulse, or the height of a pulse.
  package var size: Double
  /// How long a pulse holds; 0 is an impulse.
  package var duration: Double
  /// The distance of repetitions; 0 where there is only one.
  package var every: Double
  /// How many there are in all.
  package var count: Int
  /// Whether it has been repeated since for ever before its time.
  package var isSteady: Bool

  package init(
    time: Decimal, lag: Double, size: Double, duration: Double, every: Double, count: Int, isSteady: Bool
  ) {
    (self.time, self.lag, self.size, self.duration) = (time, lag, size, duration)
    (self.every, self.count, self.isSteady) = (every, count, isSteady)
  }

  /// An amount given at once.
  ///
  /// - Parameters:
  ///   - amount: the area of the impulse.
  ///   - time: when it is given; of repetitions, the first.
  ///   - interval: the distance of repetitions, above 0 where there are some.
  ///   - count: how many there are in all.
  ///   - isSteady: whether it has been repeated, an interval apart, since for ever before its time.
  public init(_ amount: Double, at time: Double = 0, every interval: Double = 0, count: Int = 1, isSteady: Bool = false) {
    precondition(interval > 0 || (count <= 1 && !isSteady), "repetitions need an interval above 0")
    self.init(
      time: Decimal(time), lag: 0, size: amount, duration: 0, every: interval, count: count, isSteady: isSteady)
  }

  /// A rate held for a while.
  ///
  /// - Parameters:
  ///   - rate: the height of the pulse, an amount per unit of time.
  ///   - duration: how long it holds, above 0.
  public init(
    rate: Double, at time: Double = 0, for duration: Double, every interval: Double = 0, count: Int = 1,
    isSteady: Bool = false
  ) {
    precondition(duration > 0, "a pulse must last")
    self.init(rate, at: time, every: interval, count: count, isSteady: isSteady)
    self.duration = duration
  }
}

/// A pulse: a constant rate for a while.
package struct Pulse: Hashable {
  /// When it starts.
  package var start: Double
  /// What the start leaves out of the moment that is meant.
  package var low = 0.0
  /// How long it holds, above 0.
  package var duration: Double
  /// Its rate.
  package var height: Double
}

/// A pulse that has been repeated for ever before a moment.
package struct SteadyPulse: Hashable {
  /// The endless past, with the pulse's height as its weight.
  package var past: SteadyPast
  /// How long each holds.
  package var duration: Double
}
