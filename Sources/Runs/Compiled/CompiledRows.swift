package import Systems

/// Rows of runs of which each is a formula with other numbers, under the same impulses.
package struct CompiledRows: Sendable {
  private let response: CompiledResponse
  private let impulses: ImpulsesAtRows

  /// Takes what runs share; nil without impulses.
  ///
  /// - Throws: `SystemsError`.
  package init?(_ response: CompiledResponse, _ input: Input, delay: Double, at rows: RowTimes) throws {
    guard let impulses = try ImpulsesAtRows(Train(input.events, past: input.past), delay: delay, at: rows.times)
    else { return nil }
    self.init(response, impulses)
  }

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
