import ComplexModule
import NumericalMethods
import RealModule

extension DelayLoop {
  /// Whether every bounded input gives a bounded output, by counting how often 1 − G turns about 0 on
  /// the imaginary axis.
  ///
  ///     roots right of the axis = open poles right of it − (1/π) arg(1 − G(iω))|₀^∞
  ///
  /// The path passes poles on the axis on their right.
  ///
  /// - Throws: `SystemsError` where it can't be said.
  /// - Complexity: O(turns), some hundred steps for each turn of a dead time.
  func stability() throws -> Stability {
    let poles = try around.poles()
    for pole in try forward.poles() where pole.real > 0 && !poles.contains(pole) { return .unstable }
    let direct = around.terms.reduce(0) { $0 + $1.direct.magnitude }
    guard direct < 1 else {
      return direct == 1 ? .marginal : .unstable
    }
    // Beyond this frequency 1 − G stays right of the imaginary axis.
    let fastest: Double = poles.reduce(0.0) { Swift.max($0, $1.length) }
    var end: Double = 4 * Swift.max(fastest, 1e-3)
    func loopGain(_ w: Double) -> Double {
      var sum = 0.0
      for term in around.terms {
        var bare = term
        bare.delay = .zero
        sum += bare.value(at: Complex(0, w)).length
      }
      return sum
    }
    while loopGain(end) > 0.5 * (1 + direct), end < 1e12 { end *= 1.5 }
    let delay = around.terms.map(\.delay.hi).max() ?? 0
    let size: Double = Swift.max(fastest, 1 / Swift.max(delay, 1e-300))
    // A detour of a small radius keeps off poles on the axis.
    let isOnAxis = poles.map { $0.real.magnitude <= 1e-12 * Swift.max($0.length, size) }
    let shift = 1e-7 * size
    let right = poles.indices.count { !isOnAxis[$0] && poles[$0].real > shift }
    var turn = 0.0
    var frequency = 0.0
    var before = Complex<Double>.one - around.value(at: Complex(shift, 0))
    var nearest = Double.infinity
    var step = 1e-4 * size
    var count = 0
    while frequency < end {
      count += 1
      guard count < 4_000_000 else {
        throw SystemsError.undefined("whether a loop with dead time is stable takes too many steps to say")
      }
      let s = Complex(shift, frequency + step)
      let now = Complex<Double>.one - around.value(at: s)
      let ratio = now / before
      let angle = Double.atan2(y: ratio.imaginary, x: ratio.real)
      if angle.magnitude > 0.3 || (ratio - .one).length > 0.5, step > 1e-13 * size {
        step /= 2
        continue
      }
      turn += angle
      frequency += step
      nearest = Swift.min(nearest, now.length)
      before = now
      if angle.magnitude < 0.1 { step *= 2 }
      if delay > 0 { step = Swift.min(step, 0.3 / delay) }
      step = Swift.min(step, Swift.max(0.05 * frequency, 0.01 * size))
    }
    // What is left of the turn to the positive real axis.
    turn -= Double.atan2(y: before.imaginary, x: before.real)
    let roots = Double(right) - turn / Double.pi
    if nearest < 1e-6 { return .marginal }
    return roots.rounded() > 0 ? .unstable : .stable
  }
}

extension RationalSum {
  /// The poles of the terms, each as often as in the term that has it most often.
  func poles() throws -> [Complex<Double>] {
    do {
      return PoleClusters.union(
        try terms.map { term in
          try term.denominators.flatMap { factor in
            let roots = try factor.polynomial.roots().map(\.rounded)
            return (0..<factor.count).flatMap { _ in roots }
          }
        })
    } catch {
      throw SystemsError.undefined("the poles of a loop: \(error)")
    }
  }
}
