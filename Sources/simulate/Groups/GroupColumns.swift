/// The columns that a run asks of its tables beside those of an event: the group's, and numbers by name.
struct GroupColumns {
  /// The column whose values are the groups.
  var by: String?
  /// Columns of numbers: covariates, and what formulas of `--event-column` name.
  var numbers: [String] = []
}
