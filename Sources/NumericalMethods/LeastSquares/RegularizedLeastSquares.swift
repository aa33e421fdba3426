import CGSL
import RealModule

/// Tikhonov's regularization: the x with the smallest |A x - y|^2 + λ^2 |L x|^2.
///
/// L is the difference of order 0, 1 or 2 of neighbours. Brought to standard form and solved by
/// singular values, through GSL.
///
/// Source: L. Eldén, "Algorithms for the regularization of ill-conditioned least squares problems" (1977);
/// P. C. Hansen, "Discrete inverse problems" (2010).
package struct RegularizedLeastSquares {
  /// A solution and what it costs.
  package struct Solution: Hashable, Sendable {
    /// The solution.
    package var x: [Double]
    /// The regularization parameter λ.
    package var parameter: Double
    /// |A x - y|.
    package var residualNorm: Double
    /// |L x|.
    package var seminorm: Double
  }

  /// The parameter that minimises the generalized cross-validation.
  package let crossValidated: Double
  /// The parameter at the corner of the L-curve; nil where it has none.
  package let corner: Double?
  /// The largest singular value over the smallest of the problem in standard form.
  package let condition: Double

  private let a: Matrix
  private let y: [Double]
  private let penalty: Matrix?
  private let standard: (a: Matrix, y: [Double])
  private let decomposition: (l: Matrix, tau: [Double], m: Matrix)?

  /// Prepares a problem. Complexity: O(rows columns^2), large for more than some hundred columns.
  ///
  /// - Parameter order: the order of the differences, 0, 1 or 2.
  /// - Throws: ``NumericalError/library(operation:reason:)`` where GSL cannot.
  package init(_ a: Matrix, _ y: [Double], order: Int = 2) throws(NumericalError) {
    precondition(y.count == a.rowCount && (0...2).contains(order))
    Library.prepare()
    let operation = "regularization"
    let p = a.columnCount
    // GSL wants at least as many rows as columns: rows of zeros change no solution.
    var a = a
    var y = y
    let trueRows = a.rowCount
    if trueRows < p {
      var padded = Matrix(rows: p, columns: p)
      padded.elements.replaceSubrange(0..<a.elements.count, with: a.elements)
      a = padded
      y += [Double](repeating: 0, count: p - trueRows)
    }
    self.a = a
    self.y = y
    let work = try Workspace(rows: a.rowCount, columns: p)
    let order = min(order, p - 1)
    if order == 0 {
      penalty = nil
      decomposition = nil
      standard = (a, y)
    } else {
      let pattern: [Double] = order == 1 ? [-1, 1] : [1, -2, 1]
      var l = Matrix(rows: p - order, columns: p)
      for i in 0..<p - order {
        for (k, value) in pattern.enumerated() { l[i, i + k] = value }
      }
      penalty = l
      var tau = [Double](repeating: 0, count: p - order)
      var xs = Matrix(rows: a.rowCount - order, columns: p - order)
      var ys = [Double](repeating: 0, count: a.rowCount - order)
      var m = Matrix(rows: a.rowCount, columns: p)
      var source = a
      var right = y
      var status = l.withView { l in tau.withView { gsl_multifit_linear_L_decomp(l, $0) } }
      try Library.check(status, operation)
      status = l.withView { l in
        tau.withView { tau in
          source.withView { a in
            right.withView { y in
              xs.withView { xs in
                ys.withView { ys in
                  m.withView {
                    gsl_multifit_linear_stdform2(l, tau, a, y, xs, ys, $0, work.pointer)
                  }
                }
              }
            }
          }
        }
      }
      try Library.check(status, operation)
      decomposition = (l, tau, m)
      standard = (xs, ys)
    }
    var xs = standard.a
    var ys = standard.y
    try Library.check(xs.withView { gsl_multifit_linear_svd($0, work.pointer) }, operation)
    let values = (0..<xs.columnCount).map { gsl_vector_get(work.pointer.pointee.S, $0) }
    condition = (values.first ?? 0) / (values.last ?? 0)

    var grid = [Double](repeating: 0, count: 200)
    var coefficients = [Double](repeating: 0, count: xs.columnCount)
    var outside = 0.0
    let status = ys.withView { ys in
      grid.withView { grid in
        coefficients.withView {
          gsl_multifit_linear_gcv_init(ys, grid, $0, &outside, work.pointer)
        }
      }
    }
    try Library.check(status, operation)
    // Only the rows that were given count as measurements.
    let count = Double(min(trueRows, a.rowCount) - order)
    crossValidated = Self.crossValidate(
      grid, values, coefficients, outside: outside, count: count)
    corner = Self.corner(&ys, &grid, work)
  }

  /// The solution for a parameter.
  package func solution(parameter: Double) throws(NumericalError) -> Solution {
    let work = try Workspace(rows: a.rowCount, columns: a.columnCount)
    var xs = standard.a
    var ys = standard.y
    var scaled = [Double](repeating: 0, count: xs.columnCount)
    var residual = 0.0
    var seminorm = 0.0
    try Library.check(xs.withView { gsl_multifit_linear_svd($0, work.pointer) }, "regularization")
    let status = xs.withView { xs in
      ys.withView { ys in
        scaled.withView {
          gsl_multifit_linear_solve(parameter, xs, ys, $0, &residual, &seminorm, work.pointer)
        }
      }
    }
    try Library.check(status, "regularization")
    var x = scaled
    if var (l, tau, m) = decomposition {
      x = [Double](repeating: 0, count: a.columnCount)
      var source = a
      var right = y
      let status = l.withView { l in
        tau.withView { tau in
          source.withView { a in
            right.withView { y in
              scaled.withView { scaled in
                m.withView { m in
                  x.withView {
                    gsl_multifit_linear_genform2(l, tau, a, y, scaled, m, $0, work.pointer)
                  }
                }
              }
            }
          }
        }
      }
      try Library.check(status, "regularization")
    }
    return measured(x, parameter)
  }

  /// The solution without negative components for a parameter, by Lawson and Hanson on [A; λ L].
  package func nonnegativeSolution(parameter: Double) throws(NumericalError) -> Solution {
    let l = penalty ?? Matrix((0..<a.columnCount).map { i in
      (0..<a.columnCount).map { $0 == i ? 1 : 0 }
    })
    var stacked = Matrix(rows: a.rowCount + l.rowCount, columns: a.columnCount)
    stacked.elements = a.elements + l.elements.map { $0 * parameter }
    let right = y + [Double](repeating: 0, count: l.rowCount)
    return measured(try LinearLeastSquares.solveNonnegative(stacked, right), parameter)
  }

  private func measured(_ x: [Double], _ parameter: Double) -> Solution {
    let residual = zip(a * x, y).map { $0 - $1 }
    let rough = penalty.map { $0 * x } ?? x
    return Solution(
      x: x, parameter: parameter,
      residualNorm: VectorMath.dot(residual, residual).squareRoot(),
      seminorm: VectorMath.dot(rough, rough).squareRoot())
  }

  /// The minimum of |residual|^2 / (count - trace)^2: on the grid, then between its neighbours.
  private static func crossValidate(
    _ grid: [Double], _ values: [Double], _ coefficients: [Double], outside: Double, count: Double
  ) -> Double {
    func measure(_ parameter: Double) -> Double {
      var residual = outside
      var trace = 0.0
      for (s, c) in zip(values, coefficients) {
        let kept = s * s / (s * s + parameter * parameter)
        residual += (1 - kept) * c * (1 - kept) * c
        trace += kept
      }
      let free = count - trace
      return free > 1e-9 ? residual / (free * free) : .infinity
    }
    let best = grid.indices.min { measure(grid[$0]) < measure(grid[$1]) } ?? 0
    let (low, high) = (max(best - 1, 0), min(best + 1, grid.count - 1))
    guard grid[low] > 0, grid[high] > 0, low < high else { return grid[best] }
    let place = Bracket.minimum(from: Double.log(grid[low]), to: Double.log(grid[high])) {
      measure(Double.exp($0))
    }
    return Double.exp(place.place)
  }

  private static func corner(
    _ y: inout [Double], _ grid: inout [Double], _ work: borrowing Workspace
  ) -> Double? {
    var residuals = grid
    var seminorms = grid
    var index = 0
    let status = y.withView { y in
      grid.withView { grid in
        residuals.withView { residuals in
          seminorms.withView { seminorms in
            let status = gsl_multifit_linear_lcurve(
              y, grid, residuals, seminorms, work.pointer)
            return status == 0
              ? gsl_multifit_linear_lcorner(residuals, seminorms, &index) : status
          }
        }
      }
    }
    return status == 0 && grid.indices.contains(index) ? grid[index] : nil
  }

  private struct Workspace: ~Copyable {
    let pointer: UnsafeMutablePointer<gsl_multifit_linear_workspace>

    init(rows: Int, columns: Int) throws(NumericalError) {
      guard let pointer = gsl_multifit_linear_alloc(rows, columns) else {
        throw .library(operation: "regularization", reason: "out of memory")
      }
      self.pointer = pointer
    }

    deinit { gsl_multifit_linear_free(pointer) }
  }
}
