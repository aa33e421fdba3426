/// What the options say about event tables: their columns, the rows that count.
struct EventChoice {
  /// The columns that `--input-columns` names.
  var columns: [EventColumnChoice] = []
  /// The rows that `--where` leaves.
  var conditions: [ColumnCondition] = []
  /// The column that `--by` splits the rows by.
  var grouping: String?
}
