import CSV
import Formulas

/// The standard errors of rows: numbers, or what they are for a fitted value.
enum RowErrors {
  case numbers([Double])
  /// A part of the fitted value, at least 1e-3 of that of the largest.
  case part(Double)
  /// A formula in the fitted value `y`, and in `t`.
  case formula(Formula)

  /// Reads `--errors`; nil without it.
  ///
  /// - Parameter bindings: the names that a formula may hold beside `y`.
  /// - Throws: `Failure` (64, 65).
  init?(_ text: String?, _ group: MeasuredGroup, bindings: [String: Double]) throws {
    guard let text else { return nil }
    if let errors = group.errors {
      self = .numbers(errors)
    } else {
      try self.init(rule: text, bindings: bindings)
      if case .numbers(let same) = self { self = .numbers(group.values.map { _ in same[0] }) }
    }
  }

  /// Reads what is the same for all rows: a number, which stands once, a percentage, a formula.
  ///
  /// - Throws: `Failure` (64, 65).
  init(rule text: String, bindings: [String: Double] = [:]) throws {
    if text.hasPrefix("=") {
      var bindings = bindings
      bindings["y"] = 1
      self = .formula(
        try FailureWording.located(at: "--errors", after: "=") {
          try Formula(String(text.dropFirst()), bindings: bindings, isOfTime: true)
        })
    } else if text.hasSuffix("%") {
      let percent = try Number.double(String(text.dropLast()), option: "--errors")
      guard percent > 0 else {
        throw Failure.option("--errors", "a percentage above 0 is needed, found '\(text)'")
      }
      self = .part(percent / 100)
    } else {
      let number = try Number.double(text, option: "--errors")
      guard number > 0 else {
        throw Failure.option("--errors", "a standard error above 0 is needed, found '\(text)'")
      }
      self = .numbers([number])
    }
  }

  /// Whether the errors depend on the fit.
  var dependOnFit: Bool {
    if case .numbers = self { false } else { true }
  }

  /// The errors before anything is fitted: those of the measured values, of which noise may make one that has none.
  ///
  /// - Throws: `Failure` (65) where none of them has one.
  func errors(measured: [Double], times: [Double]) throws -> [Double] {
    guard case .formula = self else { return try errors(fitted: measured, times: times) }
    let found = zip(measured, times).map { try? errors(fitted: [$0], times: [$1])[0] }
    guard let largest = found.compactMap({ $0 }).max() else { return try errors(fitted: measured, times: times) }
    return found.map { max($0 ?? 0, 1e-3 * largest) }
  }

  /// The errors for fitted values.
  ///
  /// - Throws: `Failure` (65) where one is not above 0.
  func errors(fitted: [Double], times: [Double]) throws -> [Double] {
    switch self {
    case .numbers(let errors): return errors
    case .part(let part):
      let peak = fitted.reduce(0) { max($0, $1.magnitude) }
      return fitted.map { part * max($0.magnitude, 1e-3 * peak) }
    case .formula(let formula):
      return try zip(fitted, times).map { y, t in
        let value = try FailureWording.located(at: "--errors") { try formula.bound(to: ["y": y]).values(at: [t])[0] }
        guard value > 0, value.isFinite else {
          throw Failure(
            .badText, "--errors: a standard error must be above 0, found \(NumberText.text(value)) "
              + "for y = \(NumberText.rough(y)) at t = \(NumberText.text(t))")
        }
        return value
      }
    }
  }
}
