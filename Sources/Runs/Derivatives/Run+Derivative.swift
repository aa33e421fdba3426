package import Systems

extension Run {
  /// The derivative of an output by a bound name at the rows; nil where the name does not count.
  ///
  /// What is differentiated is the formula, the equation, the delay, so that the derivative is a convolution like the
  /// output, with a bound of its own.
  ///
  /// - Throws: `NoDerivative`, `SystemsError`.
  package func derivative(
    by name: String, of output: Int = 0, at rows: RowTimes, _ options: SamplingOptions
  ) throws -> Samples? {
    var signals: [Signal] = []
    for epoch in inputs.epochs.indices {
      var sum = Signal()
      for (inner, factor) in chain(name) where factor != 0 {
        guard let signal = try derivative(by: inner, output, epoch: epoch) else { continue }
        sum = sum + (factor == 1 ? signal : signal.scaled(by: factor))
      }
      signals.append(sum)
    }
    if signals.allSatisfy(\.terms.isEmpty) { return nil }
    return try samples(at: rows, options) { signals[$0] }
  }

  /// The names that move with a name, itself among them, and how fast.
  private func chain(_ name: String) -> [(String, Double)] { [(name, 1)] + (chains[name] ?? []) }

  private func derivative(by name: String, _ output: Int, epoch: Int) throws -> Signal? {
    let path = system.paths[output]
    let moved = try path.map { try $0.derivative(by: name) }
    var sum = Signal()
    for k in isCausal(path) ? epoch..<epoch + 1 : epoch..<inputs.epochs.count {
      for (channel, input) in inputs.epochs[k].channels.enumerated() {
        if let system = moved[channel] {
          sum = sum + system.impulseResponse.convolved(with: input.signal)
        }
        if let change = try input.derivative(by: name) {
          sum = sum + path[channel].system.impulseResponse.convolved(with: change)
        }
      }
    }
    if epoch == 0 { sum = moved.reduce(sum) { $0 + ($1?.freeResponse ?? Signal()) } }
    return sum.terms.isEmpty ? nil : sum
  }
}
