import NumericalMethods
import Systems

/// Quotients beside closed loops with dead time: what a formula in `s` is once a divisor holds dead time.
struct LoopSum {
  /// What stands outside of loops.
  var plain: RationalSum
  /// The loops, to be added.
  private(set) var loops: [DelayLoop] = []

  init(_ plain: RationalSum) { self.plain = plain }

  init(_ loop: DelayLoop) {
    plain = RationalSum()
    add(loop)
  }

  private mutating func add(_ loop: DelayLoop) {
    if loop.around.terms.isEmpty {
      plain = plain.adding(loop.forward)
    } else if let k = loops.firstIndex(where: { $0.around == loop.around }) {
      loops[k] = DelayLoop(forward: loops[k].forward.adding(loop.forward), around: loop.around)
    } else {
      loops.append(loop)
    }
    loops.removeAll { $0.forward.terms.isEmpty }
  }

  /// The sum.
  func adding(_ other: LoopSum) -> LoopSum {
    var sum = self
    sum.plain = plain.adding(other.plain)
    for loop in other.loops { sum.add(loop) }
    return sum
  }

  /// The sum times a number.
  func scaled(by factor: Double) -> LoopSum {
    var copy = LoopSum(plain.scaled(by: factor))
    for loop in loops {
      copy.add(DelayLoop(forward: loop.forward.scaled(by: factor), around: loop.around))
    }
    return copy
  }

  /// The product, each with each.
  func multiplied(by other: LoopSum) -> LoopSum {
    var product = LoopSum(plain.multiplied(by: other.plain))
    for loop in loops { product.add(loop, times: other.plain) }
    for loop in other.loops { product.add(loop, times: plain) }
    for a in loops {
      for b in other.loops { product.add(a.multiplied(by: b)) }
    }
    return product
  }

  private mutating func add(_ loop: DelayLoop, times factor: RationalSum) {
    add(DelayLoop(forward: loop.forward.multiplied(by: factor), around: loop.around))
  }

  /// 1 over the sum, all brought over one divisor; nil where it is 0.
  var inverse: LoopSum? {
    var above = plain
    var below = RationalSum([RationalFunction(.one)])
    for loop in loops {
      above = above.multiplied(by: loop.divisor).adding(loop.forward.multiplied(by: below))
      below = below.multiplied(by: loop.divisor)
    }
    return DelayLoop(forward: below, over: above).map { LoopSum($0) }
  }

  /// The impulse response.
  ///
  /// - Throws: `SystemsError.improper`, and `undefined` for what answers before its input.
  func signal() throws(SystemsError) -> Signal {
    var signal = try plain.signal()
    for loop in loops {
      try loop.check()
      signal = signal + Signal(loop)
    }
    return signal
  }
}
