import CSV
import Runs
import Systems

/// Rows whose error may be larger than their value: worth a line even where no bounds were asked for.
///
/// Without bounds only rows that are small beside the largest are looked at, a few of them: there the terms of a sum
/// may have cancelled.
struct Doubts {
  /// The rows found, and the first of them.
  private var count = 0
  private var first: (time: Double, value: Double, bound: Double)?
  private var peak = 0.0

  /// Rows smaller than that, beside the largest, are looked at.
  private static let small = 1e-9
  /// The most rows that are computed again for their bounds.
  private static let most = 32
  /// With more impulses the second look would take as long as the first.
  private static let mostImpulses = 100_000

  /// Looks at a block of rows.
  mutating func look(at answer: Answer, of simulation: Simulation, _ wishes: Wishes) {
    guard !answer.columns.isEmpty, !simulation.run.isDiscrete else { return }
    if wishes.wantsErrors { return take(answer) }
    guard answer.outputCount == 1,
      simulation.inputs.all.reduce(0, { $0 + $1.events.count }) <= Self.mostImpulses
    else { return }
    let values = answer.columns[0].values
    peak = values.reduce(peak) { max($0, $1.magnitude) }
    let small = values.indices.filter { values[$0] != 0 && values[$0].magnitude < Self.small * peak }
    guard !small.isEmpty else { return }
    let times = answer.times.array
    let shown = Swift.stride(from: 0, to: small.count, by: (small.count + Self.most - 1) / Self.most).map {
      times[small[$0]]
    }
    var bounded = wishes
    bounded.wantsErrors = true
    bounded.stack = false
    guard let again = try? simulation.answer(at: .listed(shown), bounded) else { return }
    take(again)
  }

  private mutating func take(_ answer: Answer) {
    let times = answer.times.array
    for (k, column) in answer.columns.prefix(answer.outputCount).enumerated() {
      for (n, value) in column.values.enumerated() {
        let bound = answer.errors[k * times.count + n]
        // Numbers near the least ones have no digits to lose.
        guard value != 0, bound > value.magnitude, bound > 0x1p-1000 else { continue }
        count += 1
        if first == nil { first = (times[n], value, bound) }
      }
    }
  }

  /// Says what was found, if anything.
  func tell(_ axis: TimeAxis, hasBounds: Bool) {
    guard let first else { return }
    Messages.say(
      "at \(axis.text(first.time)): the error of \(NumberText.rough(first.value)) is at most "
        + "\(NumberText.rough(first.bound)), more than the value itself"
        + (count > 1 ? ", and so in other rows" : "") + (hasBounds ? "" : "; --bounds shows each"))
  }
}
