import CSV
import Files
import RealModule
import Systems

/// A fit of sums of exponentials: every form of each number of them, of which the best is told again in the order of its poles.
struct PoleFit {
  let command: Fit

  /// What was found for one problem.
  private struct Found {
    var form: PoleForm
    var result: ParameterFit
  }

  /// The fits of all problems.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func fits() throws -> (job: FitJob, results: [ParameterFit]) {
    let counts = try PoleCounts(command.fitting.poles ?? "")
    try check()
    var search = command
    search.fitting.intervals = false
    search.fitting.level = nil
    // Many forms are tried, and residues follow from poles: fewer places than for a formula of unknown kind.
    search.fitting.starts = search.fitting.starts ?? "12"
    var best: [Found?] = []
    var failures: [(any Error)?] = []
    var isFirst = true
    for order in counts.range {
      var ofOrder: [Found?] = []
      for form in PoleForm.all(order: order) {
        let job = try FitJob(adapted(search, to: form), form: form, says: isFirst)
        isFirst = false
        if ofOrder.isEmpty { ofOrder = [Found?](repeating: nil, count: job.problems.count) }
        if best.isEmpty {
          best = ofOrder
          failures = [(any Error)?](repeating: nil, count: job.problems.count)
        }
        for (k, problem) in job.problems.enumerated() {
          do {
            let result = try job.result(of: problem)
            let next = Found(form: form, result: result)
            if isBetter(next, than: ofOrder[k]) { ofOrder[k] = next }
          } catch {
            failures[k] = error
          }
        }
      }
      for k in best.indices {
        guard let next = ofOrder[k] else { continue }
        if isBetter(next, than: best[k]) { best[k] = next }
      }
    }
    return try told(best, failures)
  }

  /// What a sum of exponentials needs.
  private func check() throws {
    for (option, isGiven) in [("--impulse", !command.response.impulse.isEmpty), ("--ode", !command.response.ode.isEmpty)]
    where isGiven {
      throw Failure.option("--poles", "stands in the place of \(option), found both")
    }
    let files = [command.measured.measured].compactMap { $0 } + command.input.input + command.input.rate
    guard !files.contains("-") else {
      throw Failure.option("--poles", "files are read for each number of poles, found - which can be read once")
    }
  }

  /// Whether Akaike's criterion prefers a result to one of fewer poles or of as many with fewer pairs; where nothing is left
  /// to explain, the fewer.
  ///
  /// A pair is looked for at any of n/2 frequencies, and of so many one always fits the noise: the largest of m
  /// exponentially distributed gains is log m, so that each pair counts 2 log(n/2) more.
  private func isBetter(_ next: Found, than last: Found?) -> Bool {
    guard let last else { return true }
    let (a, b) = (next.result, last.result)
    let floor = 1e-24 * b.fitted.reduce(0) { $0 + $1 * $1 }
    if b.goodness.sumOfSquares <= floor || !a.undetermined.isEmpty { return false }
    func pairs(_ form: PoleForm) -> Double { Double(form.arePairs.count { $0 }) }
    guard let (first, second) = a.goodness.criterion.flatMap({ a in b.goodness.criterion.map { (a, $0) } }) else {
      // A pair whose parts have met is two real poles: the form before says so with fewer words.
      return next.form.order == last.form.order && a.goodness.sumOfSquares < b.goodness.sumOfSquares * (1 - 1e-6)
    }
    let more = (pairs(next.form) - pairs(last.form)) * 2 * Double.log(max(Double(a.goodness.rows) / 2, 1))
    return first + more < second
  }

  /// The options with the form's formula, without guesses and limits of names that it has not.
  private func adapted(_ command: Fit, to form: PoleForm) -> Fit {
    var copy = command
    copy.response.impulse = [form.formula]
    func isKept(_ text: String) -> Bool {
      let name = String(text.prefix { $0 != "=" })
      return !PoleForm.isName(name) || form.names.contains(name)
    }
    copy.fitting.guess = copy.fitting.guess.filter(isKept)
    copy.fitting.limits = copy.fitting.limits.filter(isKept)
    return copy
  }

  /// The best once more, from where they ended, with poles numbered by their magnitude.
  private func told(_ best: [Found?], _ failures: [(any Error)?]) throws -> (job: FitJob, results: [ParameterFit]) {
    var job: FitJob?
    var problems: [FitProblem] = []
    var results: [ParameterFit] = []
    for (k, found) in best.enumerated() {
      guard let found else { throw failures[k] ?? Failure(.software, "no sum of exponentials was found") }
      let values = Dictionary(found.result.estimates.map { ($0.name, $0.value) }, uniquingKeysWith: { a, _ in a })
      func size(_ number: Int) -> Double {
        let name = "pole\(number + 1)"
        let (re, im) = (values[name + "_re"] ?? values[name] ?? 0, values[name + "_im"] ?? 0)
        return (re * re + im * im).squareRoot()
      }
      let order = found.form.arePairs.indices.sorted { (size($0), $0) < (size($1), $1) }
      let form = PoleForm(arePairs: order.map { found.form.arePairs[$0] })
      var copy = adapted(command, to: form)
      copy.fitting.guess = []
      for (name, value) in values where !PoleForm.isName(name) && name != "noise_time" {
        copy.fitting.guess.append("\(name)=\(NumberText.text(value))")
      }
      for (place, number) in order.enumerated() {
        // Of the two ends of a pair the one above the axis.
        let below = found.form.arePairs[number] && (values["pole\(number + 1)_im"] ?? 0) < 0
        for name in ["pole", "residue"] {
          for part in found.form.arePairs[number] ? ["_re", "_im"] : [""] {
            let value = values["\(name)\(number + 1)\(part)"] ?? 0
            let sign = below && part == "_im" ? -1.0 : 1
            copy.fitting.guess.append("\(name)\(place + 1)\(part)=\(NumberText.text(sign * value))")
          }
        }
      }
      let own = try FitJob(copy, form: form, says: false)
      job = job ?? own
      problems.append(own.problems[k])
      results.append(try own.result(of: own.problems[k]))
    }
    guard var job else { throw Failure(.software, "no sum of exponentials was found") }
    job.problems = problems
    return (job, results)
  }
}
