/// What says which runs are made, of `run` and of `sweep`: a run is a sweep of one.
struct RunOptions {
  var response: ResponseOptions
  var input: InputOptions
  var times: TimesOptions
  /// The groups and the columns that are computed; none where a command has no such options.
  var by: String?
  var eventColumns: [String] = []
  var scaleInput: String?
  /// The names by which derivatives are wanted.
  var sensitivity: String?
  /// What multiplies each `--input` and each `--rate`, in their order; nil leaves it as it is.
  var scales: (inputs: [String?], rates: [String?]) = ([], [])
  /// What was measured: its groups are groups of the run, its columns may be covariates.
  var measured: MeasuredTable?
  /// Whether the first run is made at once, to see that the parts fit.
  var isTried = true
  /// Which parameters there are.
  var plan: (inout Reader) throws -> RunPlan = { _ in .single }
  /// What messages call the option that names parameters.
  var parameters = "--vary"
}
