import ComplexModule
import Formulas
import RealModule
import Systems
import Testing

/// Rates that have always been there, whether or not they decay.
///
///     ∫ h(s) e^{λ (t − s)} ds = H(λ) e^{λ t}
@Suite struct EndlessRateTests {
  /// A response and its Laplace transform H.
  private struct Response {
    var text: String
    var transform: (Complex<Double>) -> Complex<Double>
  }

  private static func response(_ random: inout SeededGenerator) -> Response {
    let a = Double.random(in: 0.3...3, using: &random)
    let b = Double.random(in: 0.3...3, using: &random)
    switch Int.random(in: 0..<7, using: &random) {
    case 0, 1:
      // Shapes below 1 are infinite at their start.
      return Response(text: "gamma_pdf(t, \(a), \(b))") { .pow(1 + $0 * Complex(b), Complex(-a)) }
    case 2: return Response(text: "exp(-\(a)*t)") { 1 / (Complex(a) + $0) }
    case 3:
      return Response(text: "exp(-\(a)*t)*sin(\(b)*t)") {
        let shifted = Complex(a) + $0
        return Complex(b) / (shifted * shifted + Complex(b * b))
      }
    case 4: return Response(text: "1/((s + \(a))*(s + \(b))^2)") {
        let second = Complex(b) + $0
        return 1 / ((Complex(a) + $0) * second * second)
      }
    case 5:
      return Response(text: "t^(-0.5)*exp(-\(a)*t)") {
        Complex(Double.pi.squareRoot()) / .sqrt(Complex(a) + $0)
      }
    default:
      return Response(text: "exp(-t^2/\(2 * a * a))*(t<\(b))") { lambda in
        // Simpson's rule on 2,000 intervals of a smooth function over a few widths: 1e-14.
        var sum = Complex<Double>(0)
        let count = 2000
        for k in 0...count {
          let t = b * Double(k) / Double(count)
          let weight = k == 0 || k == count ? 1.0 : k % 2 == 1 ? 4 : 2
          sum = sum + .exp(Complex(-t * t / (2 * a * a)) - lambda * Complex(t)) * Complex(weight)
        }
        return sum * Complex(b / Double(count) / 3)
      }
    }
  }

  @Test(arguments: UInt64(1)...40)
  func `A rate without beginning comes out as its transform says`(seed: UInt64) throws {
    var random = SeededGenerator(state: seed)
    var parts = [Self.response(&random)]
    if Bool.random(using: &random) { parts.append(Self.response(&random)) }
    let transform: (Complex<Double>) -> Complex<Double> = { [parts] lambda in
      parts.reduce(Complex<Double>(1)) { $0 * $1.transform(lambda) }
    }
    let names = parts.map(\.text)
    let scale = Double.random(in: 0.001...10, using: &random)
    let speed = Double.random(in: 0.02...0.15, using: &random)
    let text: String
    let exact: (Double) -> Double
    switch seed % 4 {
    case 0: (text, exact) = ("\(scale)", { _ in scale * transform(0).real })
    case 1:
      (text, exact) = (
        "\(scale)*exp(\(speed)*t)", { scale * Double.exp(speed * $0) * transform(Complex(speed)).real })
    case 2:
      (text, exact) = (
        "\(scale)*cos(\(speed)*t)",
        { scale * (Complex.exp(Complex(0, speed * $0)) * transform(Complex(0, speed))).real })
    default:
      (text, exact) = (
        "\(scale) + \(scale)*exp(\(speed)*t)",
        { scale * (transform(0).real + Double.exp(speed * $0) * transform(Complex(speed)).real) })
    }
    var signal = try Formula(text).signal(twoSided: true)
    for part in parts { signal = signal.convolved(with: try Formula(part.text).system().impulseResponse) }
    let times = (0..<6).map { _ in Double.random(in: -20...20, using: &random) }
    let samples = try signal.sampled(at: .listed(times), bounds: true)
    let peak = times.reduce(0) { max($0, abs(exact($1)), scale * transform(0).length) }
    for (k, time) in times.enumerated() {
      let off = abs(samples.values[k] - exact(time))
      #expect(off <= 1e-12 * peak, "\(names) under \(text) at \(time): \(samples.values[k])")
      #expect(off <= samples.errors[k] + 2e-14 * peak, "\(names) under \(text) at \(time)")
    }
  }

  @Test func `What lasts after 0 comes last of three factors too`() throws {
    // Two bells make one, of mean and variance the sums; what is left is one integral, by Simpson's rule on smooth ground.
    var signal = try Formula("log(1 + t)").signal(twoSided: false)
    for text in ["normal_pdf(t, -1.5, 1.25)", "normal_pdf(t, 1, 0.75)"] {
      signal = signal.convolved(with: try Formula(text).signal(twoSided: true))
    }
    let (mean, deviation) = (-0.5, (1.25 * 1.25 + 0.75 * 0.75).squareRoot())
    for time in [-1.0, 0.5, 13] {
      let end = time - mean + 12 * deviation
      let count = 40_000
      var exact = 0.0
      for k in 0...count {
        let u = end * Double(k) / Double(count)
        let z = (time - u - mean) / deviation
        let bell = Double.exp(-z * z / 2) / (deviation * (2 * Double.pi).squareRoot())
        exact += (k == 0 || k == count ? 1.0 : k % 2 == 1 ? 4 : 2) * Double.log(onePlus: u) * bell
      }
      exact *= end / Double(count) / 3
      let value = try signal.sampled(at: .listed([time])).values[0]
      #expect(abs(value - exact) <= 2e-12 * (1 + abs(exact)), "at \(time)")
    }
  }
}
