internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A deconvolution on an even grid through a response that is a sum of exponentials, as a band matrix.
///
/// With D the product of 1 − e^(p h) q over the poles (q: one step later), r = D w makes the fit a short sum,
/// fit_k = Σ N_i w_(k−i), and the roughness too: the normal equations of w are a band, solved and differentiated in O(N). The first
/// value acts from its own time on, and a baseline always: both stand beside the band as borders.
struct BandedProblem {
  /// The number of knots.
  let count: Int
  /// D, 1 first.
  let denominator: [Double]
  /// N, and how many steps later it begins.
  let numerator: [Double]
  let shift: Int
  /// What a step of the first value of w adds to every row, unlike that of the others; and ones for a baseline.
  let borders: [[Double]]
  /// Second differences of D.
  let rough: [Double]
  /// The weight of each knot's rows; 0 where none was measured.
  let weights: [Double]
  /// Whether all weights are 1.
  let isUniform: Bool
  /// The data at each knot.
  let data: [Double]
  /// What no size of the penalty changes: N' of the weighted data and of the weighted borders, and the borders' products
  /// with the data and among themselves.
  private(set) var pull: [Double] = []
  private(set) var acts: [[Double]] = []
  private(set) var rests: [Double] = []
  private(set) var squares = Matrix(rows: 0, columns: 0)
  /// Whether the first value is free.
  let hasFirst: Bool
  /// The number of rows, replicates included, and their squares about their means.
  let rows: Int
  let within: Double
  /// 1/step^3: the roughness of unit second differences.
  let roughnessScale: Double

  /// Half the width of the band.
  var width: Int { max(numerator.count - 1, rough.count - 1) }

  /// The entries of row k of the normal equations, columns k, k − 1, …; w_0 is no part of the band.
  func row(_ k: Int, _ lambda: Double, _ entries: UnsafeMutablePointer<Double>) {
    let penalty = lambda * roughnessScale
    for j in 0...width {
      var sum = 0.0
      if k - j >= 1 {
        var i = 0
        while i + j < numerator.count {
          let q = k + shift + i
          if q < count { sum += weights[q] * numerator[i] * numerator[i + j] }
          i += 1
        }
        i = max(0, 2 - k)
        while i + j < rough.count {
          if k + i < count { sum += penalty * rough[i] * rough[i + j] }
          i += 1
        }
      }
      entries[j] = sum
    }
  }

  /// The factor of the band for a size of the penalty, and `theta` on the values' own squares.
  func factor(_ lambda: Double, theta: UnsafeBufferPointer<Double>? = nil) throws -> BandedFactor {
    let stride = width + 1
    // Rows in the middle of a grid without gaps are all the same.
    let same = isUniform && count > 4 * (width + shift + 4) ? width + 4..<count - width - shift - 4 : 0..<0
    let entries = UnsafeMutablePointer<Double>.allocate(capacity: stride)
    defer { entries.deallocate() }
    return try BandedFactor(order: count - 1, width: width) { rows in
      for k in 1..<count {
        let own = rows + (k - 1) * stride
        if same.contains(k), k > same.lowerBound {
          own.update(from: own - stride, count: stride)
          continue
        }
        row(k, lambda, entries)
        for j in 1..<stride { own[j - 1] = entries[j] }
        own[width] = entries[0]
      }
      guard let theta else { return }
      // θ of the values that a step of w moves.
      let taps = denominator.count
      denominator.withUnsafeBufferPointer { denominator in
        for j in 0..<taps {
          let place = j == 0 ? width : j - 1
          for k in 1 + j..<max(1 + j, count) {
            var sum = 0.0
            for i in 0..<min(taps - j, count - k) { sum += theta[k + i] * denominator[i] * denominator[i + j] }
            rows[(k - 1) * stride + place] += sum
          }
        }
      }
    }
  }

  /// N' v on the band: the right side of data in the rows.
  func backward(_ v: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count - 1)
    let taps = numerator.count
    let (count, shift) = (count, shift)
    v.withUnsafeBufferPointer { v in
      numerator.withUnsafeBufferPointer { numerator in
        result.withUnsafeMutableBufferPointer { result in
          for place in 0..<max(count - 1 - shift, 0) {
            var sum = 0.0
            let start = place + 1 + shift
            for i in 0..<min(taps, count - start) { sum += numerator[i] * v[start + i] }
            result[place] = sum
          }
        }
      }
    }
    return result
  }

  /// The columns beside the band, on the band, for a size of the penalty.
  func borderColumns(_ lambda: Double, theta: UnsafeBufferPointer<Double>? = nil) -> [[Double]] {
    borders.indices.map { index in
      var column = acts[index]
      guard hasFirst, index == 0 else { return column }
      for k in 1..<min(rough.count, count) {
        var i = max(0, 2 - k)
        while i + k < rough.count {
          if k + i < count { column[k - 1] += lambda * roughnessScale * rough[i] * rough[i + k] }
          i += 1
        }
        if let theta, k < denominator.count {
          for i in 0..<denominator.count - k where k + i < count {
            column[k - 1] += theta[k + i] * denominator[i] * denominator[i + k]
          }
        }
      }
      return column
    }
  }

  /// The square of the borders among themselves.
  func borderSquare(_ lambda: Double, theta: UnsafeBufferPointer<Double>? = nil) -> Matrix {
    var square = squares
    if hasFirst {
      for i in 2..<max(2, min(rough.count, count)) {
        square[0, 0] += lambda * roughnessScale * rough[i] * rough[i]
      }
      if let theta {
        for i in 0..<min(denominator.count, count) {
          square[0, 0] += theta[i] * denominator[i] * denominator[i]
        }
      }
    }
    return square
  }

  /// Makes what no size of the penalty changes.
  mutating func prepare() {
    let weighted = zip(data, weights).map { $0 * $1 }
    pull = backward(weighted)
    let columns = borders.map { border in isUniform ? border : zip(border, weights).map { $0 * $1 } }
    acts = columns.map(backward)
    rests = borders.map { VectorMath.dot($0, weighted) }
    squares = Matrix(rows: borders.count, columns: borders.count)
    for a in borders.indices { for b in borders.indices { squares[a, b] = VectorMath.dot(columns[a], borders[b]) } }
  }

  /// Σ w (y − fit)^2 + lambda roughness. Complexity: O(knots).
  func cost(_ band: [Double], _ border: [Double], _ lambda: Double) -> Double {
    let fit = fit(band, border)
    var sum = within
    for k in fit.indices {
      let residual = data[k] - fit[k]
      sum += weights[k] * residual * residual
    }
    let first = hasFirst ? border[0] : 0
    var squares = 0.0
    let taps = rough.count
    band.withUnsafeBufferPointer { band in
      rough.withUnsafeBufferPointer { rough in
        for e in 2..<max(2, min(count, taps)) {
          var second = 0.0
          for i in 0..<e + 1 where i < taps { second += rough[i] * (e == i ? first : band[e - i - 1]) }
          squares += second * second
        }
        for e in max(2, taps)..<max(2, taps, count) {
          var second = 0.0
          for i in 0..<taps { second += rough[i] * band[e - i - 1] }
          squares += second * second
        }
      }
    }
    return sum + lambda * roughnessScale * squares
  }

  /// r = D w for all of w, the first included.
  func values(_ w: [Double]) -> [Double] {
    var result = w
    let taps = denominator.count
    w.withUnsafeBufferPointer { w in
      denominator.withUnsafeBufferPointer { denominator in
        result.withUnsafeMutableBufferPointer { result in
          for k in w.indices {
            var sum = w[k]
            for i in 1..<max(1, min(taps, k + 1)) { sum += denominator[i] * w[k - i] }
            result[k] = sum
          }
        }
      }
    }
    return result
  }

  /// The output of all of w and the numbers of the borders.
  func fit(_ band: [Double], _ border: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count)
    for (column, value) in zip(borders, border) where value != 0 {
      for k in result.indices { result[k] += value * column[k] }
    }
    let taps = numerator.count
    let shift = shift
    band.withUnsafeBufferPointer { band in
      numerator.withUnsafeBufferPointer { numerator in
        result.withUnsafeMutableBufferPointer { result in
          for k in min(shift + 1, count)..<count {
            var sum = 0.0
            for i in 0..<min(taps, k - shift) { sum += numerator[i] * band[k - shift - i - 1] }
            result[k] += sum
          }
        }
      }
    }
    return result
  }
}
