import RealModule

/// Residuals at any times whose correlation decays with their distance, made independent.
///
///     v₁ = e₁,  vᵢ = (eᵢ − φᵢ eᵢ₋₁)/√(1 − φᵢ²),  φᵢ = e^(−(tᵢ − tᵢ₋₁)/T),   r = v Π (1 − φᵢ²)^(1/2n)
///
/// The factor makes the sum of squares of r least where the likelihood, its variance at its best, is largest. Equal
/// times (replicates) have half of the smallest distance between them.
package struct ContinuousAutoregression: Sendable {
  /// The distance of each residual from the one before it; infinite where a series begins.
  package let distances: [Double]

  /// - Parameter times: in the order of the residuals, ascending within each series; a time that is smaller than the
  ///   one before begins another.
  package init(times: [Double]) {
    var distances = [Double.infinity]
    for (a, b) in zip(times, times.dropFirst()) { distances.append(b < a ? .infinity : b - a) }
    let least = distances.filter { $0 > 0 }.min() ?? 1
    self.distances = distances.prefix(times.count).map { $0 == 0 ? least / 2 : $0 }
  }

  /// `φᵢ` and `√(1 − φᵢ²)`.
  private func factors(_ time: Double) -> [(phi: Double, root: Double)] {
    distances.map { distance in
      let phi = Double.exp(-distance / time)
      return (phi, (-Double.expMinusOne(-2 * distance / time)).squareRoot())
    }
  }

  /// Makes a column independent for a correlation time.
  package func whitened(_ column: [Double], time: Double) -> [Double] {
    var result = column
    let factors = factors(time)
    for i in column.indices.dropFirst() {
      result[i] = (column[i] - factors[i].phi * column[i - 1]) / factors[i].root
    }
    return result
  }

  /// The factor that stands for the determinant.
  package func factor(time: Double) -> Double {
    let sum = factors(time).reduce(0) { $0 + Double.log($1.root) }
    return Double.exp(sum / Double(max(distances.count, 1)))
  }

  /// The derivative by the correlation time of a whitened column times the factor.
  package func derivative(_ column: [Double], time: Double) -> [Double] {
    let factors = factors(time)
    let whole = factor(time: time)
    var slope = 0.0
    var changes = [Double](repeating: 0, count: column.count)
    for i in distances.indices where distances[i].isFinite {
      // dφ/dT = φ d/T²
      let moved = factors[i].phi * distances[i] / (time * time)
      let (phi, root) = factors[i]
      slope -= phi * moved / (root * root)
      guard i > 0 else { continue }
      changes[i] = -moved * column[i - 1] / root
        + (column[i] - phi * column[i - 1]) * phi * moved / (root * root * root)
    }
    slope /= Double(max(distances.count, 1))
    let white = whitened(column, time: time)
    return zip(changes, white).map { whole * ($0 + slope * $1) }
  }
}
