import CSV
import Formulas
import Glibc
import Runs
import Systems

extension ResponseOptions {
  /// The names that `--system` binds, with their values, in the order in which they were typed.
  ///
  /// - Throws: `Failure` (64), (65) for a name that is bound twice.
  private func systemPairs(_ bindings: [String: Double]) throws -> [(name: String, value: String)] {
    var seen: Set<String> = []
    return try system.map { text in
      let (name, value) = try Bindings.pair(text, option: "--system")
      if let objection = Formula.objection(toBinding: name) {
        throw Failure.option("--system", objection)
      }
      if bindings[name] != nil || !seen.insert(name).inserted {
        throw Failure(.badText, "--system: each name must be bound once, found '\(name)' twice")
      }
      return (name, value)
    }
  }

  /// Formulas that know the systems of `--system`; each may use those before it.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func withSystems(_ formulas: FormulaReader, reader: inout Reader) throws -> FormulaReader {
    var formulas = formulas
    let pairs = try systemPairs(formulas.bindings)
    // The file whose period formulas have.
    var owner: String?
    for (name, value) in pairs {
      guard (pairs.map(\.value) + series.map(\.text)).contains(where: { Mention.of([name], in: $0) }) else {
        throw Failure.option("--system", "a formula in s or z must use '\(name)', found none that does")
      }
      if Self.isText(value) {
        formulas.systems[name] = try named(value, formulas)
        reader.use.read(value)
        reader.use.mark("--period", "--step")
      } else {
        if let formula = try Value(value, option: "--system").meantFormula {
          throw Failure(
            .noInput, "\(value): must be a file that can be read: there is none of this name; a formula begins with "
              + "=: --system '\(name)=\(formula)'")
        }
        var initial: [(name: String, value: Double)]?
        let stage = try stage(.impulse(value), formulas: formulas, initial: &initial, reader: &reader)
        guard !stage.hasState else {
          throw Failure.option("--system", "a system at rest is needed, found an initial state in \(value)")
        }
        let response = try Stage.series([stage]).matrix(delay: Decimal(0), channels: nil).single()
        if let formula = response.parts[0].formula, formula.variable == .z {
          formulas.systems[name] = try FailureWording.located(at: value) { try NamedSystem(formula) }
          continue
        }
        if let filter = try response.parts[0].named?(), let own = response.period {
          if let owner, let known = formulas.period, known != own {
            throw Failure(
              .badText, "\(value): the period must be that of \(owner), \(known.plain), found \(own.plain)")
          }
          formulas.period = own
          owner = value
          formulas.systems[name] = filter
          continue
        }
        let names = formulas.bindings.keys.filter { bound in
          response.parts.contains { (((try? $0.moved?(bound)) ?? nil)) != nil }
        }
        formulas.systems[name] = NamedSystem(response.system, names: Set(names))
      }
    }
    if !pairs.isEmpty { reader.use.mark("--system") }
    return formulas
  }

  /// Formulas that know some systems anew, each a formula or an equation, with the names as they are bound now.
  ///
  /// - Throws: `Failure` (65).
  func withFormulaSystems(_ formulas: FormulaReader, _ names: Set<String>) throws -> FormulaReader {
    var formulas = formulas
    for (name, value) in try systemPairs(formulas.bindings) where names.contains(name) {
      formulas.systems[name] = try named(value, formulas)
    }
    return formulas
  }

  /// Whether a value is a formula, or an equation, which has a prime and an equals sign, and no file.
  private static func isText(_ value: String) -> Bool {
    value.first == "=" || value.contains("'") && value.contains("=") && access(value, F_OK) != 0
  }

  private func named(_ text: String, _ formulas: FormulaReader) throws -> NamedSystem {
    guard text.first == "=" else {
      let stage = try formulas.equation(text, inputs: nil, observe: [], initial: nil, place: "--system")
      guard stage.inputs.count == 1 || stage.named == 1, stage.outputs.count == 1 else {
        throw Failure.option(
          "--system", "an equation of one unknown is needed here, found \(stage.outputs.joined(separator: ", "))")
      }
      let system = try Stage.series([stage]).matrix(delay: Decimal(0), channels: nil).single().system
      return NamedSystem(system, names: Set(formulas.bindings.keys.filter { Mention.of([$0], in: text) }))
    }
    let formula = try formulas.formula(String(text.dropFirst()), place: "--system")
    return try FailureWording.located(at: "--system", after: "=") { try NamedSystem(formula) }
  }

  /// The systems whose formulas or equations mention names, or systems that do.
  func systems(varyingWith names: Set<String>) -> Set<String> {
    var found: Set<String> = []
    for text in system {
      guard let (name, value) = try? Bindings.pair(text, option: "--system"), Self.isText(value) else { continue }
      if Mention.of(names.union(found), in: value) { found.insert(name) }
    }
    return found
  }
}
