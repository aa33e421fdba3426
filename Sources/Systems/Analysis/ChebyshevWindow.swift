internal import RealModule

/// An interval seen through the polynomial that interpolates at Chebyshev's points.
struct ChebyshevWindow {
  private static let count = 24
  private let low: Double
  private let high: Double
  /// Where the function must be known, descending.
  let places: [Double]

  init(from low: Double, to high: Double) {
    self.low = low
    self.high = high
    places = (0..<Self.count).map { k in
      0.5 * (low + high)
        + 0.5 * (high - low) * Double.cos(Double.pi * (Double(k) + 0.5) / Double(Self.count))
    }
  }

  /// The place between two at which the derivative falls through 0.
  ///
  /// The values are resolved where the last coefficients are rounding: below it, or no longer
  /// falling from window to narrower window.
  ///
  /// - Parameter noise: the last coefficients of the wider window; becomes this one's.
  /// - Returns: nil where the values are not resolved, NaN where there is no such place.
  func maximum(
    of values: [Double], between a: Double, and b: Double, noise: inout Double
  ) -> Double? {
    let n = Self.count
    var coefficients = [Double](repeating: 0, count: n + 2)
    for j in 0..<n {
      for k in 0..<n {
        let angle = Double.pi * Double(j) * (Double(k) + 0.5) / Double(n)
        coefficients[j] += 2 / Double(n) * values[k] * Double.cos(angle)
      }
    }
    let size = coefficients[..<n].dropFirst().reduce(0) { Swift.max($0, $1.magnitude) }
    let level = values.reduce(0) { Swift.max($0, $1.magnitude) }
    let tail = coefficients[(n - 4)..<n].reduce(0) { Swift.max($0, $1.magnitude) }
    let isRounding = tail >= 0.1 * noise && tail <= 1e-11 * level
    noise = tail
    guard tail <= 3e-15 * size || tail <= 4e-16 * level || isRounding else { return nil }
    // d_{j} = d_{j+2} + 2 (j + 1) c_{j+1}
    var slopes = [Double](repeating: 0, count: n + 2)
    for j in stride(from: n - 2, through: 0, by: -1) {
      slopes[j] = slopes[j + 2] + 2 * Double(j + 1) * coefficients[j + 1]
    }
    func slope(_ place: Double) -> Double {
      let x = (2 * place - low - high) / (high - low)
      var (later, latest) = (0.0, 0.0)
      for j in stride(from: n - 2, through: 1, by: -1) {
        (later, latest) = (2 * x * later - latest + slopes[j], later)
      }
      return x * later - latest + 0.5 * slopes[0]
    }
    var (left, right) = (a, b)
    guard slope(left) > 0, slope(right) < 0 else { return .nan }
    for _ in 0..<200 {
      let middle = 0.5 * (left + right)
      guard middle > left, middle < right else { break }
      if slope(middle) > 0 { left = middle } else { right = middle }
    }
    return slope(left) < -slope(right) ? left : right
  }
}
