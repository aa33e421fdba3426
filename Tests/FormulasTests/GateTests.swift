import Formulas
import RealModule
import Systems
import Testing

/// Formulas of which most factors are comparisons: those go first, whatever their order.
struct GateTests {
  /// A formula and what it says, made side by side.
  private struct Made {
    var text: String
    var value: (Double) -> Double
  }

  private func factor(_ generator: inout SeededGenerator, depth: Int) -> Made {
    let bound = Double(Int.random(in: -3...12, using: &generator)) / 4
    switch Int.random(in: 0..<(depth > 0 ? 9 : 6), using: &generator) {
    case 0: return Made(text: "(t<\(bound))") { $0 < bound ? 1 : 0 }
    case 1: return Made(text: "(t>=\(bound))") { $0 >= bound ? 1 : 0 }
    case 2: return Made(text: "step(t-\(bound))") { $0 - bound >= 0 ? 1 : 0 }
    case 3: return Made(text: "t") { $0 }
    case 4: return Made(text: "exp(-t)") { Double.exp(-$0) }
    case 5: return Made(text: "\(bound)") { _ in bound }
    case 6:
      let a = product(&generator, depth: depth - 1)
      let b = product(&generator, depth: depth - 1)
      return Made(text: "(\(a.text)+\(b.text))") { a.value($0) + b.value($0) }
    case 7:
      let a = product(&generator, depth: depth - 1)
      let b = product(&generator, depth: depth - 1)
      return Made(text: "max(\(a.text),\(b.text))") { max(a.value($0), b.value($0)) }
    default:
      let a = product(&generator, depth: depth - 1)
      return Made(text: "sin(\(a.text))") { Double.sin(a.value($0)) }
    }
  }

  private func product(_ generator: inout SeededGenerator, depth: Int) -> Made {
    let factors = (0..<Int.random(in: 1...5, using: &generator)).map { _ in
      factor(&generator, depth: depth)
    }
    return Made(text: factors.map(\.text).joined(separator: "*")) { t in
      factors.reduce(1) { $0 * $1.value(t) }
    }
  }

  @Test("a formula of many gates has the value that it says", arguments: UInt64(1)...200)
  func hasItsValue(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let made = product(&generator, depth: 3)
    // sqrt keeps it from being taken apart into exponentials, so that the formula itself is asked.
    let system = try Formula("sqrt(t+1)*(\(made.text))").system(period: nil, twoSided: false)
    let times = (0..<300).map { Double($0) * 0.0173 + 0.001 }
    let values = try system.response(to: .impulse, at: .listed(times)).values
    for (time, value) in zip(times, values) {
      let wanted = (time + 1).squareRoot() * made.value(time)
      #expect((value - wanted).magnitude <= 1e-13 * max(1, wanted.magnitude), "\(made.text) at \(time)")
    }
  }
}
