internal import NumericalMethods

/// The convolution of two pieces with any knots, as pieces whose knots are all sums of a knot of each.
///
///     a = Σᵢ Σ_p A[i][p] (t − τᵢ)₊ᵖ/p!,  A[i][p] = the jump of the p-th derivative at τᵢ
///     a * b = Σᵢⱼ Σ_pq A[i][p] B[j][q] (t − τᵢ − σⱼ)₊^(p+q+1) / (p + q + 1)!
///
/// The running polynomial is carried in double-double from knot to knot, so that nothing is left of what
/// has ended but some 1e-26 of it.
struct KnotProduct {
  /// The convolution.
  let pieces: PiecewisePolynomial

  /// Convolves two pieces.
  ///
  /// - Complexity: O(k n (log(k n) + degree²)) for k and n knots.
  init(_ a: PiecewisePolynomial, _ b: PiecewisePolynomial) {
    let (jumpsOfA, jumpsOfB) = (Self.jumps(a), Self.jumps(b))
    var changes: [(time: DoubleDouble, a: Int, b: Int)] = []
    changes.reserveCapacity(jumpsOfA.count * jumpsOfB.count)
    for i in jumpsOfA.indices {
      for j in jumpsOfB.indices {
        changes.append((jumpsOfA[i].time + jumpsOfB[j].time, i, j))
      }
    }
    changes.sort { $0.time < $1.time }
    let degree = a.degree + b.degree + 1
    var factorials = [DoubleDouble](repeating: .one, count: degree + 1)
    for k in 1...degree { factorials[k] = factorials[k - 1] * Double(k) }
    var running = [DoubleDouble](repeating: .zero, count: degree + 1)
    var moments: [DoubleDouble] = []
    var coefficients: [Double] = []
    for (n, change) in changes.enumerated() {
      if n > 0 {
        let before = changes[n - 1].time
        if change.time.hi > before.hi {
          moments.append(before)
          coefficients += running.map(\.hi)
        }
        let step = change.time - before
        if step.hi > 0 { Self.shift(&running, by: step) }
      }
      let (left, right) = (jumpsOfA[change.a].sizes, jumpsOfB[change.b].sizes)
      for p in left.indices where !left[p].isZero {
        for q in right.indices where !right[q].isZero {
          running[p + q + 1] += left[p] * right[q] / factorials[p + q + 1]
        }
      }
    }
    moments.append(changes[changes.count - 1].time)
    var pieces = PiecewisePolynomial(
      knots: TimeGrid(ascending: moments.map(\.hi)), coefficients: coefficients, degree: degree,
      isClosed: true, lastValue: 0)
    if moments.contains(where: { $0.lo != 0 }) { pieces.lowParts = moments.map(\.lo) }
    self.pieces = pieces
  }

  /// The jumps of all derivatives at the knots.
  private static func jumps(
    _ pieces: PiecewisePolynomial
  ) -> [(time: DoubleDouble, sizes: [DoubleDouble])] {
    let width = pieces.degree + 1
    var before = [DoubleDouble](repeating: .zero, count: width)
    return (0...pieces.cells).map { k in
      let time = DoubleDouble(hi: pieces.knots[k], lo: pieces.low(k))
      var own = [DoubleDouble](repeating: .zero, count: width)
      if k < pieces.cells {
        for j in 0..<width { own[j] = DoubleDouble(pieces.coefficients[k * width + j]) }
      }
      var sizes = zip(own, before).map { $0 - $1 }
      var factorial = 1.0
      for j in 2..<max(2, width) {
        factorial *= Double(j)
        sizes[j] *= factorial
      }
      if k < pieces.cells {
        let next = DoubleDouble(hi: pieces.knots[k + 1], lo: pieces.low(k + 1))
        shift(&own, by: next - time)
      }
      before = own
      return (time, sizes)
    }
  }

  /// A polynomial about a point `step` further on.
  private static func shift(_ polynomial: inout [DoubleDouble], by step: DoubleDouble) {
    for k in polynomial.indices {
      for j in stride(from: polynomial.count - 2, through: k, by: -1) {
        polynomial[j] += polynomial[j + 1] * step
      }
    }
  }
}
