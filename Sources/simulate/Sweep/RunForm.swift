import CSV
import Runs
import Systems

/// What a sweep prints of each run, and how well it must be known.
struct RunForm {
  /// How the values are computed; threads are for runs, not for a run's rows.
  var wishes: Wishes
  /// Significant digits; nil for the shortest text.
  var digits: Int?
  /// What is said of a run instead of its rows; nil for rows.
  var summary: SummaryForm?
  /// Whether each run is a column.
  var isWide: Bool
  /// The columns of contributions that any run has; a run without one of them has zeros there.
  var parts: [String] = []
  /// What all runs share, where they are known by their numbers alone.
  var compiled: CompiledRuns?
  var compiledRows: CompiledRows?

  /// The first line.
  ///
  /// - Throws: `CSVError`.
  func header(_ pattern: RunPattern) throws -> String {
    var columns = pattern.plan.columns
    if let summary {
      columns += summary.columns(pattern.outputs, pattern.sensitivity)
    } else {
      columns += ["t"] + pattern.outputs + (wishes.bounds ? Answer.errorNames(pattern.outputs) : [])
        + Sensitivities.columns(pattern.sensitivity, pattern.outputs, bounds: wishes.bounds) + parts
    }
    return try columns.map { try FieldText.field($0) }.joined(separator: ",") + "\n"
  }

  /// A run's summary.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func values(
    of summary: SummaryForm, _ run: Int, _ parameters: [Double], _ pattern: RunPattern
  ) throws -> [Double] {
    try pattern.located(run) {
      let known = try compiled.flatMap { compiled in
        try SummaryForm.located { try compiled.values(try pattern.values(of: run, parameters)) }
      }
      return try known ?? summary.values(of: pattern.simulation(of: run), wishes)
    }
  }

  /// Rows of one run that are held at a time.
  static let block = 1 << 18

  /// Prints a run, by blocks of its rows.
  ///
  /// - Parameters:
  ///   - text: what is printed is added to it.
  ///   - taken: is told of each block of rows.
  ///   - flush: called where the text has become long and more follows.
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func print(
    _ run: Int, of pattern: RunPattern, times shared: TimeColumn?, into text: RowText,
    taken: ((Answer) -> Void)? = nil, flush: (RowText) throws -> Void
  ) throws {
    let parameters = pattern.plan.values(of: run)
    let prefix = try pattern.plan.prefix(of: run, parameters)
    if let summary {
      let values = try values(of: summary, run, parameters, pattern)
      let dates = pattern.reader.axis.origin == nil ? [] : summary.timeColumns(of: pattern.outputs.count)
      text.append(
        prefix
          + values.enumerated().map {
            dates.contains($0) ? pattern.reader.axis.text($1) : NumberText.text($1, digits: digits)
          }.joined(separator: ","))
      text.append("\n")
      return
    }
    if let shared, let values = try pattern.located(run, { compiledRows?.values(try pattern.values(of: run, parameters)) }) {
      return try pattern.located(run) { try text.append(shared, [values], prefix: prefix, digits: digits) }
    }
    let simulation = try pattern.simulation(of: run)
    var first = 0
    repeat {
      let block = simulation.times.count <= RunForm.block
        ? simulation.times : simulation.times.block(from: first, most: RunForm.block)
      var answer = try pattern.located(run) { try simulation.answer(at: block, wishes) }
      answer.spreadParts(over: parts)
      let times = shared ?? block.column(simulation.reader.axis)
      try pattern.located(run) {
        try text.append(times, answer.columns.map(\.values), prefix: prefix, digits: digits)
      }
      taken?(answer)
      first += block.count
      if first < simulation.times.count { try flush(text) }
    } while first < simulation.times.count
  }
}
