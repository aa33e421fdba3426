import CSV
import Formulas
import Runs
import Systems

/// What was found of one group.
struct GroupResult {
  var name: String?
  var measured: MeasuredGroup
  var knots: [Double]
  /// The numbers between knots; nil for spikes off the grid.
  var estimate: Estimate?
  /// The spikes off the grid.
  var spikes: SpikeTrain?
  var unknown: Unknown?
  var known: KnownFactor
  /// The measured values less what is known of the output.
  var shifted: [Double]
}

/// The question for one group.
struct GroupProblem {
  let job: DeconvolveJob
  let group: MeasuredGroup
  let known: KnownFactor
  let formulas: FormulaReader
  let knots: KnotChoice

  /// Finds the unknown.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func solved(file: String) throws -> GroupResult {
    let values = try shifted()
    var measured = Deconvolution.Measured(times: group.times, values: values, weights: group.weights)
    let errors = try RowErrors(job.command.measured.errors, group, bindings: formulas.bindings)
    if let errors { measured.errors = try errors.errors(measured: values, times: group.times) }
    if job.command.unknown.offGrid {
      let search = SpikeSearch(
        response: known.signal, measured: measured, count: job.wanted.count,
        hasBaseline: hasFreeBaseline, window: (knots.from, knots.to))
      var train = try search.solved()
      if let errors, errors.dependOnFit {
        var again = search
        for _ in 0..<3 {
          again.measured.errors = try errors.errors(fitted: train.fitted, times: group.times)
          train = try again.solved()
        }
      }
      return GroupResult(
        name: group.name, measured: group, knots: train.times, spikes: train, known: known,
        shifted: values)
    }
    let unknown = try unknown()
    var problem = Deconvolution(
      known: known.signal, unknown: unknown, measured: measured, prior: prior)
    let options = job.command.unknown
    problem.regularization = job.wanted.regularization
    problem.isNonnegative = options.nonnegative
    problem.isDecreasing = options.decreasing
    problem.startsAtZero = options.zeroStart
    problem.endsAtZero = options.zeroEnd
    problem.hasBaseline = hasFreeBaseline
    problem.level = job.wanted.level
    problem.wantsResolution = options.resolution
    problem.jobs = job.wishes.jobs
    problem.resets = known.resets
    var estimate = try problem.solved()
    if let errors, errors.dependOnFit {
      for _ in 0..<20 {
        let before = estimate.fitted
        problem.measured.errors = try errors.errors(fitted: before, times: group.times)
        estimate = try problem.solved()
        let peak = before.reduce(0) { max($0, $1.magnitude) }
        let moved = zip(before, estimate.fitted).contains { ($0 - $1).magnitude > 1e-6 * peak }
        if !moved { break }
      }
    }
    return GroupResult(
      name: group.name, measured: group, knots: unknown.knots, estimate: estimate,
      unknown: unknown, known: known, shifted: values)
  }

  private var hasFreeBaseline: Bool { job.command.measured.baseline == "auto" }

  private var prior: Prior {
    if let prior = job.wanted.prior { return prior }
    if job.isResponse { return .decaying }
    guard job.command.unknown.spikes else { return .smooth }
    // Impulses are believed nothing of, unless a penalty is asked for.
    return job.wanted.regularization == .automatic ? .none : .smooth
  }

  /// The measured values less a baseline that is known and the free response.
  private func shifted() throws -> [Double] {
    var values = group.values
    if let text = job.command.measured.baseline, text != "auto" {
      let body = text.hasPrefix("=") ? String(text.dropFirst()) : text
      let baseline = try FailureWording.located(at: "--baseline", after: text.hasPrefix("=") ? "=" : "") {
        let formula = try Formula(body, bindings: formulas.bindings)
        if let constant = formula.constantValue {
          return [Double](repeating: constant, count: values.count)
        }
        return try formula.signal(twoSided: true).sampled(at: .listed(group.times)).values
      }
      for k in values.indices { values[k] -= baseline[k] }
    }
    if !known.free.terms.isEmpty {
      let free = try known.free.sampled(at: .listed(group.times)).values
      for k in values.indices { values[k] -= free[k] }
    }
    return values
  }

  /// The unknown: its knots, and what lies between them.
  private func unknown() throws -> Unknown {
    let options = job.command
    let shape: Unknown.Shape
    if job.isResponse {
      let between: Interpolation = try options.response.interpolation()
      switch between {
      case .linear: shape = .lines
      case .previous: shape = .held
      case .nothing: shape = .impulses
      case .steffen, .cubic:
        throw Failure.option(
          "--between", "an unknown response has linear, previous or nothing between its knots, found '\(between.rawValue)'")
      }
    } else if options.unknown.spikes {
      shape = .impulses
    } else {
      let between = try options.input.rateRule()
      switch between {
      case .linear: shape = .lines
      case .previous: shape = .held
      default:
        throw Failure.option(
          "--rate-between", "an unknown rate has linear or previous between its knots, found '\(between.rawValue)'")
      }
    }
    guard let first = group.times.first, let last = group.times.last else {
      throw SystemsError.tooFew(what: "the measured data", found: 0, needed: 1)
    }
    let origin = job.isResponse ? known.first ?? first : 0
    if job.isResponse, origin > last {
      throw SystemsError.undefined(
        "a measured time must not be before the input begins, at t = \(NumberText.text(origin)), "
          + "found the last at t = \(NumberText.text(last))")
    }
    let span = job.isResponse ? (first: 0.0, last: last - origin) : (first: first, last: last)
    if let chosen = try knots.knots(within: span) { return try Unknown(knots: chosen, shape: shape) }
    var candidates = distinct(group.times)
    if job.isResponse { candidates = lags(candidates, from: origin) }
    if let from = knots.from { candidates.removeAll { $0 < from } }
    if let to = knots.to { candidates.removeAll { $0 > to } }
    if shape != .impulses, candidates.count < 2 {
      throw SystemsError.tooFew(what: "an unknown between knots", found: candidates.count, needed: 2)
    }
    let unknown = try Unknown(knots: candidates, shape: shape)
    if !job.isResponse, let peak = try? known.signal.peak(), peak.time > last - candidates[0] {
      throw SystemsError.undefined(
        "the response must reach the data: its peak comes \(NumberText.rough(peak.time)) after an impulse, "
          + "the rows end \(NumberText.rough(last - candidates[0])) after the first")
    }
    return try unknown.seen(in: known.parts(of: group.times))
  }

  private func distinct(_ times: [Double]) -> [Double] {
    var result: [Double] = []
    for time in times where result.last != time { result.append(time) }
    return result
  }

  /// The lags at which a response shows: on an even grid its multiples, else from the input's beginning on, with gaps
  /// filled, since an input of many impulses tells of lags at which no row stands behind the first.
  private func lags(_ times: [Double], from origin: Double) -> [Double] {
    if times.count > 2, let last = times.last {
      let step = (last - times[0]) / Double(times.count - 1)
      let isEven = times.indices.allSatisfy {
        (times[$0] - (times[0] + Double($0) * step)).magnitude <= 1e-9 * step
      }
      if isEven {
        let count = Int(((last - origin) / step * (1 + 1e-12)).rounded(.up))
        let decimal = Decimal(times[1]) - Decimal(times[0])
        return (0...max(count, 1)).map { ($0 * decimal).double }
      }
    }
    let seen = times.map { $0 - origin }.filter { $0 >= 0 }
    guard let last = seen.last, last > 0 else { return seen }
    let usual = last / Double(seen.count)
    var result = [0.0]
    for lag in seen where lag > 0 {
      let before = result[result.count - 1]
      let parts = lag - before > 2 * usual ? ((lag - before) / usual).rounded(.up) : 1
      for part in 1..<max(Int(parts), 1) { result.append(before + (lag - before) * Double(part) / parts) }
      result.append(lag)
    }
    return result
  }
}
