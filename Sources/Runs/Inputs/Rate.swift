package import Systems

/// A production rate as a signal, and where it begins and ends.
package struct Rate {
  /// The rate.
  package var signal: Signal
  /// When it begins; nil where that must be found, or where it always was.
  package var first: Decimal?
  /// When it ends; nil where that must be found, or where it doesn't.
  package var last: Decimal?
  /// The spacing of a file's samples.
  package var step: Decimal?
  /// Gives its derivative by a bound name, nil where the name does not count.
  package var moved: ((String) throws -> Signal?)?

  package init(signal: Signal, first: Decimal? = nil, last: Decimal? = nil, step: Decimal? = nil) {
    (self.signal, self.first, self.last, self.step) = (signal, first, last, step)
  }

  /// Where it begins: found, if it must be.
  ///
  /// - Throws: `RunsError.endless` where it does not decay.
  package func beginning() throws -> Decimal {
    if let first { return first }
    return try Extent.formula(signal).ends(what: "the rate").first
  }
}

extension Rate {
  /// A formula, which begins where its signal does.
  package init(signal: Signal, formulaStart: Double) {
    self.init(signal: signal, first: formulaStart.isFinite ? Decimal(formulaStart) : nil)
  }
}

extension Input {
  /// Adds a rate; samples with nothing between them are impulses.
  package mutating func addRate(_ rate: Rate) throws {
    guard rate.signal.isTrain, rate.last != nil else {
      rates.append(rate)
      return
    }
    events += rate.signal.terms.flatMap(\.trains).flatMap(\.events)
    if let change = rate.moved { moved.append(change) }
  }
}
