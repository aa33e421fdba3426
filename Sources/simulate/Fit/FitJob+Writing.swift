import Systems

extension FitJob {
  /// What a fit looks at beside what its parts mark.
  private static let honoured = OptionUse.output.union([
    "--measured", "--measured-columns", "--errors", "--weights", "--baseline", "--scale", "--by", "--guess", "--limits",
    "--poles", "--shared", "--loss", "--noise", "--starts", "--seed", "--intervals", "--level", "--format", "--output-fit",
    "--output-residuals", "--output-model", "--digits", "--explain", "--verify", "--manifest", "--plot",
  ]).union(PictureOptions.names)

  /// Fits, and writes and says what is found.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  static func write(_ command: Fit) throws {
    let output = command.output
    try output.refuseThoseOfRuns("belongs to simulate run, not to a fit")
    try SampleOutput.refuse(output.output)
    if command.measured.weights != nil, command.measured.errors != nil {
      throw Failure.option("--weights", "must not stand beside --errors")
    }
    let job: FitJob
    let results: [ParameterFit]
    if command.fitting.poles == nil {
      job = try FitJob(command)
      try job.checkUse()
      results = try job.results()
    } else {
      (job, results) = try PoleFit(command: command).fits()
      try job.checkUse()
    }
    try FitWriting(job: job, results: results).write()
    FitTelling(job: job, results: results).tell()
    if output.verify { try job.verify(results) }
  }

  private func checkUse() throws {
    // The rows of a curve that nobody sees.
    let idle: Set = command.fitting.outputFit == nil && command.output.plot == nil ? ["--times", "--step"] : []
    try pattern.checkUse(
      runs, honoured: Self.honoured.subtracting(idle), beside: command.measured.scale + [command.measured.baseline, command.measured.errors].compactMap { $0 })
  }
}
