import Systems

/// What is known of the rows once they are written.
struct Report {
  /// The number of rows.
  private(set) var rows = 0
  /// The largest magnitude of `y`.
  private(set) var peak = 0.0
  /// The largest bound on an error.
  private(set) var bound = 0.0
  /// The last row's value.
  private(set) var last: Double?
  /// Impulses that no row can hold.
  private(set) var impulses: [Event] = []
  /// How the rows were computed, each method once.
  private(set) var methods: [MethodNote] = []

  /// Takes in a block of rows.
  mutating func add(_ answer: Answer) {
    guard let y = answer.columns.first?.values else { return }
    rows += y.count
    peak = y.lazy.map(\.magnitude).reduce(peak, max)
    bound = answer.errors.reduce(bound, max)
    last = y.last ?? last
    // Each block knows the impulses up to its last row.
    impulses = answer.impulses
    for note in answer.methods where !methods.contains(note) { methods.append(note) }
  }
}
