/// A waveform that is known only by its value at any time, with what quadrature must know of it.
public struct ClosedForm: Sendable {
  /// Evaluates many times at once; the two buffers have the same length.
  public typealias Evaluation =
    @Sendable (UnsafeBufferPointer<Double>, UnsafeMutableBufferPointer<Double>) throws -> Void

  /// A place where the waveform is narrow, so that a quadrature could step over it.
  public struct Feature: Hashable, Sendable {
    /// Its middle.
    public var centre: Double
    /// Its width, as of one standard deviation.
    public var width: Double

    /// Makes a feature about `centre`.
    public init(centre: Double, width: Double) {
      self.centre = centre
      self.width = width
    }
  }

  /// What its copies share, and no other waveform.
  let identity = UInt64.random(in: .min ... .max)
  /// How it is written, for messages.
  public var text: String
  /// Where it may differ from 0; an end may be infinite.
  public var support: ClosedRange<Double>
  /// The values; where the formula is 0/0 at the start of its support, its limit; infinite there
  /// where it has a pole that can be integrated.
  public var evaluate: Evaluation
  /// The places inside a window where the waveform or its slope jumps, ascending.
  public var corners: @Sendable (ClosedRange<Double>) -> [Double]
  /// Places where it is narrow.
  public var features: [Feature]
  /// The power α of `(t − start)^α` at the start of the support, where it isn't smooth there
  /// (−1 < α); nil where it is smooth.
  public var startExponent: Double?
  /// What each value may be off beyond the rounding of a few operations, where that is known.
  package var errors: Evaluation?
  /// The derivative in time, its jump at the start as an impulse; nil, or gives nil, where it is not known.
  public var slope: (@Sendable () -> Signal?)?
  /// The sum of exponentials between knots that it is; nil where it is none, or that is not known.
  package var exponentials: ExponentialPieces?

  /// Makes a waveform from an evaluation of many times at once.
  public init(
    text: String, on support: ClosedRange<Double>,
    corners: @escaping @Sendable (ClosedRange<Double>) -> [Double] = { _ in [] },
    features: [Feature] = [], startExponent: Double? = nil,
    evaluate: @escaping Evaluation
  ) {
    self.text = text
    self.support = support
    self.corners = corners
    self.features = features
    self.startExponent = startExponent
    self.evaluate = evaluate
  }

  /// Makes a waveform from a function of one time.
  public init(
    on support: ClosedRange<Double>, breakpoints: [Double] = [],
    _ formula: @escaping @Sendable (Double) throws -> Double
  ) {
    let ascending = breakpoints.sorted()
    self.init(
      text: "a function", on: support,
      corners: { window in ascending.filter { window.contains($0) } }
    ) { times, values in
      for k in times.indices { values[k] = try formula(times[k]) }
    }
  }

  /// The value at one time; 0 outside the support.
  ///
  /// - Throws: what the formula throws.
  public func value(at time: Double) throws -> Double {
    guard support.contains(time) else { return 0 }
    return try ClosedForm.value(of: evaluate, at: time)
  }

  /// What an evaluation gives for one time.
  static func value(of evaluate: Evaluation, at time: Double) throws -> Double {
    var value = 0.0
    try withUnsafePointer(to: time) { input in
      try withUnsafeMutablePointer(to: &value) { output in
        try evaluate(
          UnsafeBufferPointer(start: input, count: 1),
          UnsafeMutableBufferPointer(start: output, count: 1))
      }
    }
    return value
  }
}
