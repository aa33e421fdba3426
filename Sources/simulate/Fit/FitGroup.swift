import CSV
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
  /// Names by which only differences give a derivative.
  private var rough: Set<String> = []

  init(
    _ measured: MeasuredGroup, pattern: RunPattern, baseline: FitBaseline?, parameters: [FitParameter], _ wishes: Wishes
  ) {
    self.measured = measured
    label = measured.name
    self.pattern = pattern
    self.baseline = baseline
    self.parameters = parameters
    self.wishes = wishes
    rough = Set(parameters.map(\.name).filter { baseline?.needsDifferences(by: $0) ?? false })
  }

  /// The run with parameters at times.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func simulation(_ values: [Double], at times: [Double]) throws -> (Simulation, [String: Double]) {
    let named = Dictionary(uniqueKeysWithValues: zip(parameters.map(\.name), values))
    return try pattern.simulation(group: label, named, at: .listed(times))
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
          var column = try simulation.derivative(by: name, at: simulation.times, wishes)?.values ?? times.map { _ in 0 }
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
