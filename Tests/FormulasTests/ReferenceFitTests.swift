import Formulas
import Systems
import Testing

@Suite("NIST's nonlinear problems")
struct ReferenceFitTests {
  /// The models, as NIST's files write them, with x as t.
  static let models: [(name: String, formula: String)] = [
    ("Misra1a", "b1*(1 - exp(-b2*t))"), ("Misra1b", "b1*(1 - (1 + b2*t/2)^-2)"),
    ("Misra1c", "b1*(1 - (1 + 2*b2*t)^-0.5)"), ("Misra1d", "b1*b2*t/(1 + b2*t)"),
    ("Chwirut1", "exp(-b1*t)/(b2 + b3*t)"), ("Chwirut2", "exp(-b1*t)/(b2 + b3*t)"),
    ("Lanczos1", "b1*exp(-b2*t) + b3*exp(-b4*t) + b5*exp(-b6*t)"),
    ("Lanczos2", "b1*exp(-b2*t) + b3*exp(-b4*t) + b5*exp(-b6*t)"),
    ("Lanczos3", "b1*exp(-b2*t) + b3*exp(-b4*t) + b5*exp(-b6*t)"),
    ("Gauss1", gauss), ("Gauss2", gauss), ("Gauss3", gauss), ("DanWood", "b1*t^b2"),
    ("Kirby2", "(b1 + b2*t + b3*t^2)/(1 + b4*t + b5*t^2)"),
    ("Hahn1", cubic), ("Thurber", cubic),
    ("MGH17", "b1 + b2*exp(-t*b4) + b3*exp(-t*b5)"), ("MGH09", "b1*(t^2 + t*b2)/(t^2 + t*b3 + b4)"),
    ("MGH10", "b1*exp(b2/(t + b3))"), ("BoxBOD", "b1*(1 - exp(-b2*t))"),
    ("Roszman1", "b1 - b2*t - atan(b3/(t - b4))/pi"), ("Rat42", "b1/(1 + exp(b2 - b3*t))"),
    ("Rat43", "b1/(1 + exp(b2 - b3*t))^(1/b4)"), ("Eckerle4", "b1/b2*exp(-0.5*((t - b3)/b2)^2)"),
    ("Bennett5", "b1*(b2 + t)^(-1/b3)"),
    ("ENSO", "b1 + b2*cos(2*pi*t/12) + b3*sin(2*pi*t/12) + b5*cos(2*pi*t/b4) + b6*sin(2*pi*t/b4) "
      + "+ b8*cos(2*pi*t/b7) + b9*sin(2*pi*t/b7)"),
  ]
  static let gauss = "b1*exp(-b2*t) + b3*exp(-(t - b4)^2/b5^2) + b6*exp(-(t - b7)^2/b8^2)"
  static let cubic = "(b1 + b2*t + b3*t^2 + b4*t^3)/(1 + b5*t + b6*t^2 + b7*t^3)"

  /// Certified values have 11 digits. Of Lanczos1, whose residuals are 1e-13, the errors mean nothing.
  @Test("The certified values are reached from both starts", arguments: models, [0, 1])
  func certified(problem: (name: String, formula: String), start: Int) throws {
    let reference = try ReferenceFit(problem.name)
    let model = try reference.model(problem.formula, guesses: reference.starts[start].map { .value($0) })
    var options = FitOptions()
    options.level = nil
    let fit = try ParameterFit(model, to: FitMeasurements(times: reference.x, values: reference.y), options: options)
    for (k, estimate) in fit.estimates.enumerated() {
      let error = (estimate.value - reference.certified[k]).magnitude / reference.certified[k].magnitude
      #expect(error < 1e-8, "\(problem.name) start \(start + 1) \(estimate.name): \(estimate.value)")
      guard problem.name != "Lanczos1" else { continue }
      let deviation = try #require(estimate.standardError)
      #expect((deviation / reference.deviations[k] - 1).magnitude < 1e-6, "\(problem.name) \(estimate.name) s.e.")
    }
  }
}
