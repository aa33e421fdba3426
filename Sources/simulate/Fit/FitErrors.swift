import CSV
import Formulas
import Systems

/// What `--errors` and `--weights` say of the measurements' errors.
enum FitErrors {
  /// The errors of a group's rows.
  ///
  /// - Throws: `Failure` (64, 65).
  static func errors(_ options: MeasuredOptions, _ group: MeasuredGroup) throws -> FitMeasurements.Errors {
    if let weights = group.weights {
      if options.errors != nil { throw Failure.option("--weights", "must not stand beside --errors") }
      return .weights(weights)
    }
    guard let text = options.errors else { return .equal }
    if let errors = group.errors { return .known(errors) }
    if text.hasSuffix("%") {
      let share = try positive(String(text.dropLast()), text) / 100
      return .ofValue { share * $0.magnitude }
    }
    if text.hasPrefix("=") {
      let formula = try FailureWording.located(at: "--errors", after: "=") {
        try Formula(String(text.dropFirst()), bindings: ["y": 1])
      }
      guard formula.constantValue != nil else {
        throw Failure.option(
          "--errors", "a formula of the value y is needed, found the variable '\(formula.variable.rawValue)'")
      }
      return .ofValue { value in (try? formula.bound(to: ["y": value]))?.constantValue ?? .nan }
    }
    let error = try positive(text, text)
    return .known(group.values.map { _ in error })
  }

  private static func positive(_ text: String, _ whole: String) throws -> Double {
    let value = try Number.double(text, option: "--errors")
    guard value > 0 else { throw Failure.option("--errors", "a number above 0 is needed, found '\(whole)'") }
    return value
  }
}
