/// What says which runs are made, of `run` and of `sweep`: a run is a sweep of one.
struct RunOptions {
  var response: ResponseOptions
  var input: InputOptions
  var times: TimesOptions
  /// The groups and the columns that are computed; none where a command has no such options.
  var by: String?
  var eventColumns: [String] = []
  var scaleInput: String?
  /// Which parameters there are.
  var plan: (inout Reader) throws -> RunPlan = { _ in .single }
  /// What messages call the option that names parameters.
  var parameters = "--vary"
}
