import CSV
import Formulas
import Systems

/// Which names the options leave free, in the order in which they first stand on the command line.
struct FitNames {
  /// The names that are looked for.
  private(set) var free: [String] = []
  /// What a name without a guess is taken for, as far as formulas say.
  private(set) var kinds: [String: FitKind] = [:]

  /// - Parameters:
  ///   - inputs: the names that drive equations.
  ///   - bound: the names that have a value.
  init(
    _ response: ResponseOptions, _ input: InputOptions, _ measured: MeasuredOptions, eventColumns: [String],
    inputs: [String], bound: Set<String>
  ) throws {
    let own: Set = ["y"]
    for (option, text) in Self.texts(response, input, measured, eventColumns) {
      for name in Self.names(option, text, inputs) where !bound.contains(name) && !free.contains(name) {
        if option == "--event-column", own.contains(name) { continue }
        free.append(name)
      }
    }
    // What a name is is asked of formulas name by name; of so many no start helps.
    guard free.count <= 100 else { return }
    var all = Dictionary(uniqueKeysWithValues: free.map { ($0, 1.0) })
    for name in bound { all[name] = 1 }
    for (option, text) in Self.texts(response, input, measured, eventColumns) {
      switch option {
      case "--ode": for name in Self.names(option, text, inputs) where kinds[name] == nil { kinds[name] = .rate }
      case "--delay" where text.first != "=": kinds[text] = .time
      default:
        guard text.first == "=",
          let formula = try? Formula(
            String(text.dropFirst()), bindings: all, isOfTime: option == "--baseline")
        else { continue }
        for name in free { if let kind = FitKind(formula.powerOfTime(of: name)) { kinds[name] = kind } }
      }
    }
  }

  /// The texts that may hold names, in the order of the command line.
  private static func texts(
    _ response: ResponseOptions, _ input: InputOptions, _ measured: MeasuredOptions, _ eventColumns: [String]
  ) -> [(option: String, text: String)] {
    var left: [String: ArraySlice<String>] = [
      "--impulse": response.impulse[...], "--ode": response.ode[...], "--delay": [response.delay][...],
      "--initial": response.initial.map { [$0][...] } ?? [], "--rate": input.rate[...],
      "--scale": measured.scale[...], "--baseline": measured.baseline.map { [$0][...] } ?? [],
      "--event-column": eventColumns[...], "--set": response.set[...],
    ]
    var found: [(String, String)] = []
    for argument in CommandLine.arguments {
      let option = String(argument.prefix { $0 != "=" })
      // A sum of exponentials stands where --poles was typed.
      let kind = option == "--poles" ? "--impulse" : option
      if let text = left[kind]?.popFirst() { found.append((kind, text)) }
    }
    return found
  }

  /// The names of an option's text.
  private static func names(_ option: String, _ text: String, _ inputs: [String]) -> [String] {
    switch option {
    case "--ode": return OrdinaryDifferentialEquation.freeNames(of: text, inputs: inputs)
    case "--initial":
      return text.split(separator: ",").flatMap { part in
        part.firstIndex(of: "=").map { quantity(part[part.index(after: $0)...].trimmingSpaces) } ?? []
      }
    case "--event-column":
      let columns = Set(EventColumns.Meaning.allCases.map(\.rawValue))
      return text.firstIndex(of: "=").map {
        Formula.freeNames(of: String(text[text.index(after: $0)...].drop { $0 == "=" })).filter { !columns.contains($0) }
      } ?? []
    case "--set":
      guard let equals = text.firstIndex(of: "=") else { return [] }
      let value = String(text[text.index(after: equals)...])
      return value.first == "=" ? quantity(value) : []
    case "--baseline":
      return Formula.freeNames(of: text.first == "=" ? String(text.dropFirst()) : text, isOfTime: true)
    case "--delay", "--scale": return quantity(text)
    default:
      let value = text.first == "=" ? text : Channel.split(text).value
      return value.first == "=" ? Formula.freeNames(of: String(value.dropFirst())) : []
    }
  }

  /// Those of a number, a name or a formula.
  private static func quantity(_ text: String) -> [String] {
    if text.first == "=" { return Formula.freeNames(of: String(text.dropFirst())) }
    return Names.isName(text) ? Formula.freeNames(of: text) : []
  }
}
