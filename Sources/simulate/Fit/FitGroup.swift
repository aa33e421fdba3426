import CSV
import Runs
import Systems

/// One group of a fit: its measurements, and the run that is compared with them.
final class FitGroup {
  /// What was measured.
  let measured: MeasuredGroup
  /// The group's name in the inputs; nil where there are no groups.
  let label: String?
  let pattern: RunPattern
  let baseline: FitBaseline?
  let parameters: [FitParameter]
  let wishes: Wishes
  /// The names that no parameter moves.
  let constants: [String: Double]
  /// What a run at the measured times is made of, where it is a formula of poles under impulses.
  private let compiled: CompiledFit?
  /// Names by which only differences give a derivative.
  private var rough: Set<String> = []

  init(
    _ measured: MeasuredGroup, pattern: RunPattern, baseline: FitBaseline?, parameters: [FitParameter], _ wishes: Wishes
  ) throws {
    self.measured = measured
    label = measured.name
    self.pattern = pattern
    self.baseline = baseline
    self.parameters = parameters
    self.wishes = wishes
    constants = try pattern.constants(group: measured.name)
    compiled = try CompiledFit(pattern, group: measured.name, names: parameters.map(\.name), at: measured.times)
    rough = Set(parameters.map(\.name).filter { baseline?.needsDifferences(by: $0) ?? false })
  }

  /// The run with parameters at times.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func simulation(_ values: [Double], at times: [Double]) throws -> (Simulation, [String: Double]) {
    return try pattern.simulation(group: label, named(values), at: .listed(times))
  }

  private func named(_ values: [Double]) -> [String: Double] {
    Dictionary(uniqueKeysWithValues: zip(parameters.map(\.name), values))
  }

  /// The output with parameters at the measured times, and its derivatives by those with the wanted indices.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func output(_ values: [Double], _ wanted: [Int]) throws -> (values: [Double], columns: [[Double]]) {
    if let compiled {
      let bindings = constants.merging(named(values)) { $1 }
      if var output = compiled.values(bindings) {
        let times = measured.times
        var columns: [[Double]] = []
        for k in wanted {
          let name = parameters[k].name
          guard !rough.contains(name), var column = compiled.derivative(by: name, bindings, count: times.count) else { break }
          if let added = try baseline?.derivative(by: name, times, bindings) {
            for i in column.indices { column[i] += added[i] }
          }
          columns.append(column)
        }
        if columns.count == wanted.count {
          if let added = try baseline?.values(times, bindings) { for k in output.indices { output[k] += added[k] } }
          return (output, columns)
        }
      }
    }
    return try self.output(values, wanted, at: measured.times)
  }

  /// The output with parameters at times, and its derivatives by those with the wanted indices.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func output(
    _ values: [Double], _ wanted: [Int], at times: [Double]
  ) throws -> (values: [Double], columns: [[Double]]) {
    let (simulation, bindings) = try simulation(values, at: times)
    var output = try simulation.answer(at: simulation.times, wishes).columns[0].values
    if let baseline {
      let added = try baseline.values(times, bindings)
      for k in output.indices { output[k] += added[k] }
    }
    let columns = try wanted.map { k in
      let name = parameters[k].name
      if !rough.contains(name) {
        do {
          var column = try simulation.run.derivative(by: name, at: simulation.times, wishes.sampling)?.values ?? times.map { _ in 0 }
          if let added = try baseline?.derivative(by: name, times, bindings) {
            for k in column.indices { column[k] += added[k] }
          }
          return column
        } catch is NoDerivative {
          rough.insert(name)
        }
      }
      return try difference(values, k, at: times)
    }
    return (output, columns)
  }

  /// Refuses rows of which none can show anything, and says how many can't.
  ///
  /// - Throws: `Failure` (65).
  func checkReach(_ values: [Double], in file: String) throws {
    guard let (simulation, _) = try? simulation(values, at: []),
      let start = try? DefaultTimes(simulation.system, simulation.inputs).span(needsEnd: false)?.first.double
    else { return }
    let place = label.map { "\(file): group \($0)" } ?? file
    let early = measured.times.filter { $0 < start }.count
    if early == 0 { return }
    let axis = pattern.reader.axis
    if early == measured.times.count {
      throw Failure(
        .badText, "\(place): a row must not lie before anything can act, found all before "
          + "t = \(axis.text(start))")
    }
    Messages.say(
      "\(place): \(early) row\(early == 1 ? " lies" : "s lie") before anything can act, at t = \(axis.text(start)): "
        + "the output is 0 there")
  }

  /// Central differences, extrapolated once.
  private func difference(_ values: [Double], _ k: Int, at times: [Double]) throws -> [Double] {
    func central(_ step: Double) throws -> [Double] {
      var (up, down) = (values, values)
      up[k] += step
      down[k] -= step
      let width = up[k] - down[k]
      return zip(try output(up, [], at: times).values, try output(down, [], at: times).values)
        .map { ($0 - $1) / width }
    }
    let step = 1e-4 * max(values[k].magnitude, 1e-3)
    return zip(try central(step), try central(step / 2)).map { (4 * $1 - $0) / 3 }
  }
}
