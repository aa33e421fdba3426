/// An impulse: a moment and an area.
///
/// It stands for `weight · δ(t − time)`: a slap, a dose, a spike, a die showing `time` with
/// probability `weight`.
public struct Event: Hashable, Sendable {
  /// When it happens.
  public var time: Double
  /// Its area.
  public var weight: Double

  /// Makes the impulse `weight · δ(t − time)`.
  public init(time: Double, weight: Double = 1) {
    self.time = time
    self.weight = weight
  }
}
