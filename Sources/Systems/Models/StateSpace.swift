import NumericalMethods

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

extension StateSpace {
  /// `C (s − A)⁻¹ B + D` as quotients.
  ///
  /// - Throws: `SystemsError.undefined` for an A that is not square.
  package func quotients() throws(SystemsError) -> RationalSum {
    for (k, row) in a.enumerated() where row.count != a.count {
      throw .undefined("A must be square: row \(k + 1) of \(a.count) has \(row.count) numbers")
    }
    guard a.count <= 50 else {
      throw .undefined("a filter's state space must have 50 states or fewer, found \(a.count)")
    }
    return Resolvent(a).applied(to: b, seenBy: c).adding(RationalSum([RationalFunction(DoubleDouble(d))]))
  }
}

extension System {
  /// The system of a state space.
  ///
  ///     H(s) = C (s − A)⁻¹ B + D,   free(s) = C (s − A)⁻¹ x(0)
  ///
  /// - Parameters:
  ///   - model: the matrices.
  ///   - initial: the state just before t = 0; none is rest.
  /// - Throws: `SystemsError.undefined` for matrices that don't fit together.
  /// States that act on each other in groups of at most four are products of exact factors; larger groups go
  /// by the Schur form of A, never through a polynomial.
  ///
  /// - Complexity: O(n³).
  public init(_ model: StateSpace, initial: [Double] = []) throws(SystemsError) {
    let n = model.a.count
    for (k, row) in model.a.enumerated() where row.count != n {
      throw .undefined("A must be square: row \(k + 1) of \(n) has \(row.count) numbers")
    }
    guard model.b.count == n else {
      throw .undefined("B must have as many numbers as A has rows, \(n), found \(model.b.count)")
    }
    guard model.c.count == n else {
      throw .undefined("C must have as many numbers as A has rows, \(n), found \(model.c.count)")
    }
    guard initial.isEmpty || initial.count == n else {
      throw .undefined("a state of order \(n) needs \(n) values, found \(initial.count)")
    }
    for value in model.a.joined() where !value.isFinite {
      throw .undefined("A must hold finite numbers, found \(value)")
    }
    for value in model.b + model.c + initial + [model.d] where !value.isFinite {
      throw .undefined("B, C, D and a state must hold finite numbers, found \(value)")
    }
    guard n <= 200 else { throw .undefined("a state space must have 200 states or fewer, found \(n)") }
    let resolvent = Resolvent(model.a)
    guard resolvent.largestBlock > Resolvent.most else {
      let forced = resolvent.applied(to: model.b, seenBy: model.c)
      let direct = RationalSum([RationalFunction(DoubleDouble(model.d))])
      impulseResponse = try forced.adding(direct).signal()
      freeResponse =
        initial.isEmpty ? Signal() : try resolvent.applied(to: initial, seenBy: model.c).signal()
      return
    }
    impulseResponse = try Self.output(of: model)
    if model.d != 0 { impulseResponse = impulseResponse + Signal.impulse.scaled(by: model.d) }
    var free = model
    free.b = initial
    freeResponse = initial.isEmpty ? Signal() : try Self.output(of: free)
  }

  /// `c (s − A)⁻¹ b` by the Schur form of A.
  private static func output(of model: StateSpace) throws(SystemsError) -> Signal {
    let realization = try Realization(model)
    return realization.order == 0 ? Signal() : Signal(.rational(Rational(realization)))
  }
}
