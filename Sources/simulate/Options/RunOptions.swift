/// What says which runs are made, of `run` and of `sweep`: a run is a sweep of one.
struct RunOptions {
  var response: ResponseOptions
  var input: InputOptions
  var times: TimesOptions
  /// The groups and the columns that are computed; none where a command has no such options.
  var by: String?
  var eventColumns: [String] = []
  var scaleInput: String?
  /// Impulses that are drawn, and the seed of their draws.
  var trains: [String] = []
  var seed: UInt64 = 1
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
  /// The texts of the options in which a name may stand.
  var texts: [String] {
    let settings = response.set.map { String($0.drop { $0 != "=" }.dropFirst()) }
    let single = [
      response.delay, response.period, response.initial, scaleInput, times.from, times.to, times.step,
    ]
    return response.impulse + response.system + response.ode + input.rate + trains + eventColumns + settings
      + single.compactMap { $0 }
  }
  /// What messages call the option that names parameters.
  var parameters = "--vary"
}
