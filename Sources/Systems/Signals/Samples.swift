/// A signal's values at times, with what is known of their error and how they were computed.
public struct Samples: Sendable {
  /// The times that were asked for, in that order.
  public var times: OutputTimes
  /// The value at each time.
  public var values: [Double]
  /// A bound on each value's absolute error; empty where none was asked for.
  public var errors: [Double]
  /// Impulses that no row can hold: a direct term lets an input's impulses through.
  public var impulses: [Event]
  /// How the values were computed, a note for each part of the work.
  public var methods: [MethodNote]

  /// Makes samples from their parts.
  public init(
    times: OutputTimes, values: [Double], errors: [Double] = [], impulses: [Event] = [],
    methods: [MethodNote] = []
  ) {
    self.times = times
    self.values = values
    self.errors = errors
    self.impulses = impulses
    self.methods = methods
  }
}
