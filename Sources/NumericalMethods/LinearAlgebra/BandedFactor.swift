internal import RealModule

/// L D L' of a symmetric positive definite band matrix, and what follows from it in O(order width^2).
package struct BandedFactor: ~Copyable {
  /// The order of the matrix.
  package let order: Int
  /// How many entries left of the diagonal a row has.
  package let width: Int
  /// Row after row: width entries of L, the one next to the diagonal first, then d.
  private let rows: UnsafeMutablePointer<Double>
  /// log det of the matrix.
  package let logDeterminant: Double

  /// Factors a matrix that is given row by row.
  ///
  /// - Parameter row: writes the entries of row k at columns k, k − 1, … k − width (0 where there is no such column).
  /// - Throws: ``NumericalError/noFactor(operation:)`` where it is not positive definite.
  package init(
    order: Int, width: Int, row: (_ k: Int, _ entries: UnsafeMutablePointer<Double>) -> Void
  ) throws(NumericalError) {
    let stride = width + 1
    let rows = UnsafeMutablePointer<Double>.allocate(capacity: max(1, order * stride))
    let entries = UnsafeMutablePointer<Double>.allocate(capacity: stride)
    defer { entries.deallocate() }
    var product = 1.0
    var exponent = 0
    for k in 0..<order {
      row(k, entries)
      let own = rows + k * stride
      // L_kj d_j = a_kj − Σ_{i<j} L_ki d_i L_ji, columns from the left.
      var pivot = entries[0]
      let reach = min(width, k)
      var back = reach
      while back >= 1 {
        let other = rows + (k - back) * stride
        var value = entries[back]
        var i = back + 1
        while i <= reach {
          // own[i − 1] holds L_k,k−i d_k−i until its turn is over.
          value -= own[i - 1] * (i - back <= width ? other[i - back - 1] : 0)
          i += 1
        }
        own[back - 1] = value
        back -= 1
      }
      for j in 1..<max(reach + 1, 1) {
        let scaled = own[j - 1]
        let l = scaled / (rows + (k - j) * stride)[width]
        pivot -= scaled * l
        own[j - 1] = l
      }
      for j in reach..<width { own[j] = 0 }
      guard pivot > 0, pivot.isFinite else {
        rows.deallocate()
        throw .noFactor(operation: "band matrix")
      }
      own[width] = pivot
      product *= pivot
      if k & 1 == 1 {
        exponent += Int(product.exponent)
        product = product.significand
      }
    }
    self.order = order
    self.width = width
    self.rows = rows
    logDeterminant = Double.log(product) + Double(exponent) * Double.log(2)
  }

  deinit { rows.deallocate() }

  /// Makes x the solution of A x = right, in place; returns right' A^-1 right.
  @discardableResult
  package borrowing func solve(_ x: UnsafeMutablePointer<Double>) -> Double {
    let stride = width + 1
    var square = 0.0
    for k in 0..<order {
      let own = rows + k * stride
      var value = x[k]
      for j in 0..<min(width, k) { value -= own[j] * x[k - 1 - j] }
      x[k] = value
      square += value * value / own[width]
    }
    var k = order - 1
    while k >= 0 {
      let own = rows + k * stride
      x[k] /= own[width]
      k -= 1
    }
    k = order - 1
    while k >= 0 {
      let own = rows + k * stride
      let value = x[k]
      for j in 0..<min(width, k) { x[k - 1 - j] -= own[j] * value }
      k -= 1
    }
    return square
  }

  /// taps_i taps_j (A^-1)_{k−i, k−j}, summed, for every k: the variance of a running sum. By Takahashi's recursion from
  /// the end, which needs no more of the inverse than the band.
  package borrowing func variances(
    of taps: [Double], into result: UnsafeMutablePointer<Double>
  ) {
    let stride = width + 1
    // The last rows of the inverse's band, as a square table that moves up: inverse[(r % stride), j] = S_{r, r+j}.
    let inverse = UnsafeMutablePointer<Double>.allocate(capacity: stride * stride)
    defer { inverse.deallocate() }
    inverse.initialize(repeating: 0, count: stride * stride)
    func at(_ a: Int, _ b: Int) -> Double {
      let (low, high) = (min(a, b), max(a, b))
      return high < order ? inverse[(low % stride) * stride + (high - low)] : 0
    }
    for k in 0..<order { result[k] = 0 }
    var r = order - 1
    while r >= 0 {
      // S_{r, r+j} = −Σ_i L_{r+i, r} S_{r+i, r+j}, i = 1 … width; the diagonal has 1/d in addition.
      for j in stride_(from: width) {
        guard r + j < order else { continue }
        var sum = j == 0 ? 1 / (rows + r * stride)[width] : 0
        for i in 1..<stride where r + i < order {
          let l = (rows + (r + i) * stride)[i - 1]
          if l != 0 { sum -= l * at(r + i, r + j) }
        }
        inverse[(r % stride) * stride + j] = sum
      }
      // The running sums that end at row r + taps − 1 have now all they need; those near the start, fewer taps.
      let end = r + taps.count - 1
      if end < order { result[end] = quadratic(taps, end, at) }
      r -= 1
    }
    for k in 0..<min(taps.count - 1, order) { result[k] = quadratic(Array(taps.prefix(k + 1)), k, at) }
  }

  private borrowing func quadratic(_ taps: [Double], _ k: Int, _ at: (Int, Int) -> Double) -> Double {
    var sum = 0.0
    for i in taps.indices {
      for j in taps.indices { sum += taps[i] * taps[j] * at(k - i, k - j) }
    }
    return sum
  }

  private borrowing func stride_(from width: Int) -> ReversedCollection<Range<Int>> {
    (0..<width + 1).reversed()
  }
}
