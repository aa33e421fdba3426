import Glibc
import Systems

extension OutputOptions {
  /// What is asked for beside `y`.
  ///
  /// - Throws: `Failure` (64).
  func wishes() throws -> Wishes {
    let tolerance = try Number.double(tolerance, option: "--tolerance")
    guard tolerance > 0 else {
      throw Failure.option("--tolerance", "a number above 0 is needed, found '\(self.tolerance)'")
    }
    try checkFiles()
    for (option, file) in [("--manifest", manifest), ("--impulses", impulses)] where file == "-" {
      throw Failure.option(option, "a file is needed, because standard output holds the rows, found -")
    }
    return Wishes(
      side: try Number.choice(atEvent, option: "--at-event"),
      tolerance: Tolerance(relative: tolerance), bounds: bounds,
      wantsErrors: bounds || explain || manifest != nil, stack: stack,
      digits: try digits.map { try Number.integer($0, option: "--digits", in: 1...17) },
      jobs: try threads())
  }

  /// Refuses files without a name, and one file for two outputs.
  private func checkFiles() throws {
    var taken: [String: String] = [:]
    let files = [
      ("--output", output), ("--impulses", impulses), ("--manifest", manifest), ("--plot", plot),
    ]
    for (option, file) in files {
      guard let file else { continue }
      if file.isEmpty { throw Failure.option(option, "a file's name is needed, found nothing") }
      if let other = taken[file], file != "-", !file.hasPrefix("/dev/") {
        throw Failure.option(option, "a file of its own is needed, found \(file) for \(other) too")
      }
      taken[file] = option
    }
  }

  /// How many threads may work.
  ///
  /// - Throws: `Failure` (64).
  func threads() throws -> Int {
    if let jobs { return try Number.integer(jobs, option: "--jobs", in: 1...1024) }
    return max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN)))
  }
}

extension OutputOptions {
  /// Refuses what only a run can show.
  ///
  /// - Throws: `Failure` (64).
  func refuseThoseOfRuns(_ why: String) throws {
    for (option, isGiven) in [
      ("--follow", follow), ("--stack", stack), ("--bounds", bounds), ("--impulses", impulses != nil),
    ] where isGiven {
      throw Failure.option(option, why)
    }
  }
}
