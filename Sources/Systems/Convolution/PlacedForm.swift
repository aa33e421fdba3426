internal import NumericalMethods

extension ClosedForm {
  /// The formula through uniform pieces, at impulses: each power of a cell through the formula once, and that at
  /// the knots of all.
  ///
  ///     (p * h)(t) = Σ_b Σ_k c[k][b] M_b(t − τₖ),   M_b(t) = ∫₀^δ sᵇ h(t − s) ds
  ///
  /// - Parameters:
  ///   - lags: the lags of the impulses at the rows.
  /// - Returns: nil for pieces that are not uniform.
  /// - Throws: as `closedFormWithAny`.
  /// - Complexity: O(impulses · knots · rows) readings of a polynomial, less where transforms serve.
  func placed(
    at pieces: PiecewisePolynomial, train: Train, delay: Double, in lags: ClosedRange<Double>,
    at rows: Rows
  ) throws -> Superposition? {
    guard let step = pieces.knots.step, pieces.keepsGrid else { return nil }
    let stride = pieces.degree + 1
    let knots = Array(pieces.knots.dropLast())
    let window = (lags.lowerBound - pieces.support.upperBound)...(lags.upperBound - pieces.support.lowerBound)
    var result = Superposition(zeroFor: rows)
    for power in 0..<stride {
      let weights = knots.indices.map { pieces.coefficients[$0 * stride + power] }
      guard weights.contains(where: { $0 != 0 }) else { continue }
      let cell = PiecewisePolynomial(
        knots: TimeGrid(ascending: [0, step]),
        coefficients: (0..<stride).map { $0 == power ? 1 : 0 }, degree: pieces.degree, isClosed: false)
      guard var product = try FormProduct(self, .pieces(cell), in: window) else { continue }
      try product.verify(rows.tolerance, at: [], in: window)
      let start = knots[0] + delay + (train.events.first?.time ?? 0)
      let scaled = train.events.count == 1 && train.events[0].weight != 1
        ? weights.map { $0 * train.events[0].weight } : weights
      if train.past.isEmpty, train.events.count == 1,
        let sum = try product.form.atSharedLags(scaled, from: start, step: step, rows)
      {
        result.add(sum)
        continue
      }
      let placed = try Train.convolved([
        train, Train(zip(knots, weights).map { Event(time: $0, weight: $1) }),
      ])
      var part = rows
      part.algorithm = .panels
      var sum = try eventsThroughClosedForm(placed, delay: delay, product.form, at: part)
      if rows.wantsErrors {
        let off = try product.form.relativeError(in: window)
        for n in sum.errors.indices { sum.errors[n] *= 1 + off * 0x1p49 }
      }
      result.add(sum)
    }
    result.methods = [
      MethodNote(
        name: "one interval between samples through the formula, then shifted and added",
        reason: "\(text) has no closed form here, and all intervals are as wide",
        cost: "\(rows.times.count) rows × \(knots.count) knots × \(train.events.count) impulses",
        certainty: .estimate)
    ]
    return result
  }

  /// The most lags that are asked for one by one.
  private static let mostSharedLags = 16_384

  /// The formula at impulses a step apart, where the rows see them all at a few lags: rows on the same grid, or on a few grids of
  /// its step. Each lag is asked once.
  ///
  ///     Σ_k w[k] f(t − first − k step) = Σ_k w[k] f((n − k + r) step),   t = first + (n + r) step
  ///
  /// - Returns: nil where there are too many lags.
  private func atSharedLags(_ weights: [Double], from first: Double, step: Double, _ rows: Rows) throws -> Superposition? {
    guard support.lowerBound >= 0 else { return nil }
    struct Place {
      var number: Int
      var table: Int
    }
    var rests: [Double] = []
    var largest: [Int] = []
    var places: [Place] = []
    for time in rows.times {
      let steps = (time - first) / step
      guard steps.magnitude < 1e9 else { return nil }
      var number = Int(steps.rounded(.down))
      var rest = steps - Double(number)
      if rest > 1 - 1e-9 {
        number += 1
        rest = 0
      } else if rest < 1e-9 {
        rest = 0
      }
      var table = rests.firstIndex { ($0 - rest).magnitude < 1e-12 }
      if table == nil {
        guard rests.count < 64 else { return nil }
        table = rests.count
        rests.append(rest)
        largest.append(0)
      }
      let found = table ?? 0
      largest[found] = max(largest[found], number)
      places.append(Place(number: number, table: found))
    }
    guard largest.reduce(0, { $0 + $1 + 1 }) <= Self.mostSharedLags else { return nil }
    let tables = try zip(rests, largest).map { rest, last in
      try values(at: (0...last).map { (Double($0) + rest) * step })
    }
    var result = Superposition(zeroFor: rows)
    for (row, place) in places.enumerated() where place.number >= 0 {
      let table = tables[place.table]
      var (sum, size) = (0.0, 0.0)
      weights.withUnsafeBufferPointer { weights in
        table.withUnsafeBufferPointer { table in
          for k in 0...min(place.number, weights.count - 1) {
            let part = weights[k] * table[place.number - k]
            sum += part
            size += part.magnitude
          }
        }
      }
      result.values[row] = sum
      if rows.wantsErrors {
        result.errors[row] = size * 0x1p-53 * Double(min(place.number + 1, weights.count) + 8)
      }
    }
    return result
  }

  /// The largest share of a value that the formula's values are stated to be off by, of 64 that matter.
  private func relativeError(in lags: ClosedRange<Double>) throws -> Double {
    guard let errors else { return 0 }
    let low = max(lags.lowerBound, support.lowerBound)
    let high = min(lags.upperBound, support.upperBound)
    guard low < high, low.isFinite, high.isFinite else { return 0 }
    let places = (0..<64).map { low + (high - low) * (Double($0) + 0.5) / 64 }
    let values = try self.values(at: places)
    var off = values
    try places.withUnsafeBufferPointer { places in
      try off.withUnsafeMutableBufferPointer { try errors(places, $0) }
    }
    let peak = values.reduce(0) { max($0, $1.magnitude) }
    return zip(values, off).reduce(0) { most, pair in
      pair.0.magnitude < 1e-6 * peak || peak == 0 ? most : max(most, pair.1 / pair.0.magnitude)
    }
  }
}
