import Runs
import Systems

/// The names by which derivatives of the output are asked for, and what to do where only differences give one.
struct Sensitivities {
  /// The names, in the order of `--sensitivity`.
  var names: [String]
  /// Gives outputs at rows with a name moved to another value.
  var moved: (_ name: String, _ value: Double, _ output: Int, _ rows: RowTimes, Wishes) throws -> [Double]
  /// The value of each name.
  var values: [String: Double]

  /// Reads `k,V`.
  ///
  /// - Throws: `Failure` (64) for a name that nothing binds.
  static func names(_ text: String?, bound: Set<String>) throws -> [String] {
    guard let text else { return [] }
    let names = try Names.list(text, option: "--sensitivity")
    if let other = names.first(where: { !bound.contains($0) }) {
      throw Failure.option("--sensitivity", "a name bound by --set or --vary is needed, found '\(other)'")
    }
    return names
  }

  /// The columns' names beside outputs; with bounds each is followed by that of its own.
  static func columns(_ names: [String], _ outputs: [String], bounds: Bool) -> [String] {
    outputs.flatMap { output in
      names.flatMap { name in
        bounds ? ["d\(output)/d\(name)", "error_d\(output)/d\(name)"] : ["d\(output)/d\(name)"]
      }
    }
  }

  /// Central differences, extrapolated twice; how far the last two are apart is the error.
  func differences(by name: String, _ output: Int, at rows: RowTimes, _ wishes: Wishes) throws -> Samples {
    let value = values[name] ?? 0
    let step = 1e-3 * max(value.magnitude, 1e-3)
    let levels = try [1.0, 0.5, 0.25].map { share in
      let (up, down) = (value + share * step, value - share * step)
      let width = up - down
      return zip(try moved(name, up, output, rows, wishes), try moved(name, down, output, rows, wishes))
        .map { ($0 - $1) / width }
    }
    var result = Samples(times: rows.times, values: [])
    for row in levels[0].indices {
      let first = (4 * levels[1][row] - levels[0][row]) / 3
      let second = (4 * levels[2][row] - levels[1][row]) / 3
      result.values.append((16 * second - first) / 15)
      if wishes.wantsErrors { result.errors.append((second - first).magnitude) }
    }
    result.methods = [
      MethodNote(
        name: "differences by \(name)", reason: "a jump or a corner moves with it",
        cost: "6 runs", certainty: .estimate)
    ]
    return result
  }
}

extension Simulation {
  /// The columns of derivatives at some of the times.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func sensitivityColumns(at rows: RowTimes, _ wishes: Wishes) throws -> (columns: [Answer.Column], methods: [MethodNote]) {
    guard let sensitivities, !sensitivities.names.isEmpty else { return ([], []) }
    var columns: [Answer.Column] = []
    var methods: [MethodNote] = []
    let none = [Double](repeating: 0, count: rows.count)
    for (index, output) in system.outputs.enumerated() {
      for name in sensitivities.names {
        var samples: Samples?
        do {
          samples = try run.derivative(by: name, of: index, at: rows, wishes.sampling)
        } catch is NoDerivative {
          samples = try sensitivities.differences(by: name, index, at: rows, wishes)
        }
        columns.append(Answer.Column(name: "d\(output)/d\(name)", values: samples?.values ?? none))
        if wishes.bounds {
          columns.append(Answer.Column(name: "error_d\(output)/d\(name)", values: samples?.errors ?? none))
        }
        methods += samples?.methods ?? []
      }
    }
    return (columns, methods)
  }
}
