import CSV
import Files
import Systems

/// What a fit says on standard error: how good it is, what to beware of, how it was found.
struct FitTelling {
  let job: FitJob
  let results: [ParameterFit]

  /// Says it.
  func tell() {
    for (problem, result) in zip(job.problems, results) {
      let label = problem.groups.count == 1 ? problem.groups[0].label : nil
      let place = label.map { (job.command.measured.by ?? "group") + " \($0): " } ?? ""
      for line in [goodness(result)] + warnings(result) + (job.command.output.explain ? explained(result) : []) {
        Messages.say(place + line)
      }
    }
  }

  private func goodness(_ result: ParameterFit) -> String {
    let goodness = result.goodness
    func rough(_ value: Double?) -> String { value.map { NumberText.rough($0, digits: 4) } ?? "unknown" }
    return "\(goodness.rows) rows, \(goodness.parameters) parameter\(goodness.parameters == 1 ? "" : "s"), residual standard error "
      + "\(rough(goodness.residualError)), R2 \(rough(goodness.determination)), AICc \(rough(goodness.criterion)), "
      + "lag-1 autocorrelation \(rough(goodness.autocorrelation)), runs test p = \(rough(goodness.runsProbability))"
  }

  private func warnings(_ result: ParameterFit) -> [String] {
    var lines: [String] = []
    for name in result.atLimit {
      let value = result.estimates.first { $0.name == name }?.value ?? 0
      lines.append("\(name) is at its limit \(NumberText.rough(value, digits: 6))")
    }
    for names in result.undetermined {
      let list = names.dropLast().joined(separator: ", ")
      lines.append(
        names.count == 1
          ? "\(names[0]) is not determined: it moves nothing that was measured"
          : "only \(list) and \(names[names.count - 1]) together are determined, not each of them")
    }
    lines += nearRates(result)
    for names in result.exchangeable {
      lines.append(
        "\(names[0]) and \(names[1]) exchanged fit as well: nothing measured says which is which; --guess or --limits does")
    }
    let bound = 2 / Double(result.goodness.rows).squareRoot()
    if result.goodness.autocorrelation > bound, job.options.noise == .white {
      lines.append(
        "the residuals are correlated (lag-1 \(NumberText.rough(result.goodness.autocorrelation, digits: 2))): "
          + "standard errors are too small; --noise ar")
    }
    return lines
  }

  /// Pairs of rates that are within a tenth of each other.
  private func nearRates(_ result: ParameterFit) -> [String] {
    let rates = job.parameters.all.filter { $0.kind == .rate || $0.kind == .pole || $0.kind == .logarithmOfRate || $0.kind == .time }
      .map(\.name)
    let values = result.estimates.filter { rates.contains($0.name) && $0.value != 0 }
    var lines: [String] = []
    for (i, a) in values.enumerated() {
      for b in values[..<i] where a.name != b.name {
        let kinds = [a, b].map { estimate in job.parameters.all.first { $0.name == estimate.name }?.kind }
        guard kinds[0] == kinds[1] else { continue }
        let isLogarithm = kinds[0] == .logarithmOfRate
        let isNear = isLogarithm
          ? (a.value - b.value).magnitude < 0.0953 : (a.value / b.value - 1).magnitude < 0.1
        if isNear { lines.append("\(b.name) and \(a.name) are within 10 % of each other: they are hardly told apart") }
      }
    }
    return lines
  }

  private func explained(_ result: ParameterFit) -> [String] {
    let eliminated = result.eliminated.isEmpty ? "none" : result.eliminated.joined(separator: ", ")
    var lines = [
      "method: Levenberg-Marquardt on exact derivatives; eliminated by projection: \(eliminated)",
      "starts: \(result.starts.made), of which \(result.starts.reached) reached the minimum",
      "condition: \(NumberText.rough(result.condition, digits: 3))",
    ]
    guard let covariance = result.covariance else { return lines }
    if let worst = result.estimates.indices.max(by: { relative(result, $0) < relative(result, $1) }) {
      lines.append(
        "least determined: \(result.estimates[worst].name), standard error "
          + "\(NumberText.rough(100 * relative(result, worst), digits: 3)) % of its value")
    }
    for i in covariance.indices {
      for j in covariance.indices where j < i {
        let product = (covariance[i][i] * covariance[j][j]).squareRoot()
        guard product > 0 else { continue }
        let correlation = covariance[i][j] / product
        if correlation.magnitude > 0.95 {
          lines.append(
            "correlation of \(result.estimates[j].name) and \(result.estimates[i].name): "
              + NumberText.rough(correlation, digits: 4))
        }
      }
    }
    return lines
  }

  private func relative(_ result: ParameterFit, _ k: Int) -> Double {
    let estimate = result.estimates[k]
    return (estimate.standardError ?? 0) / max(estimate.value.magnitude, .leastNormalMagnitude)
  }
}
