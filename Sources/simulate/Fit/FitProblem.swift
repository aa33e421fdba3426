import Systems

/// Groups that are fitted together: one group, or all of them where parameters are shared.
struct FitProblem {
  /// A parameter of the whole: which of a group's it is, and of which group; nil for a shared one.
  struct Slot {
    var parameter: Int
    var group: Int?
  }

  let groups: [FitGroup]
  /// The parameters of the whole, the shared ones first.
  let slots: [Slot]

  init(_ groups: [FitGroup], shared: Set<String>) {
    self.groups = groups
    let parameters = groups[0].parameters
    var slots: [Slot] = []
    for k in parameters.indices where groups.count > 1 && shared.contains(parameters[k].name) {
      slots.append(Slot(parameter: k, group: nil))
    }
    for group in groups.indices {
      for k in parameters.indices where groups.count == 1 || !shared.contains(parameters[k].name) {
        slots.append(Slot(parameter: k, group: group))
      }
    }
    self.slots = slots
  }

  /// A group's own parameters out of those of the whole.
  func values(_ all: [Double], of group: Int) -> [Double] {
    var own = [Double](repeating: 0, count: groups[group].parameters.count)
    for (slot, value) in zip(slots, all) where slot.group == nil || slot.group == group {
      own[slot.parameter] = value
    }
    return own
  }

  /// The model of the whole: one group's values after another's.
  var model: FitModel {
    FitModel(slots.map { groups[$0.group ?? 0].parameters[$0.parameter] }) { all, wanted in
      var values: [Double] = []
      var columns = wanted.map { _ in [Double]() }
      for (g, group) in groups.enumerated() {
        let own = wanted.indices.filter { slots[wanted[$0]].group == nil || slots[wanted[$0]].group == g }
        let part = try group.output(self.values(all, of: g), own.map { slots[wanted[$0]].parameter })
        values += part.values
        for (column, place) in zip(part.columns, own) { columns[place] += column }
        for place in wanted.indices where !own.contains(place) {
          columns[place] += [Double](repeating: 0, count: part.values.count)
        }
      }
      return (values, columns)
    }
  }

  /// The measurements of the whole.
  ///
  /// - Throws: `Failure`.
  func measurements(_ options: MeasuredOptions) throws -> FitMeasurements {
    let all = groups.map(\.measured)
    return FitMeasurements(
      times: all.flatMap(\.times), values: all.flatMap(\.values), errors: try errors(options))
  }

  /// What `--errors` and `--weights` say of the rows of all groups.
  private func errors(_ options: MeasuredOptions) throws -> FitMeasurements.Errors {
    let weights = groups.compactMap(\.measured.weights)
    if !weights.isEmpty { return .weights(weights.flatMap { $0 }) }
    let rules = try groups.compactMap { group in
      try RowErrors(options.errors, group.measured, bindings: group.constants).map { (rule: $0, group.measured) }
    }
    guard rules.contains(where: \.rule.dependOnFit) else {
      return rules.isEmpty ? .equal : .known(try rules.flatMap { try $0.errors(measured: $1.values, times: $1.times) })
    }
    return .ofFit { fitted in
      var left = fitted[...]
      return try rules.flatMap { rule, measured in
        defer { left = left.dropFirst(measured.values.count) }
        return try rule.errors(fitted: Array(left.prefix(measured.values.count)), times: measured.times)
      }
    }
  }
}
