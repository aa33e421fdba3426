import CSV
import Files
import Formulas
import Runs
import Systems

/// A fit as the options ask for it, read and ready to be computed.
struct FitJob {
  let command: Fit
  let wishes: Wishes
  let runs: RunOptions
  let pattern: RunPattern
  let parameters: FitParameters
  let options: FitOptions
  /// Whether a sum of exponentials stands in the place of a response.
  var isOfPoles: Bool { command.fitting.poles != nil }
  /// What is fitted together: each group by itself, or all where parameters are shared.
  var problems: [FitProblem]

  /// - Parameters:
  ///   - form: the sum of exponentials whose formula stands in the place of a response.
  ///   - says: whether notes on the data are said.
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ command: Fit, form: PoleForm? = nil, says: Bool = true) throws {
    self.command = command
    var wishes = try command.output.wishes()
    wishes.wantsErrors = false
    self.wishes = wishes
    options = try command.fitting.options()
    var reader = try command.response.tables.reader(jobs: wishes.jobs)
    let response = command.response
    let bound = try Set(response.set.map { try Bindings.pair($0, option: "--set").name })
    let drives = try response.inputs.map { try Names.list($0, option: "--inputs") } ?? [Stage.plain]
    if command.fitting.shared != nil, command.measured.by == nil {
      throw Failure.option("--shared", "--by is needed, whose groups share a value")
    }
    let names = try FitNames(
      response, command.input, command.measured, eventColumns: [], inputs: drives, bound: bound)
    parameters = try FitParameters(command.fitting, names, form: form)
    let covariates = try response.set.compactMap { text in
      let value = try Bindings.pair(text, option: "--set").value
      return value.first == "@" ? String(value.dropFirst()) : nil
    }
    let table = try MeasuredTable(command.measured, covariates: covariates, reader: &reader)
    let first = parameters.first
    var runs = RunOptions(
      response: response, input: command.input, times: command.times.without, by: command.measured.by)
    runs.scales = try command.scales()
    runs.measured = table
    runs.isTried = false
    runs.plan = { [parameters] _ in RunPlan(fitting: parameters.all.map(\.name), at: first) }
    runs.parameters = "--guess"
    self.runs = runs
    pattern = try RunPattern(runs, jobs: wishes.jobs, reader: reader)
    var all = Dictionary(uniqueKeysWithValues: zip(parameters.all.map(\.name), first))
    for name in bound where all[name] == nil { all[name] = 1 }
    let baseline = try FitBaseline(command.measured.baseline, names: Array(all.keys), bindings: all)
    var axis = pattern.reader.axis
    let range = try (
      command.times.from.map { try axis.time($0, option: "--from").double } ?? -.infinity,
      command.times.to.map { try axis.time($0, option: "--to").double } ?? .infinity)
    let movesDelay = Formula.freeNames(of: response.delay).contains { names.free.contains($0) }
    let groups = try table.groups.map { [pattern, parameters] group in
      let kept = group.within(range.0, range.1)
      try FitJob.check(kept, in: table.name, says: says)
      let own = try FitGroup(kept, pattern: pattern, baseline: baseline, parameters: parameters.all, wishes)
      // A delay that is looked for says itself which rows come too early.
      if !movesDelay { try own.checkReach(first, in: table.name) }
      return own
    }
    problems = parameters.shared.isEmpty
      ? groups.map { FitProblem([$0], shared: []) } : [FitProblem(groups, shared: parameters.shared)]
  }

  /// Refuses measurements from which nothing can be told.
  private static func check(_ group: MeasuredGroup, in file: String, says: Bool) throws {
    let place = group.name.map { "\(file): group \($0)" } ?? file
    guard !group.values.isEmpty else {
      throw Failure(.badText, "\(place): at least one row must lie between --from and --to, found none")
    }
    guard group.values.count > 1, let first = group.values.first, group.values.allSatisfy({ $0 == first }) else { return }
    if first == 0 {
      throw Failure(.badText, "\(place): measured values must not all be 0, found \(group.values.count) zeros")
    }
    if says { Messages.say("\(place): all measured values are \(NumberText.text(first)): nothing tells how the output varies") }
  }

  /// Fits everything.
  ///
  /// - Throws: `Failure` (65, 70), `SystemsError`.
  func results() throws -> [ParameterFit] { try problems.map(result) }

  /// Fits one problem.
  ///
  /// - Throws: `Failure` (65, 70), `SystemsError`.
  func result(of problem: FitProblem) throws -> ParameterFit {
    let place = problem.groups.count == 1 ? problem.groups[0].label.map { "group \($0): " } ?? "" : ""
    do {
      let result = try ParameterFit(problem.model, to: problem.measurements(command.measured), options: options)
      if result.jacobian.allSatisfy({ $0.allSatisfy { $0 == 0 } }) {
        let last = problem.groups.compactMap(\.measured.times.last).max() ?? 0
        throw Failure(
          .badText, "\(command.measured.measured ?? "-"): \(place)the output must depend on "
            + "\(result.estimates.map(\.name).joined(separator: ", ")) in some row, found that none moves any up to the last, t = "
            + pattern.reader.axis.text(last))
      }
      return result
    } catch let error as FitError {
      switch error {
      case .tooFew(let rows, let count):
        throw Failure(
          .badText, "\(command.measured.measured ?? "-"): \(place)at least as many rows as free parameters are needed, "
            + "found \(rows) for \(count)")
      case .noStart(let reason):
        throw Failure(
          .badText, "--guess: \(place)a start is needed where the output is finite, found none: \(reason)")
      case .noError(let row, let found):
        throw Failure(
          .badText, "--errors: \(place)a standard error must be above 0, found \(NumberText.text(found)) in row \(row + 1)")
      case .notConverged(let starts):
        throw Failure(
          .software, "\(place)the search must end, found no minimum from \(starts) start\(starts == 1 ? "" : "s"); "
            + "--guess, --limits or --starts help")
      }
    }
  }

  /// Computes the fitted values a second way.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func verify(_ results: [ParameterFit]) throws {
    for (problem, result) in zip(problems, results) {
      for (k, group) in problem.groups.enumerated() {
        let values = problem.values(result.parameters, of: k)
        try group.simulation(values, at: group.measured.times).0.verify(wishes)
      }
    }
  }
}

extension TimesOptions {
  /// The same without rows: those of a fit are the measured ones.
  var without: TimesOptions {
    var copy = self
    (copy.from, copy.to, copy.times) = (nil, nil, nil)
    return copy
  }
}

extension MeasuredGroup {
  /// The rows whose times lie between two moments.
  func within(_ from: Double, _ to: Double) -> MeasuredGroup {
    let kept = times.indices.filter { times[$0] >= from && times[$0] <= to }
    var copy = self
    copy.times = kept.map { times[$0] }
    copy.values = kept.map { values[$0] }
    copy.errors = errors.map { list in kept.map { list[$0] } }
    copy.weights = weights.map { list in kept.map { list[$0] } }
    return copy
  }
}

extension FittingOptions {
  /// How the fit is made.
  ///
  /// - Throws: `Failure` (64).
  func options() throws -> FitOptions {
    var options = FitOptions()
    options.loss = try Number.choice(loss, option: "--loss")
    options.noise = try Number.choice(noise, option: "--noise")
    if options.noise != .white, options.loss != .squares {
      throw Failure.option("--noise", "ar must not stand beside --loss \(loss)")
    }
    options.starts = try starts.map { try Number.integer($0, option: "--starts", in: 1...100_000) }
    options.seed = try seed.number()
    if level != nil, !intervals { throw Failure.option("--level", "--intervals is needed, which have a level") }
    if intervals {
      let probability = try level.map { try Number.double($0, option: "--level") } ?? 0.95
      guard probability > 0, probability < 1 else {
        throw Failure.option("--level", "a number between 0 and 1 is needed, found '\(level ?? "")'")
      }
      options.level = probability
    }
    return options
  }
}

extension Fit {
  /// What `--scale` multiplies: each the `--input` or `--rate` before it.
  ///
  /// - Throws: `Failure` (64) where there is none before it, or it has one already.
  func scales() throws -> (inputs: [String?], rates: [String?]) {
    var inputs = [String?](repeating: nil, count: input.input.count)
    var rates = [String?](repeating: nil, count: input.rate.count)
    var counts = (inputs: 0, rates: 0)
    var left = measured.scale[...]
    var isLastRate: Bool?
    for argument in CommandLine.arguments {
      switch argument.prefix(while: { $0 != "=" }) {
      case "--input":
        counts.inputs += 1
        isLastRate = false
      case "--rate":
        counts.rates += 1
        isLastRate = true
      case "--scale":
        guard let isRate = isLastRate, let text = left.popFirst() else {
          throw Failure.option("--scale", "an --input or --rate before it is needed to multiply")
        }
        let place = (isRate ? counts.rates : counts.inputs) - 1
        guard (isRate ? rates : inputs)[place] == nil else {
          throw Failure.option("--scale", "one for each --input or --rate may stand, found '\(text)' for a second")
        }
        if isRate { rates[place] = text } else { inputs[place] = text }
      default: break
      }
    }
    return (inputs, rates)
  }
}
