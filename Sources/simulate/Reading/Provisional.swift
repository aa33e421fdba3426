import Systems

extension Signal {
  init(
    times: [Double], values: [Double], between interpolation: Interpolation,
    allowingJumps: Bool = false
  ) throws {
    if interpolation == .nothing {
      self = .events(zip(times, values).map { Event(time: $0, weight: $1) })
      return
    }
    guard times.count >= 2 else {
      throw SystemsError.tooFew(what: "a response or rate from samples", found: times.count, needed: 2)
    }
    var c: [Double] = []
    for k in 0..<times.count - 1 {
      c.append(values[k])
      c.append((values[k + 1] - values[k]) / (times[k + 1] - times[k]))
    }
    self.init(
      .pieces(
        PiecewisePolynomial(knots: try TimeGrid(times), coefficients: c, degree: 1, isClosed: true)))
  }
}
