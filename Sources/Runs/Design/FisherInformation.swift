internal import NumericalMethods

/// What measurements at some rows would tell of parameters.
///
///     Fᵢⱼ = Σ over rows (∂y/∂θᵢ)(∂y/∂θⱼ)/σ²,   standard error of θᵢ = √(F⁻¹)ᵢᵢ
///
/// The Cramér-Rao bound: no unbiased estimate from such measurements is better.
///
/// Source: A. C. Atkinson, A. N. Donev and R. D. Tobias, "Optimum Experimental Designs, with SAS" (2007).
public struct FisherInformation: Hashable, Sendable {
  /// The matrix, a row for each parameter.
  public let matrix: [[Double]]
  /// The standard errors to expect; infinite for all where the rows can't tell the parameters apart.
  public let standardErrors: [Double]
  /// det F: what a D-optimal design makes largest.
  public let determinant: Double

  /// Adds up what each row tells.
  ///
  /// - Parameters:
  ///   - derivatives: for each parameter the derivative of the output at each row.
  ///   - errors: the standard deviation of each row's error, above 0.
  /// - Complexity: O(n p² + p³) for n rows and p parameters.
  public init(derivatives: [[Double]], errors: [Double]) {
    let count = derivatives.count
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: count), count: count)
    for i in 0..<count {
      for j in 0...i {
        var sum = CompensatedSum()
        for row in errors.indices {
          sum.add(derivatives[i][row] / errors[row] * (derivatives[j][row] / errors[row]))
        }
        matrix[i][j] = sum.value
        matrix[j][i] = sum.value
      }
    }
    self.matrix = matrix
    // With a diagonal of ones, so that parameters of any size are as good.
    let scales = (0..<count).map { matrix[$0][$0].squareRoot() }
    var scaled = matrix
    var identity = matrix
    for i in 0..<count {
      for j in 0..<count {
        identity[i][j] = i == j ? 1 : 0
        scaled[i][j] = i == j ? 1 : matrix[i][j] / (scales[i] * scales[j])
      }
    }
    guard count > 0, scales.allSatisfy({ $0 > 0 && $0.isFinite }), let factor = try? CholeskyFactor(Matrix(scaled)),
      (0..<count).allSatisfy({ factor.l[$0, $0] > 1e-7 }), let inverse = try? factor.solve(Matrix(identity))
    else {
      standardErrors = [Double](repeating: .infinity, count: count)
      determinant = 0
      return
    }
    standardErrors = (0..<count).map { inverse[$0, $0].squareRoot() / scales[$0] }
    var determinant = 1.0
    for k in 0..<count {
      let pivot = factor.l[k, k] * scales[k]
      determinant *= pivot * pivot
    }
    self.determinant = determinant
  }
}
