/// What the options say about event tables: their columns, the rows that count.
struct EventChoice {
  /// The columns that `--input-columns` names.
  var columns: [EventColumnChoice] = []
  /// The rows that `--where` leaves.
  var conditions: [ColumnCondition] = []
  /// The column that `--by` splits the rows by.
  var grouping: String?
  /// Further columns of numbers, by their names: covariates, and what formulas of `--event-column` name.
  var numbers: [String] = []
  /// What formulas of `--event-column` give, so that no column of the file needs to.
  var computed: Set<EventColumns.Meaning> = []
}
