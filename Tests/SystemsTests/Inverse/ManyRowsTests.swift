import RealModule
import Systems
import Testing

@Suite struct ManyRowsTests {
  /// A rate through a decay at uneven times, with noise.
  private static func data(_ count: Int) throws -> (unknown: Unknown, times: [Double], values: [Double]) {
    var noise = DeconvolutionTests.Noise(state: 11)
    var time = 0.0
    let times = (0..<count).map { _ in
      time += 0.05 + 0.3 * noise.uniform()
      return time
    }
    let unknown = try Unknown(knots: [0] + times, shape: .lines)
    let truth = unknown.knots.map { 2 + Double.sin($0) }
    let output = try DeconvolutionTests.output(DeconvolutionTests.decay, unknown, truth, at: times)
    return (unknown, times, output.map { $0 + 0.1 * noise.normal() })
  }

  @Test(arguments: [Prior.smooth, .decaying])
  func `three alike say what one says with a third of the variance, though they are brought to a triangle first`(prior: Prior) throws {
    let (unknown, times, values) = try Self.data(30)
    func estimate(copies: Int, error: Double) throws -> Estimate {
      let rows = times.indices.flatMap { [Int](repeating: $0, count: copies) }
      var problem = Deconvolution(
        known: DeconvolutionTests.decay, unknown: unknown,
        measured: .init(
          times: rows.map { times[$0] }, values: rows.map { values[$0] }, errors: rows.map { _ in error }),
        prior: prior)
      problem.level = 0.95
      problem.wantsResolution = true
      problem.algorithm = .dense
      return try problem.solved()
    }
    let (many, few) = (try estimate(copies: 3, error: 0.1 * 3.0.squareRoot()), try estimate(copies: 1, error: 0.1))
    let size = few.values.reduce(0) { max($0, $1.magnitude) }
    for k in unknown.knots.indices {
      #expect((many.values[k] - few.values[k]).magnitude < 1e-7 * size)
      let (a, b) = try (#require(many.deviations)[k], #require(few.deviations)[k])
      #expect((a - b).magnitude < 1e-6 * b + 1e-9 * size)
      let (c, d) = try (#require(many.resolution)[k], #require(few.resolution)[k])
      #expect((c - d).magnitude < 1e-5 * d)
    }
    #expect((many.degreesUsed - few.degreesUsed).magnitude < 1e-5)
  }

  @Test func `more rows than a matrix of their own square are taken where knots are few`() throws {
    let times = try Self.data(4_000).times
    let last = times[times.count - 1]
    let knots = (0...100).map { last * Double($0) / 100 }
    let unknown = try Unknown(knots: knots, shape: .lines)
    // Straight between the knots, so that nothing but noise is left.
    let truth = knots.map { 2 + Double.sin(6 * $0 / last) }
    var noise = DeconvolutionTests.Noise(state: 3)
    let output = try DeconvolutionTests.output(DeconvolutionTests.decay, unknown, truth, at: times)
    var problem = Deconvolution(
      known: DeconvolutionTests.decay, unknown: unknown,
      measured: .init(times: times, values: output.map { $0 + 0.1 * noise.normal() }), prior: .smooth)
    problem.algorithm = .dense
    let found = try problem.solved()
    #expect(((found.noise ?? 0) / 0.1 - 1).magnitude < 0.05)
    for k in knots.indices { #expect((found.values[k] - truth[k]).magnitude < 0.2) }
  }

  @Test func `after a reset only what came since acts`() throws {
    let knots = [0, 1, 2.5, 4.0]
    let values = [3, -1, 2, 0.5]
    let unknown = try Unknown(knots: knots, shape: .lines)
    let (first, second) = (Signal.events([Event(time: 0, weight: 2)]), Signal.events([Event(time: 3, weight: -1)]))
    let times = [0.5, 1, 2, 2.9, 3, 3.5, 4, 5, 6, 6.8]
    let output = try DeconvolutionTests.output(first, unknown, values, at: Array(times[..<4]))
      + DeconvolutionTests.output(second, unknown, values, at: Array(times[4...]))
    var problem = Deconvolution(
      known: first, unknown: unknown, measured: .init(times: times, values: output), prior: .none)
    problem.regularization = .none
    problem.resets = [.init(time: 3, known: second)]
    for (found, value) in zip(try problem.solved().values, values) { #expect((found - value).magnitude < 1e-12) }
  }
}
