/// The groups of a run: the values of one column, in the order in which they first appear.
struct Groups: Sendable {
  /// The column's name, as `--by` gives it.
  let column: String
  /// The values, each once.
  let labels: [String]

  /// Joins the values of several files.
  init(column: String, _ lists: [[String]]) {
    self.column = column
    guard lists.count > 1 else {
      labels = lists.first ?? []
      return
    }
    var seen: Set<String> = []
    labels = lists.joined().filter { seen.insert($0).inserted }
  }
}
