import Systems

/// One row of an event table, made whole: an impulse or a pulse, once or repeated.
struct Dose {
  /// When it starts to act: the row's time, and its lag.
  var time: Decimal
  /// The lag alone.
  var lag: Double
  /// The area of an impulse, or the height of a pulse.
  var size: Double
  /// How long a pulse holds; 0 is an impulse.
  var duration: Double
  /// The distance of repetitions; 0 where there is only one.
  var every: Double
  /// How many there are in all.
  var count: Int
  /// Whether it has been repeated since for ever before its time.
  var isSteady: Bool
}

/// A pulse: a constant rate for a while.
struct Pulse: Hashable {
  /// When it starts.
  var start: Double
  /// What the start leaves out of the moment that is meant.
  var low = 0.0
  /// How long it holds, above 0.
  var duration: Double
  /// Its rate.
  var height: Double
}

/// A pulse that has been repeated for ever before a moment.
struct SteadyPulse: Hashable {
  /// The endless past, with the pulse's height as its weight.
  var past: SteadyPast
  /// How long each holds.
  var duration: Double
}
