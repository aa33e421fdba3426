import CSV
import Files
import Runs
import Systems

/// A sweep that is ready to be computed: the pattern of its runs and what is printed of each.
struct SweepJob {
  let pattern: RunPattern
  private(set) var form: RunForm
  /// The times as they are printed, where all runs have the same and they are not too many.
  private let times: TimeColumn?

  /// Prepares what the runs share.
  ///
  /// - Throws: `Failure`.
  init(pattern: RunPattern, form: RunForm) throws {
    self.pattern = pattern
    self.form = form
    self.form.compiled = try pattern.compiled(form)
    if form.summary == nil, let rows = pattern.sharedTimes {
      self.form.compiledRows = try pattern.compiledRows(at: rows, form.wishes)
    }
    // What no run has is said before anything is written.
    if let summary = form.summary, pattern.plan.count > 0 {
      _ = try self.form.values(of: summary, 0, pattern.plan.values(of: 0), pattern)
    }
    times = pattern.sharedTimes.flatMap {
      $0.count <= RunForm.block ? $0.column(pattern.reader.axis) : nil
    }
  }

  /// The first line of the output.
  ///
  /// - Throws: `CSVError`.
  func header() throws -> String { try form.header(pattern) }

  /// Computes some runs and hands their text over in order.
  ///
  /// - Parameters:
  ///   - before: how many of the sweep's runs an earlier call had finished, for the progress bar.
  ///   - sink: takes the bytes, and how many runs of the sweep are then done.
  /// - Throws: the first run's error, or what `sink` throws.
  func compute(_ runs: Range<Int>, what: String = "", sink: @escaping RunQueue.Sink) throws {
    guard !runs.isEmpty else { return }
    let jobs = form.wishes.jobs
    var form = form
    // Few runs leave threads for the rows of each.
    form.wishes.jobs = max(1, jobs / runs.count)
    let progress = Progress(of: runs.count, what: what)
    let queue = RunQueue(runs, progress: progress, sink: sink)
    do {
      try queue.run(jobs: min(jobs, runs.count)) { run, text, flush in
        try form.print(run, of: pattern, times: times, into: text, flush: flush)
      }
    } catch {
      progress?.clear()
      throw error
    }
    progress?.finish(runs.count)
  }

  /// Computes everything: into a file that a later call goes on with, or to a stream.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func writeAll(to path: String?, identity: () throws -> PlanIdentity) throws {
    if form.isWide { return try writeWide(to: path ?? "-") }
    if let path, path != "-", let target = PartFile.target(path) {
      let identity = try identity()
      if identity.isRepeatable {
        return try writeResumably(target, named: path, identity: identity)
      }
    }
    try writeStream(to: path ?? "-")
  }

  /// Computes everything into a stream, or a file that is whole or not there.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func writeStream(to path: String) throws {
    let output = StreamOutput(try CheckedOutput(path))
    try output.write(try header())
    do {
      try compute(0..<pattern.plan.count) { bytes, _ in try output.write(bytes) }
    } catch {
      // A stream keeps the runs before the one that failed.
      if path == "-" { try? output.flush() }
      throw error
    }
    try output.finish()
  }

  private func writeResumably(
    _ target: String, named name: String, identity: PlanIdentity
  ) throws {
    let part = try PartFile(target, named: name, identity: identity.hash, count: pattern.plan.count)
    if part.isFinished { return }
    do {
      if part.done == 0, part.bytes == 0 { try part.write(header(), done: 0) }
      let what = part.done > 0 ? "after \(part.done) runs: " : ""
      try compute(part.done..<pattern.plan.count, what: what) { bytes, done in
        try part.write(bytes, done: done)
      }
      try part.finish()
    } catch {
      // A run that can't be computed can't be the next time either; a full disk may be mended.
      let failure = FailureWording.failure(of: error)
      if failure.code != .inputOutput, failure.code != .cannotCreate { part.discard() }
      throw error
    }
  }

  /// Writes what makes the sweep repeatable.
  ///
  /// - Throws: `CSVError`.
  func writeManifest(to path: String) throws {
    var report = Report()
    report.rows = pattern.plan.count
    try Manifest(pattern.reader, report).write(to: path)
  }
}

/// An output that closures share.
final class StreamOutput {
  private var output: CheckedOutput?

  /// Takes an output that is open.
  init(_ output: consuming CheckedOutput) { self.output = consume output }

  /// Writes bytes.
  ///
  /// - Throws: `CSVError`.
  func write(_ bytes: UnsafeRawBufferPointer) throws { try output?.write(bytes) }

  /// Writes text.
  ///
  /// - Throws: `CSVError`.
  func write(_ text: String) throws { try output?.write(text) }

  /// Hands what is buffered to the system.
  ///
  /// - Throws: `CSVError`.
  func flush() throws { try output?.flush() }

  /// Closes it, and puts a file in its place.
  ///
  /// - Throws: `CSVError`.
  func finish() throws { try output.take()?.finish() }
}
