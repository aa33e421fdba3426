import Systems

/// What is known of the rows once they are written.
struct Report {
  /// The number of rows.
  var rows = 0
  /// The largest magnitude of `y`.
  private(set) var peak = 0.0
  /// The largest bound on an error.
  private(set) var bound = 0.0
  /// The last row's value.
  private(set) var last: Double?
  /// The first row at which the first output is largest in magnitude, and its value there.
  private(set) var highest: (row: Int, value: Double)?
  /// Impulses that no row can hold.
  private(set) var impulses: [(group: String?, events: [Event])] = []
  /// How the rows were computed, each method once.
  private(set) var methods: [MethodNote] = []

  /// Begins a group's rows.
  mutating func begin(_ group: String?) { impulses.append((group, [])) }

  /// Takes in a block of rows.
  mutating func add(_ answer: Answer) {
    if impulses.isEmpty { begin(nil) }
    guard let y = answer.columns.first?.values else { return }
    for (k, value) in y.enumerated() where value.magnitude > highest?.value.magnitude ?? -1 {
      highest = (rows + k, value)
    }
    rows += y.count
    for column in answer.columns.prefix(answer.outputCount) {
      peak = column.values.lazy.map(\.magnitude).reduce(peak, max)
    }
    bound = answer.errors.reduce(bound, max)
    last = y.last ?? last
    // Each block knows the impulses up to its last row.
    impulses[impulses.count - 1].events = answer.impulses
    for note in answer.methods where !methods.contains(note) { methods.append(note) }
  }
}
