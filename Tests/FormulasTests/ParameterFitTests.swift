import Foundation
import Systems
import Testing

import Formulas

@Suite("Fits of parameters")
struct ParameterFitTests {
  /// Numbers that only look random.
  private struct Noise {
    var state: UInt64

    mutating func unit() -> Double {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return (Double(state >> 11) + 0.5) * 0x1p-53
    }

    mutating func normal() -> Double { (-2 * log(unit())).squareRoot() * cos(2 * Double.pi * unit()) }
  }

  /// a exp(−k t) with its derivatives.
  private func decay(_ times: [Double], _ parameters: [FitParameter]) -> FitModel {
    FitModel(parameters) { p, wanted in
      let shape = times.map { exp(-p[1] * $0) }
      return (
        shape.map { p[0] * $0 },
        wanted.map { k in k == 0 ? shape : zip(times, shape).map { -p[0] * $0 * $1 } }
      )
    }
  }

  @Test("Parameters of exact values come back from drawn starts, whatever they are")
  func comesBack() throws {
    var noise = Noise(state: 5)
    let times = (0..<15).map { Double($0) * 0.4 }
    for _ in 0..<20 {
      let (a, k) = (exp(2 * noise.normal()), 0.2 + 2 * noise.unit())
      let fit = try ParameterFit(
        decay(times, [FitParameter("a"), FitParameter("k", kind: .rate)]),
        to: FitMeasurements(times: times, values: times.map { a * exp(-k * $0) }))
      #expect((fit.estimates[0].value / a - 1).magnitude < 1e-9)
      #expect((fit.estimates[1].value / k - 1).magnitude < 1e-9)
      #expect(fit.eliminated == ["a"])
    }
  }

  @Test("Profile intervals hold the truth about as often as they say")
  func covers() throws {
    var noise = Noise(state: 11)
    let times = (0..<10).map { Double($0) * 0.5 }
    var options = FitOptions()
    options.level = 0.9
    var held = 0
    for _ in 0..<100 {
      let values = times.map { 2 * exp(-0.8 * $0) + 0.1 * noise.normal() }
      let fit = try ParameterFit(
        decay(times, [FitParameter("a"), FitParameter("k", guess: .value(1))]),
        to: FitMeasurements(times: times, values: values), options: options)
      let low = try #require(fit.estimates[1].low)
      let high = try #require(fit.estimates[1].high)
      if low <= 0.8, high >= 0.8 { held += 1 }
    }
    // 90 of 100, three standard deviations of a binomial number either side.
    #expect((81...99).contains(held), "\(held)")
  }

  @Test("A limit holds, and is named")
  func staysWithin() throws {
    let times = (0..<8).map { Double($0) }
    let fit = try ParameterFit(
      decay(times, [FitParameter("a"), FitParameter("k", guess: .value(0.3), limits: 0.1...0.4)]),
      to: FitMeasurements(times: times, values: times.map { exp(-0.7 * $0) }))
    #expect(fit.estimates[1].value == 0.4)
    #expect(fit.atLimit == ["k"])
  }

  @Test("A weight of n counts as n equal rows")
  func weighs() throws {
    let times = [0.0, 1, 2, 3]
    let values = [2.0, 1.1, 0.7, 0.2]
    let names = [FitParameter("a"), FitParameter("k", guess: .value(0.5))]
    let weighted = try ParameterFit(
      decay(times, names), to: FitMeasurements(times: times, values: values, errors: .weights([1, 3, 1, 2])))
    let rows = [0, 1, 1, 1, 2, 3, 3]
    let doubled = try ParameterFit(
      decay(rows.map { times[$0] }, names),
      to: FitMeasurements(times: rows.map { times[$0] }, values: rows.map { values[$0] }))
    for (a, b) in zip(weighted.estimates, doubled.estimates) { #expect((a.value - b.value).magnitude < 1e-9) }
  }

  @Test("A wrong row pulls a robust fit less")
  func forgives() throws {
    let times = (0..<12).map { Double($0) * 0.5 }
    var values = times.map { 2 * exp(-0.5 * $0) }
    var noise = Noise(state: 3)
    for k in values.indices { values[k] += 0.01 * noise.normal() }
    values[5] += 1
    func error(_ loss: FitOptions.Loss) throws -> Double {
      var options = FitOptions()
      options.loss = loss
      let fit = try ParameterFit(
        decay(times, [FitParameter("a"), FitParameter("k", guess: .value(0.6))]),
        to: FitMeasurements(times: times, values: values), options: options)
      return (fit.estimates[1].value - 0.5).magnitude
    }
    let plain = try error(.squares)
    for loss in [FitOptions.Loss.huber, .cauchy, .absolute] { #expect(try error(loss) < plain / 3, "\(loss)") }
  }

  @Test("Fewer rows than parameters are refused")
  func refuses() {
    #expect(throws: FitError.tooFew(rows: 1, parameters: 2)) {
      try ParameterFit(
        decay([1], [FitParameter("a"), FitParameter("k")]), to: FitMeasurements(times: [1], values: [1]))
    }
  }

  @Test(arguments: [(FitOptions.Loss.absolute, Double.pi / 2), (.huber, 1 / 0.95), (.cauchy, 1 / 0.95)])
  func `standard errors of robust losses are those of their efficiencies for normal errors`(
    loss: FitOptions.Loss, variance: Double
  ) throws {
    // The quantiles of a normal distribution, by bisection of its error function; the model is a constant.
    let n = 2001
    let values = (0..<n).map { k -> Double in
      let p = (Double(k) + 0.5) / Double(n)
      var (low, high) = (-8.0, 8.0)
      for _ in 0..<60 {
        let middle = (low + high) / 2
        if (1 + erf(middle / 2.0.squareRoot())) / 2 < p { low = middle } else { high = middle }
      }
      return (low + high) / 2
    }
    let model = FitModel([FitParameter("a", guess: .value(0.1))]) { parameters, wanted in
      ([Double](repeating: parameters[0], count: n), wanted.map { _ in [Double](repeating: 1, count: n) })
    }
    var options = FitOptions()
    options.loss = loss
    options.level = 0.95
    let fit = try ParameterFit(
      model, to: FitMeasurements(times: (0..<n).map { Double($0) }, values: values), options: options)
    let error = try #require(fit.estimates[0].standardError)
    #expect(abs(error / (variance / Double(n)).squareRoot() - 1) < 0.02)
    let high = try #require(fit.estimates[0].high)
    #expect(abs((high - fit.estimates[0].value) / error - fit.quantile) < 1e-12)
  }
}
