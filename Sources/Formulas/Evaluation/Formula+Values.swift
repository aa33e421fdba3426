extension Formula {
  /// The formula's own values at times, without a support: of a constant the constant.
  ///
  /// - Throws: `FormulaError` where one is not finite.
  public func values(at times: [Double]) throws(FormulaError) -> [Double] {
    var values = [Double](repeating: 0, count: times.count)
    let tape = Bytecode(expression)
    times.withUnsafeBufferPointer { times in
      values.withUnsafeMutableBufferPointer { tape.evaluate(times, $0) }
    }
    if let row = values.firstIndex(where: { !$0.isFinite }) {
      throw error("the value at t = \(times[row]) must be finite, found \(values[row])", at: 0)
    }
    return values
  }
}
