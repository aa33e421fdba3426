internal import NumericalMethods

extension PiecewisePolynomial {
  /// Copies of the pieces placed at events, scaled and added: one list of pieces.
  ///
  ///     Σₖ wₖ p(t − tₖ)
  ///
  /// The running polynomial is kept in double-double about the last knot, and is exactly 0 again
  /// where no copy is active.
  ///
  /// - Complexity: O(n log n) in the number of all knots.
  func superposed(_ train: SortedTrain) -> PiecewisePolynomial {
    let width = degree + 1
    let own = knots.array
    var changes: [(time: DoubleDouble, event: Int, knot: Int)] = []
    changes.reserveCapacity(train.times.count * own.count)
    for k in train.times.indices {
      for j in own.indices {
        let rest = lowParts.isEmpty ? 0 : lowParts[j]
        changes.append((DoubleDouble.sum(train.times[k], own[j]) + (rest + train.low(k)), k, j))
      }
    }
    changes.sort { $0.time < $1.time }
    // A copy may be too short to move its own time.
    let keepsShort = train.times.contains { $0 + own[0] == $0 + own[own.count - 1] }
    var running = [DoubleDouble](repeating: .zero, count: width)
    var active = 0
    var newKnots: [Double] = []
    var newRests: [Double] = []
    var cells: [Double] = []
    for (n, change) in changes.enumerated() {
      if n > 0 {
        let step = Double(change.time - changes[n - 1].time)
        if !change.time.isOneKnot(with: changes[n - 1].time, keepsShort) {
          newKnots.append(changes[n - 1].time.hi)
          newRests.append(changes[n - 1].time.lo)
          cells += running.map { Double($0) }
        }
        // Within one knot too: what is left out there would grow with every copy that goes on.
        if step > 0 { shift(&running, by: step) }
      }
      let weight = train.weights[change.event]
      // The cell to the right of the knot begins; the cell to its left, brought to its end, leaves.
      if change.knot < own.count - 1 {
        for j in 0..<width {
          running[j] = running[j]
            + DoubleDouble.product(coefficients[change.knot * width + j], weight)
        }
      } else {
        active -= 1
      }
      if change.knot > 0 {
        var left = (0..<width).map {
          DoubleDouble.product(coefficients[(change.knot - 1) * width + $0], weight)
        }
        shift(&left, by: self.width(change.knot - 1))
        for j in 0..<width { running[j] = running[j] - left[j] }
      } else {
        active += 1
      }
      if active == 0 { running = Array(repeating: .zero, count: width) }
    }
    newKnots.append(changes[changes.count - 1].time.hi)
    newRests.append(changes[changes.count - 1].time.lo)
    var result = PiecewisePolynomial(
      knots: TimeGrid(ascending: newKnots), coefficients: cells, degree: degree, isClosed: isClosed)
    if newRests.contains(where: { $0 != 0 }) { result.lowParts = newRests }
    return result
  }

  /// A polynomial about a point `step` further on, by Horner's scheme.
  private func shift(_ polynomial: inout [DoubleDouble], by step: Double) {
    for k in polynomial.indices {
      for j in stride(from: polynomial.count - 2, through: k, by: -1) {
        polynomial[j] = polynomial[j] + polynomial[j + 1] * step
      }
    }
  }
}
