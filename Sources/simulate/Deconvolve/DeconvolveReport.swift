import CSV
import Systems

/// What is said of a result on standard error.
struct DeconvolveReport {
  let job: DeconvolveJob
  let result: GroupResult

  /// The lines: residual, size of the penalty, degrees of freedom, noise; more with `--explain` and `--verify`.
  var lines: [String] {
    let lead = result.name.map { "\(job.command.measured.by ?? "group") \($0): " } ?? ""
    return (summary + notes + explanation + verification).map { lead + $0 }
  }

  private var fitted: [Double] { result.estimate?.fitted ?? result.spikes?.fitted ?? [] }

  private var summary: [String] {
    let residual = zip(result.shifted, fitted).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
    let root = (residual / Double(max(1, fitted.count))).squareRoot()
    var parts = ["residual \(NumberText.rough(root, digits: 6)) (root mean square)"]
    if let estimate = result.estimate {
      if let lambda = estimate.lambda {
        parts.append("lambda \(NumberText.rough(lambda, digits: 6)) by \(estimate.choice)")
      } else {
        parts.append("no penalty")
      }
      parts.append("\(NumberText.rough(estimate.degreesUsed)) degrees of freedom used of \(fitted.count) rows")
    }
    if let spikes = result.spikes { parts.append("\(spikes.times.count) spikes") }
    if let noise = result.estimate?.noise ?? result.spikes?.noise {
      let what = job.command.measured.errors == nil ? "noise" : "noise over the errors given"
      parts.append("\(what) \(NumberText.rough(noise, digits: 6))")
    }
    if let baseline = result.estimate?.baseline ?? result.spikes?.baseline {
      parts.append("baseline \(NumberText.rough(baseline, digits: 6))")
    }
    return [parts.joined(separator: ", ")]
  }

  private var notes: [String] { result.estimate?.notes ?? result.spikes?.notes ?? [] }

  private var explanation: [String] {
    guard job.command.output.explain else { return [] }
    guard let estimate = result.estimate else {
      return result.spikes.map { ["method: \($0.method)"] } ?? []
    }
    var lines = ["method: \(estimate.method)"]
    if let lambda = estimate.lambda {
      var text = "lambda: \(NumberText.rough(lambda, digits: 6)) by \(estimate.choice)"
      if let criterion = estimate.criterion, criterion.below.isFinite, criterion.above.isFinite {
        text += "; an e-fold below its criterion is \(NumberText.rough(criterion.below)) higher, above "
          + NumberText.rough(criterion.above)
      }
      lines.append(text)
    }
    if let decay = estimate.decay { lines.append("decay of the prior: \(NumberText.rough(decay)) for each unit of time") }
    if let condition = estimate.condition { lines.append("condition: \(NumberText.rough(condition))") }
    if let noise = estimate.noise, job.command.measured.errors != nil {
      lines.append("noise: \(NumberText.rough(noise)) of the errors given")
    }
    if let finest = estimate.resolution?.min() {
      lines.append("resolution: the finest time resolved is \(NumberText.rough(finest))")
    }
    return lines
  }

  /// The output of what was found, by the rules of `run`, against the fit.
  private var verification: [String] {
    guard job.command.output.verify else { return [] }
    let signal: Signal
    let baseline = result.estimate?.baseline ?? result.spikes?.baseline ?? 0
    if let spikes = result.spikes {
      signal = .events(zip(spikes.times, spikes.amounts).map { Event(time: $0, weight: $1) })
    } else if let unknown = result.unknown, let estimate = result.estimate {
      signal = unknown.signal(estimate.values)
    } else {
      return []
    }
    let values = try? result.known.parts(of: result.measured.times).flatMap { known, times in
      let output = known.convolved(with: signal)
      return output.isTrain ? try output.amounts(at: times, period: nil) : try output.sampled(at: .listed(times)).values
    }
    guard let values else { return ["verify: what was found can't be run"] }
    var difference = 0.0
    var peak = 0.0
    for (a, b) in zip(values, fitted) {
      difference = max(difference, (a + baseline - b).magnitude)
      peak = max(peak, b.magnitude)
    }
    let relative = peak > 0 ? ", \(NumberText.rough(difference / peak)) of the peak" : ""
    return [
      "verify: the fit and the output of what was found differ by at most "
        + "\(NumberText.rough(difference))\(relative), in \(fitted.count) rows"
    ]
  }
}
