/// What `halfLife()`, `peak()`, `stepInformation()` and `energy()` give, each nil where it does not exist.
public struct Characteristics: Hashable, Sendable {
  /// When half of the area has passed.
  public var halfLife: Double?
  /// The largest value.
  public var peak: Peak?
  /// Rise, settling and overshoot of the step response.
  public var step: StepInformation?
  /// The integral of the square.
  public var energy: Double?
}

extension Signal {
  /// Half life, peak, step response and energy of the system with this impulse response.
  ///
  /// - Throws: What sampling throws.
  /// - Complexity: that of the slowest of them: until when they look, and the step response, are found once for all.
  public func characteristics() throws -> Characteristics {
    let span = try naturalSpan()
    let step = try stepResponse(over: span)
    return Characteristics(
      halfLife: try step?.halfLife(), peak: try peak(over: span), step: try step?.information(), energy: try energy(over: span))
  }
}
