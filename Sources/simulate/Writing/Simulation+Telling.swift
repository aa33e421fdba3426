import CSV
import Files
import Runs
import Systems

extension Simulation {
  /// Says how the rows were computed, how well, and of what the highest row and the last one are made.
  ///
  /// - Throws: `SystemsError`.
  func explain(_ wishes: Wishes, _ report: Report) throws {
    var lines = reader.notes + Explanation.lines(methods: report.methods, bound: report.bound, peak: report.peak)
    let explanation = Explanation(simulation: self, wishes: wishes)
    if run.isSingle, let (row, value) = report.highest, let time = times.block(from: row, most: 1).last {
      lines += try explanation.shares(of: time, value: value, named: "peak")
    }
    if run.isSingle, report.highest.map({ $0.row + 1 < report.rows }) ?? false, let time = times.last, let value = report.last {
      lines += try explanation.shares(of: time, value: value, named: "last row")
    }
    for line in lines { Messages.say(line) }
  }
}
