import Formulas
import Runs
import Systems

/// What all runs share where each is known by its numbers alone.
extension RunPattern {
  /// A formula, its impulses and its dead time, where a run is no more.
  private func sole() throws -> (CompiledResponse, Input, delay: Double)? {
    guard let formula = response.soleFormula, let input = input.soleTrain, plan.count > 0, plan.groups == nil,
      outputs.count == 1, sensitivity.isEmpty
    else { return nil }
    let first = try bindings.values(plan, 0)
    let delay = try response.response(first, step: try times.step(first)).paths[0][0].delay.double
    return (CompiledResponse(formula: formula), input, delay)
  }

  /// The formula that is the response of every run of a group, and its impulses at the rows; nil where a run is more.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func soleRun(of group: String?, at rows: RowTimes) throws -> (formula: Formula, impulses: ImpulsesAtRows)? {
    guard let formula = response.soleFormula, !bindings.hasSettings, input.isFixed, hasInput, outputs.count == 1 else { return nil }
    let constants = try bindings.constants(group: group)
    guard let input = try input.inputs(group, constants).soleTrain else { return nil }
    let delay = try Number.fraction(response.delayText(constants), option: "--delay").double
    return try input.impulses(at: rows, delay: delay).map { (formula, $0) }
  }

  /// What every run's rows share where runs differ in the numbers of a formula alone; nil where they differ in more.
  func compiledRows(at rows: RowTimes, _ wishes: Wishes) throws -> CompiledRows? {
    guard !wishes.wantsErrors, wishes.side == .after, rows.count <= RunForm.block, let (response, input, delay) = try sole()
    else { return nil }
    return try input.impulses(at: rows, delay: delay).map { CompiledRows(response, $0) }
  }

  /// What every run shares where runs differ in the numbers of a formula alone, or in how large all of the input is;
  /// nil where they differ in more.
  func compiled(_ form: RunForm) throws -> CompiledRuns? {
    guard let summary = form.summary, summary.information == nil, form.wishes.side == .after,
      let ends = times.shared?.ends, plan.count > 0, plan.groups == nil, outputs.count == 1
    else { return nil }
    if let (response, input, delay) = try sole() {
      return CompiledRuns(
        response: response, input: input, delay: delay, rows: ends, quantities: summary.quantities)
    }
    if response.isFixed, let scale = input.soleScale {
      let first = try bindings.values(plan, 0)
      let simulation = try Simulation(
        response.response(first, step: times.step(first)), input.unscaled(first), reader: reader
      ) { _, _, _ in times.shared ?? .listed([]) }
      guard !simulation.system.hasState, !simulation.run.isDiscrete, simulation.inputs.epochs.count == 1 else { return nil }
      return try CompiledRuns(
        output: simulation.run.output, scale: { try scale.value($0) }, interval: simulation.inputs.lastInterval, rows: ends,
        quantities: summary.quantities)
    }
    return nil
  }
}
