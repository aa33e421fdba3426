import Formulas
import Runs
import Systems

/// What `--summary` prints of each run.
struct SummaryForm {
  /// The quantities of each output.
  var quantities: [SummaryQuantity] = []
  /// Whether the information about the names of `--sensitivity` follows, and what errors the rows would have.
  var information: RowErrors?

  /// The word for the information.
  private static let information = "fisher"
  /// All words, for help and messages.
  static let list = (SummaryQuantity.usages + [information]).joined(separator: ", ")

  /// The words that need no number behind them, for completions.
  static let words = SummaryQuantity.usages.filter { !$0.contains(":") } + [information]

  /// Reads `peak,final,…`.
  ///
  /// - Parameters:
  ///   - errors: `--errors`.
  ///   - sensitivity: `--sensitivity`.
  /// - Throws: `Failure` (64).
  init(_ text: String, errors: String?, sensitivity: String?) throws {
    var words: Set<String> = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.trimmingSpaces
      guard words.insert(word).inserted else {
        throw Failure.option("--summary", "each must be given once, found '\(word)' twice")
      }
      if word == Self.information {
        information = .numbers([1])
        continue
      }
      guard let quantity = SummaryQuantity(word) else {
        throw Failure.option("--summary", "some of \(Self.list) are needed, found '\(word)'")
      }
      quantities.append(quantity)
    }
    guard information != nil else {
      if errors != nil { throw Failure.option("--errors", "--summary fisher is needed for it to act on, found none") }
      if sensitivity != nil { throw Failure.option("--sensitivity", "must not stand beside --summary, but for fisher") }
      return
    }
    guard sensitivity != nil else {
      throw Failure.option("--summary", "fisher is about the names of --sensitivity, found none")
    }
    if let errors { information = try RowErrors(rule: errors) }
  }

  /// The columns' names.
  func columns(_ outputs: [String], _ names: [String]) -> [String] {
    var columns = outputs.flatMap { output in
      quantities.map { outputs.count == 1 ? $0.name : "\($0.name)_\(output)" }
    }
    guard information != nil else { return columns }
    for (i, name) in names.enumerated() { columns += names[i...].map { "information_\(name)_\($0)" } }
    return columns + names.map { "standard_error_\($0)" } + ["determinant"]
  }

  /// Which of a run's numbers are moments in time.
  func timeColumns(of outputs: Int) -> [Int] {
    (0..<outputs * quantities.count).filter {
      let quantity = quantities[$0 % quantities.count]
      return quantity == .timeOfPeak || quantity == .timeOfMinimum
    }
  }

  /// A run's numbers.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func values(of simulation: Simulation, _ wishes: Wishes) throws -> [Double] {
    guard simulation.inputs.epochs.count == 1 else {
      throw Failure.option("--summary", "must not stand beside resets (evid 3 or 4) of an event table")
    }
    return try Self.located {
      var values: [Double] = []
      if !quantities.isEmpty {
        for output in simulation.system.outputs.indices {
          values += try simulation.run.summary(of: output, wishes.sampling).values(quantities)
        }
      }
      return try values + information(of: simulation, wishes)
    }
  }

  /// Computes numbers; that an output has no such quantity is the option's fault.
  ///
  /// - Throws: `Failure` (65), what the work throws.
  static func located<Result>(_ work: () throws -> Result) throws -> Result {
    do { return try work() } catch let error as RunsError { throw Failure(.badText, "--summary: \(error)") }
  }

  /// The information of all outputs' rows, its upper triangle row by row, the standard errors and the determinant.
  private func information(of simulation: Simulation, _ wishes: Wishes) throws -> [Double] {
    guard let information, let names = simulation.sensitivities?.names else { return [] }
    var plain = wishes
    (plain.bounds, plain.wantsErrors) = (false, false)
    let rows = simulation.times
    let moved = try simulation.sensitivityColumns(at: rows, plain).columns
    let times = rows.times.array
    var derivatives = [[Double]](repeating: [], count: names.count)
    var errors: [Double] = []
    for output in simulation.system.outputs.indices {
      for k in names.indices { derivatives[k] += moved[output * names.count + k].values }
      if case .numbers(let error) = information {
        errors += times.map { _ in error[0] }
      } else {
        let values = try simulation.run.values(of: simulation.run.output(output, epoch: 0), at: times, plain.sampling)
        errors += try information.errors(fitted: values, times: times)
      }
    }
    let found = FisherInformation(derivatives: derivatives, errors: errors)
    return found.matrix.indices.flatMap { found.matrix[$0][$0...] } + found.standardErrors + [found.determinant]
  }
}
