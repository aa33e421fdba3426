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

  /// The row in the middle of the grid, the same for all.
  func middle(_ lambda: Double) -> [Double]? {
    guard isUniform, count > 4 * (width + shift + 4) else { return nil }
    var entries = [Double](repeating: 0, count: width + 1)
    entries.withUnsafeMutableBufferPointer { buffer in
      if let base = buffer.baseAddress { row(count / 2, lambda, base) }
    }
    return entries
  }

  /// The factor of the band for a size of the penalty, and `theta` on the values' own squares.
  func factor(_ lambda: Double, theta: [Double]? = nil) throws -> BandedFactor {
    let middle = middle(lambda)
    let (first, last) = (width + 4, count - width - shift - 4)
    return try BandedFactor(order: count - 1, width: width) { place, entries in
      let k = place + 1
      if let middle, k >= first, k < last {
        for j in 0...width { entries[j] = middle[j] }
      } else {
        row(k, lambda, entries)
      }
      guard let theta else { return }
      for j in 0..<denominator.count where k - j >= 1 {
        var i = 0
        while i + j < denominator.count {
          if k + i < count { entries[j] += theta[k + i] * denominator[i] * denominator[i + j] }
          i += 1
        }
      }
    }
  }

  /// N' v on the band: the right side of data in the rows.
  func backward(_ v: [Double]) -> [Double] {
    var result = [Double](repeating: 0, count: count - 1)
    let taps = numerator.count
    v.withUnsafeBufferPointer { v in
      result.withUnsafeMutableBufferPointer { result in
        for place in 0..<count - 1 {
          var sum = 0.0
          let start = place + 1 + shift
          for i in 0..<taps where start + i < count { sum += numerator[i] * v[start + i] }
          result[place] = sum
        }
      }
    }
    return result
  }

  /// The columns beside the band, on the band, for a size of the penalty.
  func borderColumns(_ lambda: Double, theta: [Double]? = nil) -> [[Double]] {
    borders.enumerated().map { index, border in
      var column = backward(zip(border, weights).map { $0 * $1 })
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
  func borderSquare(_ lambda: Double, theta: [Double]? = nil) -> Matrix {
    var square = Matrix(rows: borders.count, columns: borders.count)
    for a in borders.indices {
      for b in borders.indices {
        var sum = 0.0
        for k in weights.indices { sum += weights[k] * borders[a][k] * borders[b][k] }
        square[a, b] = sum
      }
    }
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
    band.withUnsafeBufferPointer { band in
      for e in 2..<max(2, count) {
        var second = 0.0
        for i in 0..<min(rough.count, e + 1) { second += rough[i] * (e == i ? first : band[e - i - 1]) }
        squares += second * second
      }
    }
    return sum + lambda * roughnessScale * squares
  }

  /// r = D w for all of w, the first included.
  func values(_ w: [Double]) -> [Double] {
    var result = w
    for k in w.indices {
      var sum = w[k]
      for i in 1..<max(1, min(denominator.count, k + 1)) { sum += denominator[i] * w[k - i] }
      result[k] = sum
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
    band.withUnsafeBufferPointer { band in
      result.withUnsafeMutableBufferPointer { result in
        for k in 0..<count {
          var sum = 0.0
          for i in 0..<taps {
            let j = k - shift - i
            if j >= 1 { sum += numerator[i] * band[j - 1] }
          }
          result[k] += sum
        }
      }
    }
    return result
  }
}
