import CSV
import Formulas
import Systems

/// A deconvolution as the options ask for it, group after group.
struct DeconvolveJob {
  private(set) var command: Deconvolve
  let wanted: Wanted
  let wishes: Wishes
  /// Whether the response is looked for.
  let isResponse: Bool

  /// Checks the options.
  ///
  /// - Throws: `Failure` (64).
  init(_ command: Deconvolve) throws {
    self.command = command
    let hasResponse = !command.response.impulse.isEmpty || !command.response.ode.isEmpty
    let hasInput = !command.input.input.isEmpty || !command.input.rate.isEmpty
    guard hasResponse != hasInput else {
      throw Failure(
        .usage, hasResponse
          ? "--input: either the response or the input must be unknown, found both given"
          : "--impulse: the response (--impulse, --ode) or the input (--input, --rate) must be given, found neither")
    }
    isResponse = hasInput
    wanted = try command.unknown.wanted(isResponse: isResponse)
    wishes = try command.output.wishes()
    try SampleOutput.refuse(command.output.output)
    try command.output.refuseThoseOfRuns("has no meaning in deconvolve")
    guard command.measured.scale.count <= 1 else {
      throw Failure.option("--scale", "must be given once here, it multiplies all that is known of the input")
    }
    if !command.measured.scale.isEmpty, !isResponse {
      throw Failure.option("--scale", "an --input or --rate is needed to multiply")
    }
    if wanted.regularization == .discrepancy, command.measured.errors == nil {
      throw Failure.option("--regularization", "discrepancy needs --errors, which say how large residuals may be")
    }
    if command.measured.weights != nil, command.measured.errors != nil {
      throw Failure.option("--weights", "must not stand beside --errors: one is relative, the other absolute")
    }
  }

  /// Finds the unknown of every group and writes it.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func run() throws {
    let format = try command.output.pictureFormat()
    let step = try command.times.typedStep()
    let columns = try covariates()
    let formulas = columns.isEmpty ? try command.response.formulas(step: step) : nil
    var reader = try command.response.tables.reader(jobs: wishes.jobs)
    var shared: KnownFactor?
    if !splitsInput, let formulas { shared = try KnownFactor(self, formulas, group: nil, reader: &reader) }
    let table = try MeasuredTable(command.measured, covariates: columns.map(\.column), reader: &reader)
    let bound = try columns.map { covariate in
      var covariate = covariate
      try table.tell(&covariate)
      return covariate
    }
    let knots = try KnotChoice(command.times, isResponse: isResponse, reader: &reader)
    var results: [GroupResult] = []
    for group in table.groups {
      do {
        let job = try self.bound(to: bound, in: group.name)
        let own = try formulas ?? job.command.response.formulas(step: step)
        let known = try shared ?? KnownFactor(job, own, group: group.name, reader: &reader)
        results.append(
          try GroupProblem(job: job, group: group, known: known, formulas: own, knots: knots).solved(file: table.name))
      } catch let error as SystemsError {
        var failure = FailureWording.failure(of: error)
        if case .tooLarge(let what, let size) = error {
          failure.message = "\(what) and \(NumberText.text(size)) knots can't be held; --from, --to and --step choose fewer knots"
        }
        let place = group.name.map { "\(table.name): \(command.measured.by ?? "group") \($0)" } ?? table.name
        throw Failure(failure.code, "\(place): \(failure.message)")
      }
    }
    try checkUse(reader)
    try DeconvolveWriting(job: self, axis: isResponse ? TimeAxis(unit: reader.axis.unit) : reader.axis)
      .write(results, reader: reader)
    if let plot = command.output.plot, let format {
      let figure = DeconvolveFigure(job: self, results: results, reader: reader)
      try command.output.draw(figure.figure(isText: format.isText), as: format, to: plot)
    }
  }

  /// The names that are bound to columns of the measured table.
  private func covariates() throws -> [Covariate] {
    try command.response.set.compactMap { text in
      let (name, value) = try Bindings.pair(text, option: "--set")
      return value.first == "@" ? try Covariate(name: name, column: String(value.dropFirst())) : nil
    }
  }

  /// The job with these names bound to their values in a group.
  ///
  /// - Throws: `Failure` (65) where a column is not there.
  private func bound(to covariates: [Covariate], in group: String?) throws -> DeconvolveJob {
    guard !covariates.isEmpty else { return self }
    var copy = self
    copy.command.response.set = try command.response.set.map { text in
      let name = try Bindings.pair(text, option: "--set").name
      guard let covariate = covariates.first(where: { $0.name == name }) else { return text }
      guard let value = covariate.value(of: group) else {
        throw Failure(
          .badText, "\(command.measured.measured ?? "-"): a column \(CSVProblem.quoted(covariate.column)) of numbers is needed "
            + "for --set \(text)")
      }
      return "\(name)=\(NumberText.text(value))"
    }
    return copy
  }

  /// Refuses options that had no say, and bound names that stand nowhere.
  private func checkUse(_ reader: Reader) throws {
    var reader = reader
    for text in [command.measured.baseline, command.measured.errors, command.measured.scale.first] {
      if let text { reader.use.read(text) }
    }
    if isResponse { reader.use.mark("--between") } else if !command.unknown.spikes { reader.use.mark("--rate-between") }
    try reader.checkUse(honoured: Self.honoured, settings: command.response.set)
  }

  /// What a deconvolution looks at beside what its parts mark.
  private static let honoured = PictureOptions.names.union([
    "--impulse", "--ode", "--delay", "--set", "--input", "--rate", "--from", "--to", "--step", "--times",
    "--measured", "--measured-columns", "--errors", "--weights", "--baseline", "--scale", "--by", "--prior",
    "--regularization", "--nonnegative", "--decreasing", "--zero-start", "--zero-end", "--spikes", "--off-grid",
    "--count", "--intervals", "--level", "--total", "--resolution", "--format", "--output", "--jobs", "--digits",
    "--explain", "--verify", "--manifest", "--plot",
  ])

  /// Whether the tables of the input are split by the group's column.
  private var splitsInput: Bool { isResponse && command.measured.by != nil }
}
