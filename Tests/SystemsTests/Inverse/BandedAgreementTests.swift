import ComplexModule
import RealModule
import Systems
import Testing

/// The band and the dense matrix are one problem.
@Suite struct BandedAgreementTests {
  /// One decay, two that overlap with dead time of a step and a half, a damped oscillation.
  static let responses: [Signal] = [
    Signal(.rational(Rational(poles: [.init(-0.5)]))),
    (Signal(.rational(Rational(poles: [.init(-0.3)]))) + Signal(.rational(Rational(poles: [.init(-2)]))))
      .delayed(by: 0.3),
    Signal(.rational(Rational(poles: [.init(-0.4, 1), .init(-0.4, -1)]))),
  ]

  static func problem(_ response: Int, rows: Int, replicate: Bool = false) throws -> Deconvolution {
    var noise = DeconvolutionTests.Noise(state: UInt64(response) + 20)
    let knots = (0..<rows).map { Double($0) * 0.2 }
    var times = knots
    if replicate { times = (knots + [1, 1, 2.4]).sorted() }
    let y = times.map { Double.sin($0 / 3) + 1 + 0.05 * noise.normal() }
    return Deconvolution(
      known: responses[response], unknown: try Unknown(knots: knots, shape: .lines),
      measured: .init(times: times, values: y), prior: .smooth)
  }

  @Test(arguments: 0..<3, [0.01, 1, 30])
  func `the minimiser, its band and its degrees of freedom are those of the dense matrix`(
    response: Int, lambda: Double
  ) throws {
    for (startsAtZero, hasBaseline, replicate) in [(false, false, false), (true, false, true), (false, true, true)] {
      var problem = try Self.problem(response, rows: 60, replicate: replicate)
      problem.regularization = .fixed(lambda)
      problem.startsAtZero = startsAtZero
      problem.hasBaseline = hasBaseline
      problem.level = 0.95
      problem.algorithm = .dense
      let dense = try problem.solved()
      problem.algorithm = .banded
      let banded = try problem.solved()
      #expect(banded.method.contains("band"))
      let size = dense.values.map(abs).max() ?? 1
      // The band solves normal equations, whose condition grows with the penalty.
      let limit = 1e-8 * max(1, lambda)
      for (a, b) in zip(dense.values, banded.values) { #expect(abs(a - b) < limit * size) }
      for (a, b) in zip(dense.fitted, banded.fitted) { #expect(abs(a - b) < limit) }
      for (a, b) in zip(dense.deviations ?? [], banded.deviations ?? [.nan]) { #expect(abs(a - b) <= 1e-7 * size) }
      #expect(abs(dense.degreesUsed - banded.degreesUsed) < 0.05)
      #expect(abs((dense.noise ?? 0) - (banded.noise ?? 0)) < 1e-8)
      if hasBaseline { #expect(abs((dense.baseline ?? 0) - (banded.baseline ?? 1)) < 1e-7) }
    }
  }

  @Test(arguments: 0..<3) func `the likelihood chooses the same size of the penalty`(response: Int) throws {
    var problem = try Self.problem(response, rows: 80)
    problem.algorithm = .dense
    let dense = try #require(try problem.solved().lambda)
    problem.algorithm = .banded
    let banded = try #require(try problem.solved().lambda)
    #expect(abs(Double.log(dense / banded)) < 0.02)
  }

  @Test(arguments: 0..<3) func `with no negative value both reach the same minimum`(response: Int) throws {
    var problem = try Self.problem(response, rows: 60)
    // A dip below 0 that the bound must hold.
    for k in 20..<40 { problem.measured.values[k] -= 2 }
    problem.regularization = .fixed(0.1)
    problem.isNonnegative = true
    problem.algorithm = .dense
    let dense = try problem.solved()
    problem.algorithm = .banded
    let banded = try problem.solved()
    #expect(banded.values.allSatisfy { $0 >= 0 } && dense.values.contains(0))
    let size = dense.values.max() ?? 1
    for (a, b) in zip(dense.values, banded.values) { #expect(abs(a - b) < 1e-5 * size) }
    for (a, b) in zip(dense.fitted, banded.fitted) { #expect(abs(a - b) < 1e-6 * size) }
  }
}
