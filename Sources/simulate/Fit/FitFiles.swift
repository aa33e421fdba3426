import CSV
import Files
import Runs
import Systems

/// The files beside the estimates: the fitted curve with its band, and the residuals.
struct FitFiles {
  let writing: FitWriting

  private var job: FitJob { writing.job }
  private var options: FittingOptions { job.command.fitting }

  /// Writes those that are asked for.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write() throws {
    if let path = options.outputFit {
      try write(["t", "y", "low", "high"], to: path) { try curve($0, $1, $2) }
    }
    if let path = options.outputResiduals {
      try write(["t", "measured", "fitted", "residual", "standardized"], to: path) { residuals($0, $1, $2) }
    }
  }

  /// Rows of a group: times, and a column each.
  typealias Rows = (times: [Double], columns: [[Double]])

  private func write(
    _ names: [String], to path: String, _ rows: (FitProblem, ParameterFit, Int) throws -> Rows
  ) throws {
    let text = RowText()
    let by = job.command.measured.by
    text.append(try ((by.map { [$0] } ?? []) + names).map { try FieldText.field($0) }.joined(separator: ",") + "\n")
    for (problem, result) in zip(job.problems, writing.results) {
      for (k, group) in problem.groups.enumerated() {
        let (times, columns) = try rows(problem, result, k)
        let prefix = try by == nil ? "" : FieldText.field(group.label ?? "") + ","
        try text.append(
          job.pattern.reader.axis.column(times), columns, prefix: prefix, digits: job.wishes.digits)
      }
    }
    var output = try CheckedOutput(path)
    try text.withBytes { try output.write($0) }
    try output.finish()
  }

  /// The fitted curve at the run's own times, and `y ± t √(gᵀ C g)` about it.
  func curve(_ problem: FitProblem, _ result: ParameterFit, _ k: Int) throws -> Rows {
    let values = problem.values(result.parameters, of: k)
    let group = problem.groups[k]
    let times = try job.curveTimes(group, values).times.array
    let own = problem.slots.indices.filter { problem.slots[$0].group == nil || problem.slots[$0].group == k }
    guard let covariance = result.covariance, result.quantile.isFinite else {
      let y = try group.output(values, [], at: times).values
      return (times, [y, y, y])
    }
    let output = try group.output(values, own.map { problem.slots[$0].parameter }, at: times)
    let widths = times.indices.map { row in
      var sum = 0.0
      for (a, i) in own.enumerated() {
        for (b, j) in own.enumerated() { sum += output.columns[a][row] * covariance[i][j] * output.columns[b][row] }
      }
      return result.quantile * max(sum, 0).squareRoot()
    }
    let y = output.values
    return (times, [y, zip(y, widths).map { $0 - $1 }, zip(y, widths).map { $0 + $1 }])
  }

  /// The measurements with what the fit makes of them.
  func residuals(_ problem: FitProblem, _ result: ParameterFit, _ k: Int) -> Rows {
    let first = problem.groups[..<k].reduce(0) { $0 + $1.measured.values.count }
    let measured = problem.groups[k].measured
    let range = first..<first + measured.values.count
    let fitted = Array(result.fitted[range])
    return (
      measured.times,
      [
        measured.values, fitted, zip(measured.values, fitted).map { $0 - $1 }, Array(result.standardized[range]),
      ]
    )
  }
}

extension FitJob {
  /// The rows of a fitted curve: what `simulate run` would choose.
  ///
  /// - Throws: `Failure`.
  func curveTimes(_ group: FitGroup, _ values: [Double]) throws -> RowTimes {
    let simulation = try group.simulation(values, at: []).0
    var reader = pattern.reader
    if let file = try command.times.file(GroupColumns(by: command.measured.by), reader: &reader) {
      return .listed(file.times(of: group.label))
    }
    return try command.times.times(reader: &reader) { DefaultTimes(simulation.system, simulation.inputs) }
  }
}
