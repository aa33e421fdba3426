import ComplexModule
import NumericalMethods

/// What goes into a loop: an impulse at 0, or the response of poles to it, such as a step.
struct LoopInput: Sendable {
  /// The poles' blocks; none is the impulse itself.
  private let blocks: [PoleCluster]
  /// How many times it has been integrated from an impulse.
  let smoothing: Int

  /// Whether it is the impulse.
  var isImpulse: Bool { blocks.isEmpty }

  /// - Parameter rational: strictly proper; nil is the impulse.
  init(_ rational: Rational?, horizon: Double) {
    blocks = rational.map { PoleClusters.make([$0], horizon: horizon) } ?? []
    // A state space does not say how smooth it is.
    smoothing = rational.map { $0.realization == nil ? $0.poles.count - $0.degree : 1 } ?? 0
  }

  /// The value at a time, 0 before 0.
  func value(at time: Double) -> Double { blocks.reduce(0) { $0 + $1.response(time) } }
}
