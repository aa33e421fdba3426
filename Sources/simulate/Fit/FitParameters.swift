import CSV
import Files
import Formulas
import Systems

/// The parameters of a fit as the options describe them.
struct FitParameters {
  /// All of them, in the order in which their names first stand.
  let all: [FitParameter]
  /// The names that have one value for all groups.
  let shared: Set<String>

  /// - Parameter form: the sum of exponentials whose names are among them.
  /// - Throws: `Failure` (64).
  init(_ options: FittingOptions, _ names: FitNames, form: PoleForm?) throws {
    guard !names.free.isEmpty else {
      throw Failure(
        .usage, "--impulse: a name that nothing binds is needed to be fitted, found no free parameter")
    }
    guard names.free.count <= 1000 else {
      throw Failure.option("--impulse", "at most 1000 free parameters can be fitted, found \(names.free.count)")
    }
    let guesses = try Self.read(options.guess, option: "--guess", names.free) { (text, name) -> FitParameter.Guess in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else { return .value(try Number.double(text, option: "--guess")) }
      let ends = try parts.map { try Number.double($0, option: "--guess") }
      guard ends[0] < ends[1] else {
        throw Failure.option("--guess", "a range FROM:TO that rises is needed, found '\(text)' for \(name)")
      }
      return FitParameter.Guess.range(ends[0], ends[1])
    }
    let limits = try Self.read(options.limits, option: "--limits", names.free) { (text, name) -> ClosedRange<Double> in
      let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(\.trimmingSpaces)
      guard parts.count == 2, parts != ["", ""] else {
        throw Failure.option("--limits", "LOW:HIGH is needed, either may be left out, found '\(text)' for \(name)")
      }
      let low = parts[0].isEmpty ? -Double.infinity : try Number.double(parts[0], option: "--limits")
      let high = parts[1].isEmpty ? Double.infinity : try Number.double(parts[1], option: "--limits")
      guard low < high else {
        throw Failure.option("--limits", "LOW must be below HIGH, found '\(text)' for \(name)")
      }
      return low...high
    }
    for (name, range) in limits {
      if case .value(let value)? = guesses[name], !range.contains(value) {
        throw Failure.option("--guess", "\(name) must lie within its limits, found \(NumberText.text(value))")
      }
    }
    all = names.free.map { name in
      FitParameter(
        name, guess: guesses[name] ?? .none, limits: limits[name] ?? -.infinity ... .infinity,
        kind: form?.kind(of: name) ?? names.kinds[name] ?? .unknown)
    }
    let list = options.shared.map { $0.split(separator: ",").map(\.trimmingSpaces) } ?? []
    if let other = list.first(where: { !names.free.contains($0) }) {
      throw Failure.option("--shared", Self.unknown(other, names.free))
    }
    shared = Set(list)
  }

  private static func unknown(_ name: String, _ free: [String]) -> String {
    "one of the free parameters \(free.joined(separator: ", ")) is needed, found '\(name)'"
  }

  private static func read<Value>(
    _ texts: [String], option: String, _ free: [String], _ value: (String, String) throws -> Value
  ) throws -> [String: Value] {
    var found: [String: Value] = [:]
    for text in texts {
      let (name, rest) = try Bindings.pair(text, option: option)
      guard free.contains(name) else { throw Failure.option(option, unknown(name, free)) }
      found[name] = try value(rest, name)
    }
    return found
  }

  /// Values from which files can be read and formulas be tried.
  var first: [Double] {
    all.map { parameter in
      switch parameter.guess {
      case .value(let value): value
      case .range(let low, let high): low > 0 ? (low * high).squareRoot() : (low + high) / 2
      case .none: parameter.limits.contains(1) ? 1 : parameter.limits.lowerBound.isFinite
        ? parameter.limits.lowerBound + (parameter.limits.upperBound.isFinite
          ? (parameter.limits.upperBound - parameter.limits.lowerBound) / 2 : 1)
        : parameter.limits.upperBound - 1
      }
    }
  }
}
