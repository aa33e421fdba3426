internal import NumericalMethods
internal import RealModule

extension Deconvolution {
  /// The most rows or knots whose hyperparameters are integrated rather than taken at their best.
  static let mostIntegrated = 500

  /// Finds the unknown.
  ///
  /// - Throws: `SystemsError` where the data can't tell it.
  /// - Complexity: O(rows knots^2) for a dense problem.
  public func solved() throws -> Estimate {
    try check()
    if let estimate = try solvedByStructure() { return estimate }
    let (rows, knots) = (measured.times.count, unknown.knots.count)
    guard knots <= Deconvolution.mostDense, rows <= Deconvolution.mostEntries / knots else {
      throw SystemsError.tooLarge(what: "a matrix of \(rows) rows", size: Double(knots))
    }
    let problem = try dense()
    guard problem.matrix.elements.contains(where: { $0 != 0 }) else {
      throw SystemsError.undefined("the response must reach the data: no knot shows in any measured row")
    }
    if prior == .steps { return try steps(problem) }
    if regularization == .none || prior == .none { return try plain(problem) }
    return try regularized(problem)
  }

  private func check() throws {
    let values = measured.values
    guard let first = values.first else {
      throw SystemsError.tooFew(what: "the measured data", found: 0, needed: 1)
    }
    if values.allSatisfy({ $0 == 0 }) {
      throw SystemsError.undefined("the measured values must not all be 0")
    }
    if values.count > 1, values.allSatisfy({ $0 == first }) {
      throw SystemsError.undefined(
        "the measured values must not all be equal, found \(SystemsError.text(first)) in every row")
    }
  }

  /// A quadratic prior whose size, and decay, are chosen by a rule or integrated.
  private func regularized(_ problem: DenseProblem) throws -> Estimate {
    let needed = (prior == .smooth ? 3 : 2) + (hasBaseline ? 1 : 0)
    if regularization == .automatic, problem.rows < needed {
      throw SystemsError.tooFew(
        what: "a penalty's size found from the data", found: problem.rows, needed: needed)
    }
    var forms: [(decay: Double, form: RegularizedLeastSquares)] = []
    if prior == .decaying {
      var found = [Result<RegularizedLeastSquares, any Error>?](repeating: nil, count: decays.count)
      let decays = decays
      found.withUnsafeMutableBufferPointer { found in
        nonisolated(unsafe) let found = found
        Parallel.forEachShard(jobs: jobs, count: decays.count) { k in
          found[k] = Result { try problem.form(priorRoots(decay: decays[k])) }
        }
      }
      for (decay, result) in zip(decays, found) {
        if let result { forms.append((decay, try result.get())) }
      }
    } else {
      forms = [(0, try problem.form(priorRoots(decay: 0)))]
    }
    // The best decay and size.
    var chosen: (decay: Double, evidence: Evidence, lambda: Double, value: Double)?
    for (decay, form) in forms {
      let evidence = Evidence(form: form, knownVariance: problem.knownVariance)
      let lambda: Double
      if case .fixed(let size) = regularization {
        lambda = size
      } else {
        lambda = evidence.best(regularization)
      }
      let value = form.restricted(lambda, knownVariance: problem.knownVariance)
      if chosen.map({ value < $0.value }) ?? true { chosen = (decay, evidence, lambda, value) }
    }
    guard let chosen else { throw SystemsError.undefined("no prior fits the knots") }
    let form = chosen.evidence.form
    var estimate = self.estimate(
      form.solution(chosen.lambda), problem,
      method: "dense matrix of \(problem.rows) rows and \(unknown.knots.count) knots, one singular value "
        + "decomposition for every size of the penalty" + (forms.count > 1 ? " and each of \(forms.count) decays" : ""))
    estimate.lambda = chosen.lambda
    estimate.decay = prior == .decaying ? chosen.decay : nil
    estimate.degreesUsed = form.degreesUsed(chosen.lambda)
    let variance = chosen.evidence.variance(chosen.lambda)
    estimate.noise = problem.knownVariance == nil ? variance.squareRoot() : noise(estimate, problem)
    estimate.condition = condition(form)
    estimate.choice = choiceInWords
    let rule = regularization
    let at = { chosen.evidence.criterion(rule, Double.log(chosen.lambda) + $0) }
    estimate.criterion = (at(-1) - at(0), at(1) - at(0))
    if problem.knownVariance == nil {
      estimate.bandDegrees = Double(max(1, form.degrees - (prior == .decaying ? 3 : 1)))
    }
    let size = max(unknown.knots.count, problem.rows)
    if regularization == .automatic, size <= Deconvolution.mostIntegrated {
      integrate(forms.map(\.form), problem, into: &estimate)
    } else if level != nil {
      deviate(chosen.evidence, chosen.lambda, variance, into: &estimate)
    }
    if isNonnegative || isDecreasing {
      let penalty = try penaltyMatrix(decay: chosen.decay)
      try bound(&estimate, problem, penalty: penalty, lambda: chosen.lambda)
    }
    if wantsResolution { estimate.resolution = try resolution(form, chosen.lambda, problem) }
    return estimate
  }

  /// Conditional variance, and what the doubt in the penalty's size adds.
  private func deviate(
    _ evidence: Evidence, _ lambda: Double, _ variance: Double, into estimate: inout Estimate
  ) {
    var total = evidence.form.variance(lambda).map { variance * $0 }
    if regularization == .automatic, let spread = evidence.spread(lambda) {
      let h = 0.05
      let above = evidence.form.solution(lambda * Double.exp(h))
      let below = evidence.form.solution(lambda * Double.exp(-h))
      for i in total.indices {
        let slope = (above[i] - below[i]) / (2 * h)
        total[i] += slope * slope * spread
      }
    }
    estimate.deviations = total.prefix(unknown.knots.count).map { max(0, $0).squareRoot() }
  }

  /// The mean and variance over all plausible sizes and decays, each by its likelihood.
  private func integrate(
    _ forms: [RegularizedLeastSquares], _ problem: DenseProblem, into estimate: inout Estimate
  ) {
    let parts = forms.map { form -> [(lambda: Double, value: Double)] in
      let evidence = Evidence(form: form, knownVariance: problem.knownVariance)
      return evidence.plausible(around: evidence.best(.automatic), count: 40)
    }
    guard let least = parts.joined().map(\.value).min(), least.isFinite else { return }
    let whole = parts.joined().reduce(0) { $0 + Double.exp(($1.value == -.infinity ? 0 : least - $1.value) / 2) }
    var means: [(weight: Double, values: [Double])] = []
    var within = [Double](repeating: 0, count: forms[0].count)
    for (form, part) in zip(forms, parts) {
      let evidence = Evidence(form: form, knownVariance: problem.knownVariance)
      var directions = [Double](repeating: 0, count: form.squares.count)
      var prior = 0.0
      var free = 0.0
      for (lambda, value) in part {
        let weight = Double.exp((least - value) / 2) / whole
        guard weight > 1e-6 else { continue }
        let variance = weight * evidence.variance(lambda)
        for j in directions.indices { directions[j] += variance / (form.squares[j] + lambda) }
        prior += variance / lambda
        free += variance
        means.append((weight, form.solution(lambda)))
      }
      guard free > 0 else { continue }
      let variances = form.variance(weights: directions, prior: prior, free: free)
      for i in within.indices { within[i] += variances[i] }
    }
    let total = means.reduce(0) { $0 + $1.weight }
    guard total > 0.5 else { return }
    var mean = [Double](repeating: 0, count: within.count)
    for (weight, values) in means {
      for i in mean.indices { mean[i] += weight / total * values[i] }
    }
    for (weight, values) in means {
      for i in mean.indices { within[i] += weight * (values[i] - mean[i]) * (values[i] - mean[i]) }
    }
    let knots = unknown.knots.count
    estimate.values = Array(mean.prefix(knots))
    estimate.baseline = hasBaseline ? mean[knots] : nil
    estimate.fitted = fitted(mean, problem)
    if level != nil {
      estimate.deviations = within.prefix(knots).map { max(0, $0 / total).squareRoot() }
    }
  }

  private var choiceInWords: String {
    switch regularization {
    case .automatic: "restricted maximum likelihood"
    case .crossValidation: "generalised cross-validation"
    case .curveCorner: "the corner of residual against roughness"
    case .discrepancy: "the discrepancy principle"
    case .fixed: "given"
    case .none: "none"
    }
  }
}
