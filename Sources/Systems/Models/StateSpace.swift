/// A linear system by its state.
///
///     x' = A x + B u,   y = C x + D u
public struct StateSpace: Hashable, Sendable {
  /// The matrix A, row by row.
  public var a: [[Double]]
  /// The column B.
  public var b: [Double]
  /// The row C.
  public var c: [Double]
  /// The direct term D.
  public var d: Double

  /// Makes the system of matrices that fit together.
  public init(a: [[Double]], b: [Double], c: [Double], d: Double = 0) {
    self.a = a
    self.b = b
    self.c = c
    self.d = d
  }
}

extension System {
  /// The system of a state space.
  ///
  /// - Parameter initial: the state just before t = 0; none is rest.
  /// - Throws: `SystemsError.undefined` for matrices that don't fit together.
  public init(_ model: StateSpace, initial: [Double] = []) throws(SystemsError) {
    fatalError("not yet")
  }
}
