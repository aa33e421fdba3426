package import Systems

/// Rows of runs of which each is a formula with other numbers, under the same impulses.
package struct CompiledRows: Sendable {
  private let response: CompiledResponse
  private let impulses: ImpulsesAtRows

  /// Takes what runs share.
  package init(_ response: CompiledResponse, _ impulses: ImpulsesAtRows) {
    (self.response, self.impulses) = (response, impulses)
  }

  /// The values of a run; nil where it must be made as any other.
  package func values(_ bindings: [String: Double]) -> [Double]? {
    guard let blocks = response.blocks(bindings, horizon: impulses.horizon), let values = try? impulses.values(blocks),
      values.allSatisfy(\.isFinite)
    else { return nil }
    return values
  }
}

extension Input {
  /// The impulses made ready for rows; nil without any.
  ///
  /// - Throws: `SystemsError`.
  package func impulses(at rows: RowTimes, delay: Double) throws -> ImpulsesAtRows? {
    try ImpulsesAtRows(Train(events, past: past), delay: delay, at: rows.times)
  }
}
