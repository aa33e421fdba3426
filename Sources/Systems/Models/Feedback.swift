internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension System {
  /// The closed loop of this system with another that feeds its output back, subtracted.
  ///
  ///     y = H (u − G y) + f_H − H f_G,   H_closed = H/(1 + G H)
  ///
  /// where f are free responses. The loop is multiplied out in double-double, and with dead time in it
  /// marched from one dead time to the next; positive feedback is the feedback of `back.scaled(by: -1)`.
  ///
  /// - Parameter back: G, what the output passes on its way back; the identity closes the loop
  ///   directly.
  /// - Throws: `SystemsError.notRational` where a system is not a rational function of `s`, but
  ///   for dead time, `undefined` where 1 + G H is 0.
  /// - Complexity: O(n³) for n poles.
  public func feedback(_ back: System = .identity) throws -> System {
    if let closed = try closedState(back) { return closed }
    if let closed = try closedLoop(back) { return closed }
    let forward = try impulseResponse.quotient(naming: "the forward system")
    let around = try back.impulseResponse.quotient(naming: "the system that feeds back")
    let one = RationalFunction(DoubleDouble.one)
    let loop = forward.multiplied(by: around)
    let difference = loop.gain.isZero ? one : one.adding(loop)
    guard !difference.gain.isZero else {
      throw SystemsError.undefined("a closed loop needs 1 + G H that is not 0, found 0")
    }
    let sensitivity = difference.inverse
    let closed = try forward.gain.isZero
      ? Signal() : RationalSum([forward.multiplied(by: sensitivity)]).signal()
    return try System(closed: closed, around: self, back) { try RationalSum([sensitivity]).signal() }
  }
}

extension System {
  /// The closed loop where a state space is in it: one larger state space, without polynomials; nil where all
  /// are quotients.
  private func closedState(_ back: System) throws -> System? {
    let all = [self, back].flatMap(\.impulseResponse.terms).flatMap(\.factors)
    let hasStates = all.contains { factor in
      if case .rational(let rational) = factor { rational.realization != nil } else { false }
    }
    guard hasStates, freeResponse.terms.isEmpty, back.freeResponse.terms.isEmpty else { return nil }
    let forward = try impulseResponse.stateSpace(naming: "the forward system")
    let around = try back.impulseResponse.stateSpace(naming: "the system that feeds back")
    guard let closed = forward.closed(by: around) else {
      throw SystemsError.undefined("a closed loop needs 1 + G H that is not 0, found 0")
    }
    return try System(closed)
  }
}

extension Signal {
  /// The signal as one state space, its terms beside one another.
  fileprivate func stateSpace(naming name: String) throws -> StateSpace {
    var sum = StateSpace(a: [], b: [], c: [])
    for term in terms {
      var part = StateSpace(a: [], b: [], c: [], d: 1)
      guard term.filters.isEmpty, term.delay == 0 else { throw SystemsError.notRational(what: name) }
      for train in term.trains {
        guard train.past.isEmpty, train.events.count == 1, train.events[0].time == 0 else {
          throw SystemsError.notRational(what: name)
        }
        part.d *= train.events[0].weight
      }
      for factor in term.factors {
        guard case .rational(let rational) = factor else { throw SystemsError.notRational(what: name) }
        let speed = rational.poles.map(\.length).filter { $0 > 0 }.min() ?? 1
        part = part.series(StateSpace(cascade: rational, over: 1 / speed))
      }
      sum = sum.parallel(part)
    }
    return sum
  }

  /// The signal as one quotient of polynomials.
  fileprivate func quotient(naming name: String) throws -> RationalFunction {
    var sum = RationalSum()
    for term in terms {
      guard term.filters.isEmpty, term.delay == 0 else {
        throw SystemsError.notRational(what: name)
      }
      var product = RationalFunction(DoubleDouble.one)
      for train in term.trains {
        guard train.past.isEmpty, train.events.count == 1, train.events[0].time == 0 else {
          throw SystemsError.notRational(what: name)
        }
        product.gain = product.gain * train.events[0].weight
      }
      for factor in term.factors {
        guard case .rational(let rational) = factor else {
          throw SystemsError.notRational(what: name)
        }
        product = product.multiplied(by: rational.quotient)
      }
      sum = sum.adding(RationalSum([product]))
    }
    return sum.combined.terms.first ?? RationalFunction(.zero)
  }
}

extension System {
  /// The closed loop where dead time is in it; nil where there is none, or a system is no quotient.
  private func closedLoop(_ back: System) throws -> System? {
    guard let forward = impulseResponse.quotients, let around = back.impulseResponse.quotients,
      (forward.terms + around.terms).contains(where: { !$0.delay.isZero })
    else { return nil }
    let one = RationalSum([RationalFunction(DoubleDouble.one)])
    let divisor = one.adding(forward.multiplied(by: around))
    func signal(_ above: RationalSum) throws -> Signal {
      guard let loop = DelayLoop(forward: above, over: divisor) else {
        throw SystemsError.undefined("a closed loop needs 1 + G H that is not 0, found 0")
      }
      try loop.check()
      return loop.around.terms.isEmpty ? try loop.forward.signal() : Signal(loop)
    }
    let closed = try signal(forward)
    return try System(closed: closed, around: self, back) { try signal(one) }
  }

  /// A closed loop, from what its two systems leave of their initial states.
  ///
  ///     free = S free_G − C free_H,  C = G/(1 + G H), S = 1/(1 + G H)
  private init(
    closed: Signal, around forward: System, _ back: System, sensitivity: () throws -> Signal
  ) rethrows {
    var free = Signal()
    if !forward.freeResponse.terms.isEmpty { free = forward.freeResponse.convolved(with: try sensitivity()) }
    if !back.freeResponse.terms.isEmpty {
      free = free + back.freeResponse.convolved(with: closed).scaled(by: -1)
    }
    self.init(impulseResponse: closed, freeResponse: free)
  }
}
