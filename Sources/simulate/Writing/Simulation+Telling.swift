import CSV
import Files
import Systems

extension Simulation {
  /// Says how the rows were computed, how well, and what each past impulse still contributes.
  ///
  /// - Throws: `SystemsError`.
  func explain(_ wishes: Wishes, _ report: Report) throws {
    var lines = Explanation.lines(methods: report.methods, bound: report.bound, peak: report.peak)
    if isSingle, let time = times.last, let value = report.last {
      lines += try Explanation(simulation: self, wishes: wishes).shares(last: time, value: value)
    }
    for line in lines { Messages.say(line) }
  }
}
