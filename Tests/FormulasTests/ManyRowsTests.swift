import Formulas
import RealModule
import Systems
import Testing

/// Formulas at so many lags that they are read off panels.
@Suite struct ManyRowsTests {
  @Test(arguments: [
    "gamma_pdf(t, 2.5, 2)", "weibull_pdf(t, 1.5, 2)", "weibull_pdf(t, 0.5, 3)", "lognormal_pdf(t, 1, 1)",
    "inverse_gaussian_pdf(t, 2, 3)", "exp(-0.1*(exp(0.4*t) - 1))", "t^0.5*exp(-t/3)", "besselk0(t)",
    "(t<7.05)*sqrt(1 + t)", "abs(sin(3*t))*exp(-t/5)", "floor(t)*exp(-t^1.1)", "1/(1 + t)", "erfc(t)",
    "exp(-1/t)/(1 + t^2)", "max(0, 1 - t/8)*cos(t)*t^0.1", "normal_pdf(t, 40, 0.01)",
  ])
  func `Many rows agree with the plain definition`(text: String) throws {
    let signal = try Formula(text).signal(twoSided: false)
    guard case .closedForm(let form) = signal.terms[0].factors[0] else {
      Issue.record("\(text) is no closed form")
      return
    }
    let events = (0..<40).map { k -> Event in
      let time: Double = k % 2 == 0 ? Double(k) / 4 : Double((k * 7919) % 600) * 0.01337
      return Event(time: time, weight: Double(k % 7) - 2.5)
    }
    // The first rows are before everything, the last far beyond it; no row meets an infinite start.
    let times = (0..<2400).map { n -> Double in (Double(n) - 40) / 20 + 0.0078125 }
    let samples = try signal.convolved(with: .events(events)).sampled(at: .listed(times), bounds: true)
    let corners = form.corners(0...200)
    let peak = samples.values.reduce(0) { max($0, $1.magnitude) }
    for n in stride(from: 0, to: times.count, by: 3) {
      let time = times[n]
      let acting = events.filter { $0.time <= time }
      let lags = acting.map { event -> Double in
        // At a jump within rounding the formula's own value on the jump counts.
        let (lag, slack) = (time - event.time, 4 * max(time.ulp, event.time.ulp))
        return corners.first { (lag - $0).magnitude <= slack } ?? lag
      }
      var values = [Double](repeating: 0, count: lags.count)
      try lags.withUnsafeBufferPointer { lags in
        try values.withUnsafeMutableBufferPointer { if !lags.isEmpty { try form.evaluate(lags, $0) } }
      }
      var (sum, size) = (0.0, 0.0)
      for (event, value) in zip(acting, values) {
        sum += event.weight * value
        size += (event.weight * value).magnitude
      }
      let difference = (samples.values[n] - sum).magnitude
      #expect(difference <= samples.errors[n] + 0x1p-48 * size, "\(text) at \(time)")
      #expect(difference <= 4e-15 * peak, "\(text) at \(time)")
    }
  }

  @Test func `A formula at no time is nothing`() throws {
    let signal = try Formula("gamma_pdf(t, 2.5, 2)").signal(twoSided: false)
    guard case .closedForm(let form) = signal.terms[0].factors[0] else { return }
    var nothing: [Double] = []
    try nothing.withUnsafeMutableBufferPointer { values in
      try [].withUnsafeBufferPointer { try form.evaluate($0, values) }
    }
  }
}
