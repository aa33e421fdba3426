import ComplexModule
import NumericalMethods
import RealModule
import Systems
import Testing

@Suite struct DeconvolutionTests {
  /// A decay with time constant 2.
  static let decay = Signal(.rational(Rational(poles: [.init(-0.5)])))

  /// Normal numbers by Box and Muller's method, the same in every run.
  struct Noise {
    var state: UInt64
    mutating func uniform() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) / 0x1p53
    }
    mutating func normal() -> Double {
      let radius = (-2 * Double.log(uniform())).squareRoot()
      return radius * Double.cos(2 * .pi * uniform())
    }
  }

  static func output(_ known: Signal, _ unknown: Unknown, _ values: [Double], at rows: [Double]) throws -> [Double] {
    try ForwardMatrix.values(known.convolved(with: unknown.signal(values)), rows)
  }

  @Test func `discrete division by hand`() throws {
    // (1, 2) * (1, 1/2) = (1, 2.5, 1).
    let known = Signal.events([Event(time: 0, weight: 1), Event(time: 1, weight: 0.5)])
    var problem = Deconvolution(
      known: known, unknown: try Unknown(knots: [0, 1, 2], shape: .impulses),
      measured: .init(times: [0, 1, 2], values: [1, 2.5, 1]), prior: .none)
    problem.regularization = .none
    let found = try problem.solved().values
    for (value, expected) in zip(found, [1.0, 2, 0]) { #expect(abs(value - expected) < 1e-14) }
  }

  @Test func `held values through a decay are a triangular system, exactly undone`() throws {
    let knots = [0, 0.5, 1.5, 2, 4]
    let values = [1, -2, 0.5, 3, 1.0]
    let unknown = try Unknown(knots: knots, shape: .held)
    // A held value acts from its knot on, so that each row tells the one before it.
    let rows = [0.5, 1.5, 2, 4, 6]
    var problem = Deconvolution(
      known: Self.decay, unknown: unknown,
      measured: .init(times: rows, values: try Self.output(Self.decay, unknown, values, at: rows)), prior: .smooth)
    problem.regularization = .none
    for (found, value) in zip(try problem.solved().values, values) { #expect(abs(found - value) < 1e-12) }
  }

  @Test(arguments: [Unknown.Shape.lines, .held, .impulses])
  func `a column is the output of its own number, with any spacing`(shape: Unknown.Shape) throws {
    let even = (0..<9).map { Double($0) * 0.25 }
    for (knots, rows) in [(even, even + [3]), ([0, 0.3, 0.5, 1.4], [0.1, 0.3, 0.9, 2.5])] {
      let unknown = try Unknown(knots: knots, shape: shape)
      let matrix = try ForwardMatrix.make(known: Self.decay, unknown: unknown, rows: rows, jobs: 2)
      for j in knots.indices {
        var one = [Double](repeating: 0, count: knots.count)
        one[j] = 1
        let expected = try Self.output(Self.decay, unknown, one, at: rows)
        for i in rows.indices { #expect(abs(matrix[i, j] - expected[i]) < 1e-14) }
      }
    }
  }

  @Test func `lines between the lags of impulses, as pieces place them`() throws {
    let known = Signal.events([Event(time: 0.25, weight: 2), Event(time: 1.5, weight: -1), Event(time: 3)])
    let unknown = try Unknown(knots: [0, 0.5, 1, 3], shape: .lines)
    let rows = [0, 0.25, 0.6, 1.5, 2.25, 4, 6, 6.5]
    let matrix = try ForwardMatrix.make(known: known, unknown: unknown, rows: rows, jobs: 1)
    let values = [0.5, 2, -1, 4]
    let expected = try Self.output(known, unknown, values, at: rows)
    for (found, value) in zip(matrix * values, expected) { #expect(abs(found - value) < 1e-14) }
  }

  @Test(arguments: [1e-4, 0.05, 20])
  func `with L given the sum of squares and L times the roughness is least`(l: Double) throws {
    let knots = [0, 0.4, 1, 1.3, 2.2, 3, 4.5, 5]
    let unknown = try Unknown(knots: knots, shape: .lines)
    let rows = (1...20).map { Double($0) * 0.3 }
    var noise = Noise(state: 3)
    let y = rows.map { Double.sin($0) + 0.1 * noise.normal() }
    let errors = rows.map { 0.1 + 0.02 * $0 }
    var problem = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: rows, values: y, errors: errors), prior: .smooth)
    problem.regularization = .fixed(l)
    let u = try problem.solved().values
    // The stated sum: Σ((y − A u)/error)^2 + L Σ width (u'')^2, u'' = 2 [u_k−1, u_k, u_k+1], width the mean spacing.
    let a = try ForwardMatrix.make(known: Self.decay, unknown: unknown, rows: rows, jobs: 1)
    func cost(_ u: [Double]) -> Double {
      var sum = 0.0
      for (i, fit) in (a * u).enumerated() { sum += (y[i] - fit) * (y[i] - fit) / (errors[i] * errors[i]) }
      for k in 1..<knots.count - 1 {
        let (before, after) = (knots[k] - knots[k - 1], knots[k + 1] - knots[k])
        let second = 2 * ((u[k + 1] - u[k]) / after - (u[k] - u[k - 1]) / before) / (before + after)
        sum += l * (before + after) / 2 * second * second
      }
      return sum
    }
    // A quadratic is at its minimum where central differences vanish, which they tell exactly.
    for k in u.indices {
      var (above, below, far) = (u, u, u)
      above[k] += 1
      below[k] -= 1
      far[k] += 0
      let slope = (cost(above) - cost(below)) / 2
      let curvature = cost(above) + cost(below) - 2 * cost(far)
      #expect(abs(slope) < 1e-8 * curvature)
    }
  }

  @Test(arguments: [Prior.smooth, .decaying], [false, true])
  func `ends at 0 are 0, the others move with them`(prior: Prior, both: Bool) throws {
    let knots = (0..<12).map { Double($0) }
    let unknown = try Unknown(knots: knots, shape: .lines)
    let y = try Self.output(Self.decay, unknown, knots.map { $0 * (11 - $0) }, at: knots)
    var problem = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: knots, values: y), prior: prior)
    problem.startsAtZero = true
    problem.endsAtZero = both
    let u = try problem.solved().values
    #expect(u[0] == 0)
    if both { #expect(u[11] == 0) }
    for k in 1..<11 { #expect(abs(u[k] - knots[k] * (11 - knots[k])) < 1) }
  }

  @Test func `what was convolved is found again within the band`() throws {
    let knots = (0..<60).map { Double($0) * 0.25 }
    let unknown = try Unknown(knots: knots, shape: .lines)
    let truth = knots.map { Double.exp(-($0 - 6) * ($0 - 6) / 8) }
    var noise = Noise(state: 9)
    let y = try Self.output(Self.decay, unknown, truth, at: knots).map { $0 + 0.01 * noise.normal() }
    var problem = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: knots, values: y), prior: .smooth)
    problem.level = 0.95
    let estimate = try problem.solved()
    let band = try #require(estimate.band(level: 0.95, isNonnegative: false))
    let inside = truth.indices.count { band.low[$0] <= truth[$0] && truth[$0] <= band.high[$0] }
    #expect(Double(inside) >= 0.85 * Double(truth.count))
    #expect(abs((estimate.noise ?? 0) - 0.01) < 0.003)
  }

  @Test func `a constant that was added is found beside the unknown`() throws {
    let knots = (0..<40).map { Double($0) * 0.5 }
    let unknown = try Unknown(knots: knots, shape: .lines)
    let truth = knots.map { Double.exp(-($0 - 8) * ($0 - 8) / 8) }
    let y = try Self.output(Self.decay, unknown, truth, at: knots).map { $0 + 5 }
    var problem = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: knots, values: y), prior: .smooth)
    problem.hasBaseline = true
    let estimate = try problem.solved()
    #expect(abs((estimate.baseline ?? 0) - 5) < 1e-3)
    for (found, value) in zip(estimate.values, truth) { #expect(abs(found - value) < 5e-3) }
  }

  @Test func `bounds hold: not negative, and down after the peak`() throws {
    let events = Signal.events([Event(time: 0, weight: 1), Event(time: 0.7, weight: 2)])
    let lags = (0..<30).map { Double($0) * 0.2 }
    let unknown = try Unknown(knots: lags, shape: .lines)
    var noise = Noise(state: 5)
    let rows = (0..<60).map { Double($0) * 0.1 }
    let y = rows.map { t in
      func h(_ s: Double) -> Double { s < 0 ? 0 : s * Double.exp(-2 * s) }
      return h(t) + 2 * h(t - 0.7) + 0.02 * noise.normal()
    }
    var problem = Deconvolution(
      known: events, unknown: unknown, measured: .init(times: rows, values: y), prior: .decaying)
    problem.isNonnegative = true
    problem.isDecreasing = true
    let u = try problem.solved().values
    let peak = try #require(u.indices.max { u[$0] < u[$1] })
    #expect(u.allSatisfy { $0 >= 0 })
    for k in peak + 1..<u.count { #expect(u[k] <= u[k - 1]) }
    #expect(abs(lags[peak] - 0.5) <= 0.4)
  }

  @Test func `steps are found with their heights`() throws {
    let knots = (0..<80).map { Double($0) * 0.25 }
    let unknown = try Unknown(knots: knots, shape: .held)
    let truth = knots.map { $0 < 5 ? 1.0 : $0 < 12 ? 3 : 0.5 }
    var noise = Noise(state: 11)
    let rows = knots.map { $0 + 0.25 }
    let y = try Self.output(Self.decay, unknown, truth, at: rows).map { $0 + 0.005 * noise.normal() }
    let problem = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: rows, values: y), prior: .steps)
    let u = try problem.solved().values
    for (found, value) in zip(u, truth) { #expect(abs(found - value) < 0.05) }
  }

  @Test func `total variation with L given is least`() throws {
    let knots = (0..<12).map { Double($0) }
    let unknown = try Unknown(knots: knots, shape: .impulses)
    let rows = knots
    let y = rows.map { Double.sin($0) * 2 }
    let l = 0.8
    var problem = Deconvolution(
      known: .impulse, unknown: unknown, measured: .init(times: rows, values: y), prior: .steps)
    problem.regularization = .fixed(l)
    let u = try problem.solved().values
    func cost(_ u: [Double]) -> Double {
      zip(u, y).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
        + l * zip(u, u.dropFirst()).reduce(0) { $0 + abs($1.1 - $1.0) }
    }
    // Convex: no small move of a number, or of a run of equal ones, lowers it.
    for first in u.indices {
      for last in first..<u.count {
        for shift in [-1e-4, 1e-4] {
          var moved = u
          for k in first...last { moved[k] += shift }
          #expect(cost(moved) >= cost(u) - 1e-12)
        }
      }
    }
  }

  @Test func `what can't be told is refused`() throws {
    let knots = (0..<5).map { Double($0) }
    let unknown = try Unknown(knots: knots, shape: .lines)
    func refusal(_ known: Signal, _ values: [Double]) -> String {
      let problem = Deconvolution(
        known: known, unknown: unknown, measured: .init(times: knots, values: values), prior: .smooth)
      do {
        _ = try problem.solved()
        return ""
      } catch { return "\(error)" }
    }
    #expect(refusal(Self.decay, [0, 0, 0, 0, 0]).contains("must not all be 0"))
    #expect(refusal(Self.decay, [3, 3, 3, 3, 3]).contains("must not all be equal, found 3"))
    #expect(refusal(Self.decay.delayed(by: 10), [1, 2, 3, 4, 5]).contains("must reach the data"))
    let few = Deconvolution(
      known: Self.decay, unknown: unknown, measured: .init(times: [1, 2], values: [1, 2]), prior: .smooth)
    #expect(throws: SystemsError.tooFew(what: "a penalty's size found from the data", found: 2, needed: 3)) {
      try few.solved()
    }
  }
}
