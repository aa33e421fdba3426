import CSV

/// What the files of one run share: standard input can be read once, times have one axis.
struct Reader {
  /// What becomes of missing fields.
  var missing: MissingPolicy
  /// The number of threads that may work.
  var jobs: Int
  /// What times mean.
  var axis: TimeAxis
  /// The files read so far, in order, for the manifest.
  private(set) var sources: [Source] = []

  /// Makes a reader that has read nothing.
  init(missing: MissingPolicy = .refuse, jobs: Int, unit: TimeUnit = .day) {
    self.missing = missing
    self.jobs = jobs
    axis = TimeAxis(unit: unit)
  }

  /// The source of a value that is a file or standard input.
  ///
  /// - Throws: `Failure` (64) for a formula, and where standard input is asked for twice.
  mutating func source(_ value: Value, option: String) throws -> Source {
    let source: Source
    switch value {
    case .formula(let text):
      throw Failure.option(option, "a file or - is needed, found the formula '=\(text)'")
    case .standardInput:
      source = .standardInput
      if sources.contains(source) {
        throw Failure.option(option, "standard input can be read once, found - for the second time")
      }
    case .file(let path):
      source = Source(path)
    }
    sources.append(source)
    return source
  }
}
