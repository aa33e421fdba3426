internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// What one part of an output is made of: a block of poles, and the impulses and pieces that drive it.
///
///     X′ = Z X + e_m u(t),   y = r · X
///
/// Pieces need no block: a polynomial is a block of poles at 0.
struct CurveDriver {
  /// The block.
  private let block: PoleCluster
  /// How many of its poles are those of the polynomials that drive it.
  private let powers: Int
  /// The impulses, ascending.
  private let impulses: [Event]
  /// What has been repeated for ever.
  private let past: [SteadyPast]
  /// The polynomials that drive it.
  private let pieces: PiecewisePolynomial?
  /// The moments after which something else holds, ascending.
  let moments: [Double]

  /// Impulses through a block.
  ///
  /// - Parameter impulses: ascending.
  init(_ block: PoleCluster, impulses: [Event], past: [SteadyPast] = []) {
    (self.block, self.impulses, self.past) = (block, impulses, past)
    (powers, pieces, moments) = (0, nil, impulses.map(\.time))
  }

  /// Pieces through a block, or by themselves.
  init(_ block: PoleCluster?, pieces: PiecewisePolynomial) {
    powers = pieces.degree + 1
    let zeros = [Complex<Double>](repeating: .zero, count: powers)
    self.block = PoleCluster(
      nodes: (block?.nodes ?? []) + zeros,
      row: block.map { $0.row + zeros } ?? [.one] + zeros.dropLast(), isPair: block?.isPair ?? false)
    self.pieces = pieces
    (impulses, past, moments) = ([], [], pieces.knots.array)
  }

  /// The pole, where impulses drive one real pole alone.
  var decay: Double? { pieces == nil && block.size == 1 && block.isReal ? block.nodes[0].real : nil }

  /// The state at each of some ascending moments, with what begins there.
  ///
  /// - Parameters:
  ///   - last: the curve's end; moments within rounding of it or of the first moment are at it.
  ///   - includesFirst: whether what begins at the first moment is counted in the first state.
  /// - Throws: `SystemsError.undefined` for an endless past through what does not decay.
  /// - Complexity: O(n) in the moments and all that stands before them.
  func states(at moments: [Double], until last: Double, includesFirst: Bool) throws(SystemsError) -> CurvePart {
    var part = CurvePart(block)
    part.states.reserveCapacity(moments.count * block.size)
    var state = [Complex<Double>](repeating: .zero, count: block.size)
    let latest = past.map(\.before).max()
    for steady in past {
      var added = state.map { _ in Complex<Double>.zero }
      added[block.size - 1] = Complex(steady.weight)
      let whole = try block.steadyState(of: part.moved(added, by: steady.period), period: steady.period)
      let now = part.moved(whole, by: (latest ?? steady.before) - steady.before)
      for j in state.indices { state[j] = state[j] + now[j] }
    }
    walk(moments, from: latest, until: last, includesFirst: includesFirst) { elapsed in
      state = part.moved(state, by: elapsed)
    } begin: { index in
      begin(index, &state)
    } reach: {
      part.states += state
    }
    return part
  }

  /// What a decay contributes to the output at each of some ascending moments: as `states`.
  ///
  /// - Throws: `SystemsError.undefined` for an endless past through what does not decay.
  func amounts(at moments: [Double], until last: Double, includesFirst: Bool) throws(SystemsError) -> [Double] {
    let (pole, gain) = (block.nodes[0].real, block.row[0].real * (block.isPair ? 2 : 1))
    var amounts: [Double] = []
    amounts.reserveCapacity(moments.count)
    var amount = 0.0
    let latest = past.map(\.before).max()
    for steady in past {
      let added = Complex(steady.weight * .exp(pole * steady.period))
      let whole = try block.steadyState(of: [added], period: steady.period)[0].real
      amount += gain * whole * .exp(pole * ((latest ?? steady.before) - steady.before))
    }
    walk(moments, from: latest, until: last, includesFirst: includesFirst) { elapsed in
      if amount != 0 { amount *= .exp(pole * elapsed) }
    } begin: { index in
      amount += gain * impulses[index].weight
    } reach: {
      amounts.append(amount)
    }
    return amounts
  }

  /// The polynomial that holds from each of some ascending moments on, as `states`; nil where a block is driven.
  func polynomials(at moments: [Double], until last: Double, includesFirst: Bool) -> PolynomialPart? {
    guard let pieces, block.size == powers else { return nil }
    var part = PolynomialPart(degree: powers - 1)
    let zero = [Double](repeating: 0, count: powers)
    var current = zero
    walk(moments, from: nil, until: last, includesFirst: includesFirst) { elapsed in
      current = Polynomials.shifted(current[...], by: elapsed)
    } begin: { index in
      current = index < pieces.cells ? Array(pieces.coefficients[index * powers..<(index + 1) * powers]) : zero
    } reach: {
      part.add(current)
    }
    return part
  }

  /// Goes from moment to moment, its own among those that are asked for.
  @inline(__always)
  private func walk(
    _ asked: [Double], from latest: Double?, until last: Double, includesFirst: Bool, move: (Double) -> Void,
    begin: (Int) -> Void, reach: () -> Void
  ) {
    var time = latest ?? -.infinity
    var next = 0
    for (k, moment) in asked.enumerated() {
      let slack = k == 0 || moment == asked[0] || moment == last ? OutputCurve.slack(moment) : 0
      let counts = k > 0 || includesFirst
      while next < moments.count, counts ? moments[next] <= moment + slack : moments[next] < moment - slack {
        // The last sample of a closed support is its own value; nothing ends there yet.
        if moment == last, let pieces, pieces.isClosed, next == pieces.cells { break }
        if time > -.infinity, moments[next] > time { move(moments[next] - time) }
        time = max(time, moments[next])
        begin(next)
        next += 1
      }
      if time > -.infinity, moment > time {
        move(moment - time)
        time = moment
      }
      reach()
    }
  }

  /// What its own moment with an index adds to the state.
  private func begin(_ index: Int, _ state: inout [Complex<Double>]) {
    guard let pieces else {
      state[state.count - 1] = state[state.count - 1] + Complex(impulses[index].weight)
      return
    }
    // Powers over their factorials; set anew, so that nothing is left of earlier cells.
    var factorial = 1.0
    for j in 0..<powers {
      if j > 1 { factorial *= Double(j) }
      state[state.count - powers + j] = index < pieces.cells
        ? Complex(factorial * pieces.coefficients[index * powers + j]) : .zero
    }
  }
}
