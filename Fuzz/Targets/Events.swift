import CSV
import Files
import Formulas
import Systems

extension FuzzTarget {
  /// An event table: its doses, their repetitions, and what a decay makes of them at some times.
  static let events = FuzzTarget(name: "events") { given in
    let (choice, rest) = given.chosen
    var reader = Given.reader(choice)
    guard let table = try? EventTable(rest.source, choice: EventChoice(), reader: &reader) else { return }
    var input = Input()
    for row in 0..<min(table.rowCount, 20) {
      guard let dose = try? table.dose(row) else { continue }
      precondition(dose.count >= 0 && dose.duration >= 0 && dose.every >= 0)
      if dose.count <= 1000 { try? input.add(dose) }
    }
    _ = try? input.span(needsEnd: true)
    let times = input.events.prefix(3).map(\.time) + input.pulses.prefix(3).map { $0.start + $0.duration }
    _ = try? decay?.response(to: input.signal, at: .listed(times + [0, 1]))
  }

  private static let decay: System? = try? Formula("exp(-t)", bindings: [:]).system(period: nil, twoSided: false)

  /// A response's or a rate's samples.
  static let samples = FuzzTarget(name: "samples") { given in
    let (choice, rest) = given.chosen
    var reader = Given.reader(choice)
    let source = rest.source
    guard
      let file = try? SampleFile(
        source, columns: nil, option: "--columns", areLags: choice & 64 != 0, allowingJumps: choice & 128 != 0,
        reader: &reader)
    else { return }
    precondition(file.times.count == file.values.count)
    _ = file.extent(.linear)
    _ = file.extent(.previous)
    var other = Given.reader(choice)
    _ = try? TimesFile(source, column: nil, columns: GroupColumns(), reader: &other)
  }
}
