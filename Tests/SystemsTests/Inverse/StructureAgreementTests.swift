import ComplexModule
import RealModule
import Systems
import Testing

/// Every way of computing a deconvolution answers one question.
@Suite struct StructureAgreementTests {
  /// A response, knots, rows and what else is asked for.
  struct Question: CustomTestStringConvertible, Sendable {
    var testDescription: String
    var response: Signal
    var shape = Unknown.Shape.lines
    var isEven = false
    var startsAtZero = false
    var hasBaseline = false
    var hasErrors = false
    var hasGaps = false
  }

  static let double = Signal(.rational(Rational(poles: [.init(-0.5), .init(-0.5)])))
  static let oscillation = Signal(.rational(Rational(poles: [.init(-0.4, 1), .init(-0.4, -1)])))
  static let sum = Signal(.rational(Rational(poles: [.init(-0.3)]))) + Signal(.rational(Rational(poles: [.init(-2)])))

  static let uneven = [
    Question(testDescription: "lines through two poles", response: sum),
    Question(testDescription: "lines through a double pole with dead time", response: double.delayed(by: 0.7), startsAtZero: true),
    Question(testDescription: "held values through an oscillation", response: oscillation, shape: .held, hasBaseline: true),
    Question(testDescription: "impulses", response: sum, shape: .impulses, hasErrors: true),
    Question(testDescription: "an even grid", response: oscillation, isEven: true),
  ]

  /// Knots and rows that have nothing in common, unless all is even.
  static func problem(_ question: Question, seed: UInt64) throws -> Deconvolution {
    var noise = DeconvolutionTests.Noise(state: seed)
    func knot(_ k: Int) -> Double {
      let even = 0.25 * Double(k)
      return question.isEven ? even : even + 0.1 * Double.sin(Double(k))
    }
    func time(_ k: Int) -> Double {
      let place = Double(k)
      return question.isEven ? 0.25 * place : 0.16 * place + 0.05 * Double.cos(3 * place)
    }
    let knots = (0..<40).map(knot)
    var times = (0..<70).map(time)
    if question.hasGaps { times.removeAll { $0 > 4 && $0 < 6 } }
    let y = times.map { t -> Double in
      let clean = Double.sin(t / 3) + 1
      return clean + 0.05 * noise.normal()
    }
    return Deconvolution(
      known: question.response, unknown: try Unknown(knots: knots, shape: question.shape),
      measured: .init(
        times: times, values: y,
        errors: question.hasErrors ? times.indices.map { 0.05 + 0.02 * Double($0 % 3) } : nil),
      prior: .smooth)
  }

  @Test(arguments: uneven, [0.01, 1, 30])
  func `a filter through states gives the minimiser, its band and its degrees of freedom`(
    question: Question, lambda: Double
  ) throws {
    var problem = try Self.problem(question, seed: 7)
    problem.regularization = .fixed(lambda)
    problem.startsAtZero = question.startsAtZero
    problem.hasBaseline = question.hasBaseline
    problem.level = 0.95
    problem.algorithm = .dense
    let dense = try problem.solved()
    problem.algorithm = .stateSpace
    let filtered = try problem.solved()
    #expect(filtered.method.contains("Kalman"))
    let size = dense.values.map(abs).max() ?? 1
    for (a, b) in zip(dense.values, filtered.values) { #expect(abs(a - b) < 1e-8 * size) }
    for (a, b) in zip(dense.fitted, filtered.fitted) { #expect(abs(a - b) < 1e-8) }
    let widths = filtered.deviations ?? []
    #expect(widths.count == problem.unknown.knots.count)
    for (a, b) in zip(dense.deviations ?? [], widths) { #expect(abs(a - b) <= 1e-7 * size) }
    #expect(abs(dense.degreesUsed - filtered.degreesUsed) < 0.05)
    // With errors given the noise counts the degrees of freedom, which are a difference.
    #expect(abs((dense.noise ?? 0) - (filtered.noise ?? 1)) < (question.hasErrors ? 1e-4 : 1e-8))
    if question.hasBaseline { #expect(abs((dense.baseline ?? 0) - (filtered.baseline ?? 1)) < 1e-8) }
  }

  @Test(arguments: uneven) func `a filter's likelihood chooses the same size of the penalty`(question: Question) throws {
    var problem = try Self.problem(question, seed: 8)
    problem.startsAtZero = question.startsAtZero
    problem.hasBaseline = question.hasBaseline
    problem.algorithm = .dense
    let dense = try #require(try problem.solved().lambda)
    problem.algorithm = .stateSpace
    let filtered = try #require(try problem.solved().lambda)
    #expect(abs(Double.log(dense / filtered)) < 0.02)
  }

  static let even = [
    Question(testDescription: "lines through two poles", response: sum, isEven: true),
    Question(testDescription: "a dead time off the grid", response: double.delayed(by: 0.6), isEven: true, startsAtZero: true),
    Question(testDescription: "held values and a baseline", response: oscillation, shape: .held, isEven: true, hasBaseline: true),
    Question(testDescription: "a density", response: Signal(.pieces(.box(from: 0.1, to: 2.3, height: 1))), isEven: true),
    Question(testDescription: "impulses and errors", response: sum, shape: .impulses, isEven: true, hasErrors: true),
    Question(testDescription: "rows that are missing", response: double, isEven: true, hasGaps: true),
  ]

  @Test(arguments: even, [0.01, 1, 30])
  func `transforms give the minimiser`(question: Question, lambda: Double) throws {
    var problem = try Self.problem(question, seed: 9)
    problem.regularization = .fixed(lambda)
    problem.startsAtZero = question.startsAtZero
    problem.hasBaseline = question.hasBaseline
    problem.algorithm = .dense
    let dense = try problem.solved()
    problem.algorithm = .transform
    let transformed = try problem.solved()
    #expect(transformed.method.contains("conjugate gradients"))
    #expect(transformed.notes.isEmpty)
    let size = dense.values.map(abs).max() ?? 1
    for (a, b) in zip(dense.values, transformed.values) { #expect(abs(a - b) < 1e-5 * size) }
    for (a, b) in zip(dense.fitted, transformed.fitted) { #expect(abs(a - b) < 1e-7 * size) }
    if question.hasBaseline { #expect(abs((dense.baseline ?? 0) - (transformed.baseline ?? 1)) < 1e-4) }
  }

  @Test func `transforms choose nearly the size and the band that the matrix chooses`() throws {
    var noise = DeconvolutionTests.Noise(state: 31)
    let times = (0..<400).map { 0.1 * Double($0) }
    let truth = try Unknown(knots: times, shape: .lines)
    let response = Signal(.pieces(.box(from: 0, to: 1.5, height: 1)))
    let rate = times.map { t -> Double in
      let (slow, fast) = (Double.cos(0.37 * t), Double.sin(t))
      return 2 + slow + fast
    }
    let clean = try response.convolved(with: truth.signal(rate)).sampled(at: .listed(times)).values
    var problem = Deconvolution(
      known: response, unknown: truth, measured: .init(times: times, values: clean.map { $0 + 0.05 * noise.normal() }),
      prior: .smooth)
    problem.level = 0.95
    problem.algorithm = .dense
    let dense = try problem.solved()
    problem.algorithm = .transform
    let transformed = try problem.solved()
    #expect(abs(Double.log((dense.lambda ?? 0) / (transformed.lambda ?? 1))) < 0.3)
    #expect(abs((dense.noise ?? 0) / (transformed.noise ?? 1) - 1) < 0.03)
    let (a, b) = (dense.deviations ?? [], transformed.deviations ?? [])
    #expect(a.count == b.count)
    for k in a.indices { #expect(abs(a[k] / b[k] - 1) < 0.15, "knot \(k): \(a[k]) and \(b[k])") }
  }

  @Test func `a response is found from a long input by transforms`() throws {
    var noise = DeconvolutionTests.Noise(state: 5)
    let input = (0..<300).map { _ in noise.normal() }
    let response = (0..<60).map { k -> Double in
      let lag = Double(k)
      return Double.exp(-lag / 12) * Double.cos(lag / 3)
    }
    var y = [Double](repeating: 0, count: 359)
    for (i, x) in input.enumerated() { for (k, h) in response.enumerated() { y[i + k] += x * h } }
    for k in y.indices { y[k] += 0.01 * noise.normal() }
    var problem = Deconvolution(
      known: .events(input.enumerated().map { Event(time: Double($0), weight: $1) }),
      unknown: try Unknown(knots: (0..<60).map(Double.init), shape: .impulses),
      measured: .init(times: y.indices.map(Double.init), values: y), prior: .smooth)
    problem.regularization = .fixed(0.1)
    problem.algorithm = .dense
    let dense = try problem.solved()
    problem.algorithm = .transform
    let transformed = try problem.solved()
    for (a, b) in zip(dense.values, transformed.values) { #expect(abs(a - b) < 1e-8) }
    for (a, b) in zip(response, transformed.values) { #expect(abs(a - b) < 0.02) }
  }
}
