/// How systems move with a parameter: derivatives of models as systems again.
extension System {
  /// The derivative of `N/D` as numerator and denominator move, with that of the free response.
  ///
  ///     (N/D)′ = N′/D − (N/D) (D′/D),   (C/D)′ = (C′ − D′ C/D)/D
  ///
  /// where C/D is the transform of the free response. The poles stay what they are, each twice.
  ///
  /// - Parameters:
  ///   - numerator: the derivatives of the coefficients above the line, highest power first.
  ///   - denominator: those of the coefficients below the line.
  ///   - movedInitial: the derivatives of the state.
  /// - Throws: `SystemsError.improper` where the derivative would differentiate its input.
  public init(
    derivativeOf model: TransferFunction, numerator: [Double], denominator: [Double],
    initial: [Double] = [], movedInitial: [Double] = []
  ) throws(SystemsError) {
    func over(_ above: [Double]) throws(SystemsError) -> Signal {
      guard above.contains(where: { $0 != 0 }) else { return Signal() }
      return try System(TransferFunction(numerator: above, denominator: model.denominator)).impulseResponse
    }
    let whole = try System(model, initial: initial)
    let loop = try over(denominator.map { -$0 })
    impulseResponse = try over(numerator) + whole.impulseResponse.convolved(with: loop)
    freeResponse = Signal()
    let order = model.denominator.count - 1
    if !initial.isEmpty {
      freeResponse = whole.freeResponse.convolved(with: loop)
        + (try over(Self.start(denominator, initial, order)))
    }
    if !movedInitial.isEmpty {
      freeResponse = freeResponse + (try System(model, initial: movedInitial).freeResponse)
    }
  }

  /// The numerator of a free response, highest power first.
  ///
  ///     Σⱼ aⱼ Σ_{i<j} sʲ⁻¹⁻ⁱ y⁽ⁱ⁾(0)
  private static func start(_ denominator: [Double], _ initial: [Double], _ order: Int) -> [Double] {
    var start = [Double](repeating: 0, count: max(order, 1))
    let rising = Array(denominator.reversed())
    for (i, value) in initial.enumerated() {
      for j in i + 1..<max(rising.count, i + 1) { start[j - 1 - i] += rising[j] * value }
    }
    return start.reversed()
  }

  /// The derivative of a state space as its matrices move, with that of the free response.
  ///
  ///     (C R B + D)′ = C R A′ R B + C′ R B + C R B′ + D′,   R = (s − A)⁻¹
  ///
  /// - Parameters:
  ///   - moved: the derivatives of the matrices.
  ///   - movedInitial: the derivatives of the state.
  /// - Throws: `SystemsError.undefined` for matrices that don't fit together.
  public init(
    derivativeOf model: StateSpace, _ moved: StateSpace, initial: [Double] = [],
    movedInitial: [Double] = []
  ) throws(SystemsError) {
    let n = model.a.count
    func response(to b: [Double], seenBy c: [Double]) throws(SystemsError) -> Signal {
      guard b.contains(where: { $0 != 0 }), c.contains(where: { $0 != 0 }) else { return Signal() }
      return try System(StateSpace(a: model.a, b: b, c: c)).impulseResponse
    }
    impulseResponse = try response(to: model.b, seenBy: moved.c) + response(to: moved.b, seenBy: model.c)
    freeResponse = try response(to: initial, seenBy: moved.c) + response(to: movedInitial, seenBy: model.c)
    if moved.d != 0 { impulseResponse = impulseResponse + Signal.impulse.scaled(by: moved.d) }
    for (i, row) in moved.a.enumerated() where row.contains(where: { $0 != 0 }) {
      let after = try response(to: (0..<n).map { $0 == i ? 1 : 0 }, seenBy: model.c)
      impulseResponse = impulseResponse + (try response(to: model.b, seenBy: row)).convolved(with: after)
      freeResponse = freeResponse + (try response(to: initial, seenBy: row)).convolved(with: after)
    }
  }
}
