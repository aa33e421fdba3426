internal import NumericalMethods

extension [DiscreteFilter] {
  /// The train that comes out of filters in series, up to a moment.
  ///
  /// Filters of one period are one cascade, whose sequences stay in double-double from one filter to
  /// the next.
  ///
  /// - Throws: `SystemsError.offGrid` where an impulse misses the grid by more than 1e-9 of the
  ///   period; `SystemsError.tooLarge` for more than 1e9 periods; `SystemsError.undefined` for an
  ///   endless past.
  /// - Complexity: O(periods × order).
  func applied(to train: Train, until last: Double) throws -> Train {
    var left = self
    var result = train
    while let first = left.first {
      let cascade = left.filter { $0.period == first.period }
      left.removeAll { $0.period == first.period }
      result = try cascade.cascaded(result, period: first.period, until: last)
    }
    return result
  }

  /// The same for filters of one period. The grid starts at the first impulse; impulses of one instant are
  /// added in double-double, since what cancels between them may be all that comes out.
  private func cascaded(_ train: Train, period: Double, until last: Double) throws -> Train {
    guard train.past.isEmpty else {
      throw SystemsError.undefined("a filter in z needs an input that has a beginning")
    }
    let sorted = train.events.sorted { $0.time < $1.time }
    guard let start = sorted.first?.time, let end = sorted.last?.time else { return train }
    let isFinite = allSatisfy { $0.series == nil && $0.denominator.count == 1 }
    let taps = reduce(0) { $0 + $1.numerator.count - 1 }
    let reach = isFinite ? Swift.min(last, end + Double(taps) * period) : last
    let periods = ((Swift.max(reach, start) - start) / period * (1 + 1e-12) + 1e-9).rounded(.down) + 1
    guard periods < 1e9 else {
      throw SystemsError.tooLarge(what: "the periods of a filter", size: periods)
    }
    var input = [DoubleDouble](repeating: .zero, count: Int(periods))
    for event in sorted {
      let n = ((event.time - start) / period).rounded()
      let off = (event.time - start) - n * period
      let slack = Swift.max(1e-9 * period, 8 * Swift.max(event.time.magnitude, start.magnitude).ulp)
      guard off.magnitude <= slack else {
        throw SystemsError.offGrid(time: event.time, period: period)
      }
      if n < periods { input[Int(n)] = input[Int(n)] + event.weight }
    }
    let (output, error) = try filtered(input)
    let step = DoubleDouble(meantBy: period)
    let origin = DoubleDouble(meantBy: start)
    var result = Train(
      output.indices.map { n in
        Event(time: Double(origin + step * Double(n)), weight: output[n])
      })
    result.transformError = error
    if train.transformError > 0 {
      result.transformError += train.transformError * (try magnitude(until: output.count))
    }
    return result
  }

  /// The sum of the magnitudes of the cascade's response to one impulse.
  private func magnitude(until count: Int) throws(SystemsError) -> Double {
    var one = [DoubleDouble](repeating: .zero, count: count)
    one[0] = .one
    return try filtered(one).values.reduce(0) { $0 + $1.magnitude }
  }

  /// The cascade's output for an input from rest, rounded once, and what a transform may have lost of it.
  ///
  /// - Throws: what a power series throws.
  /// - Complexity: O(n × order); without coefficients below the line that of a discrete convolution.
  func filtered(_ input: [DoubleDouble]) throws(SystemsError) -> (values: [Double], error: Double) {
    if count == 1, let only = first, only.series == nil, only.denominator.count == 1,
      input.allSatisfy({ $0.lo == 0 })
    {
      let sums = DiscreteConvolution.exact(only.numerator, input.map(\.hi))
      let leading = only.denominator[0]
      return (
        sums.values.prefix(input.count).map { leading == 1 ? $0 : $0 / leading },
        sums.error / leading.magnitude
      )
    }
    var sequence = input
    for filter in self { sequence = try filter.filtered(sequence) }
    return (sequence.map { Double($0) }, 0)
  }
}

extension DiscreteFilter {
  /// The filter's output for an input from rest.
  ///
  ///     a₀ yₙ = Σ bₖ xₙ₋ₖ − Σ_{k ≥ 1} aₖ yₙ₋ₖ
  ///
  /// In double-double, so that a slow filter's rounding does not pile up.
  ///
  /// - Throws: what a power series throws.
  /// - Complexity: O(n × order).
  func filtered(_ input: [DoubleDouble]) throws(SystemsError) -> [DoubleDouble] {
    if let series { return try series.filtered(input) }
    let leading = DoubleDouble(denominator[0])
    var output: [DoubleDouble] = []
    output.reserveCapacity(input.count)
    for n in input.indices {
      var sum = DoubleDouble.zero
      for k in 0...Swift.min(n, numerator.count - 1) where !input[n - k].isZero {
        sum = sum + input[n - k] * numerator[k]
      }
      for k in stride(from: 1, through: Swift.min(n, denominator.count - 1), by: 1) {
        sum = sum - output[n - k] * denominator[k]
      }
      output.append(denominator[0] == 1 ? sum : sum / leading)
    }
    return output
  }
}
