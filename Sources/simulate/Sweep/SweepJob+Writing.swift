import CSV

extension SweepJob {
  /// Computes what the options ask for: all runs, a share of them, or bands of all.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  static func write(_ options: SweepOptions) throws {
    try SampleOutput.refuse(options.output.output)
    let form = try options.form()
    let share = try options.shard.map { try Share($0) }
    if share != nil, form.isWide {
      throw Failure.option("--wide", "one file holds all runs; it can't be computed in shards")
    }
    let honoured = SweepOptions.honoured.union(options.quantiles == nil ? [] : ["--explain"])
    let pattern = try RunPattern(options.runs, jobs: form.wishes.jobs)
    try pattern.checkUse(options.runs, honoured: honoured)
    let job = try SweepJob(pattern: pattern, form: form)
    let bands = try options.quantiles.map { try BandJob(job, columns: try BandColumn.read($0)) }
    if let share {
      guard let directory = options.output.output else {
        throw Failure.option("--shard", "a directory for the shards is needed: --output DIR")
      }
      if let bands {
        try bands.writeShard(share, into: directory, identity: PlanIdentity(pattern))
      } else {
        try job.writeShard(share, into: directory, identity: PlanIdentity(pattern))
      }
    } else if let bands {
      try bands.write(options)
    } else {
      try job.writeAll(to: options.output.output, identity: { try PlanIdentity(pattern) })
    }
    if let manifest = options.output.manifest { try job.writeManifest(to: manifest) }
  }
}
