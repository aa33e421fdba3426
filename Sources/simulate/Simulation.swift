import CSV
import Files
import Runs
import Systems

/// A question put by the options: what this system makes of these inputs at these times.
struct Simulation {
  /// The run that they ask for.
  var run: Runs.Run
  /// What times mean, and which files were read.
  var reader: Reader
  /// A file of impulses that is read as its rows are needed; then nothing else goes in.
  var file: EvenFile?
  /// The derivatives that are asked for beside the outputs.
  var sensitivities: Sensitivities?

  /// Puts parts that were read together, once they are known to fit.
  ///
  /// - Parameter times: says when the output is wanted.
  /// - Throws: `Failure`, `SystemsError`, what `times` throws.
  init(
    _ system: ResponseMatrix, _ inputs: Inputs, reader: Reader,
    times: (ResponseMatrix, Inputs, inout Reader) throws -> RowTimes
  ) throws {
    var reader = reader
    run = try Runs.Run(system, inputs) { try times($0, $1, &reader) }
    self.reader = reader
    try checkTimes()
  }

  /// The system: a response from every channel to every output.
  var system: ResponseMatrix { run.system }

  /// What goes in.
  var inputs: Inputs { run.inputs }

  /// When the output is wanted.
  var times: RowTimes { run.times }

  /// Refuses rows that can't be printed or held: dates beyond the year 9999, and more periods of a
  /// filter, each of which is computed, than memory has room for.
  private func checkTimes() throws {
    guard times.count > 0, let first = times.block(from: 0, most: 1).last, let last = times.last else {
      return
    }
    for time in [first, last] where !reader.axis.canPrint(time) {
      throw Failure(
        .badText, "--input: dates must lie in the years 0 to 9999, found one \(NumberText.text(time)) "
          + "\(reader.axis.unit.rawValue)s after the first row's")
    }
    guard let period = system.period?.double,
      let span = inputs.all.lazy.flatMap({ $0.events.lazy.map(\.time) }).min().map({ last - $0 })
    else { return }
    if let objection = Memory.objection(to: span / period * 40) {
      throw Failure.option(
        "--period", "\(NumberText.text((span / period).rounded())) periods of \(NumberText.text(period)) "
          + objection)
    }
  }

  /// The response of the first channel, the only one where nothing else is said.
  var response: Response { system.paths[0][0] }

  /// The input of the first channel, the only one where nothing else is said.
  var input: Input { inputs.epochs[0].channels[0] }
}
