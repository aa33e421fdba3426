import CLinearAlgebra

/// L D L' of a symmetric positive definite band matrix, and what follows from it in O(order width^2).
package struct BandedFactor: ~Copyable {
  /// The largest width.
  package static let mostWidth = 12
  /// The order of the matrix.
  package let order: Int
  /// How many entries left of the diagonal a row has.
  package let width: Int
  /// Row after row: width entries of L, the one next to the diagonal first, then d; before them rows of the identity.
  private let all: UnsafeMutablePointer<Double>
  private let rows: UnsafeMutablePointer<Double>
  /// log det of the matrix.
  package let logDeterminant: Double

  /// Factors a matrix.
  ///
  /// - Parameter fill: writes row after row: `width` entries left of the diagonal, the nearest first (0 where there is no
  ///   such column), then that on the diagonal.
  /// - Throws: ``NumericalError/noFactor(operation:)`` where it is not positive definite.
  package init(
    order: Int, width: Int, fill: (_ rows: UnsafeMutablePointer<Double>) -> Void
  ) throws(NumericalError) {
    precondition(1...Self.mostWidth ~= width)
    let stride = width + 1
    let all = UnsafeMutablePointer<Double>.allocate(capacity: (order + width) * stride)
    all.initialize(repeating: 0, count: width * stride)
    for k in 0..<width { all[k * stride + width] = 1 }
    let rows = all + width * stride
    fill(rows)
    var logDeterminant = 0.0
    guard Int(cla_band_factor(rows, order, width, &logDeterminant)) == Int(CLA_DONE) else {
      all.deallocate()
      throw .noFactor(operation: "band matrix")
    }
    self.order = order
    self.width = width
    self.all = all
    self.rows = rows
    self.logDeterminant = logDeterminant
  }

  deinit { all.deallocate() }

  /// x = L^-1 x.
  package borrowing func forward(_ x: UnsafeMutablePointer<Double>) { cla_band_forward(rows, order, width, x) }

  /// x = L'^-1 D^-1 x.
  package borrowing func backward(_ x: UnsafeMutablePointer<Double>) { cla_band_backward(rows, order, width, x) }

  /// Makes x the solution of A x = right, in place.
  package borrowing func solve(_ x: UnsafeMutablePointer<Double>) {
    forward(x)
    backward(x)
  }

  /// x' D^-1 y: of what `forward` made of two right sides their product with the inverse between.
  package borrowing func product(_ x: UnsafePointer<Double>, _ y: UnsafePointer<Double>) -> Double {
    var sum = 0.0
    let stride = width + 1
    for k in 0..<order { sum += x[k] * y[k] / rows[k * stride + width] }
    return sum
  }

  /// taps_i taps_j (A^-1)_{k−i, k−j}, summed, for every k: the variance of a running sum. By Takahashi's recursion from
  /// the end, which needs no more of the inverse than the band.
  package borrowing func variances(
    of taps: [Double], into result: UnsafeMutablePointer<Double>
  ) {
    precondition(taps.count <= width + 1)
    cla_band_variances(rows, order, width, taps, taps.count, result)
  }
}
