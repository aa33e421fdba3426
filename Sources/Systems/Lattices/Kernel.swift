import RealModule

/// A point-spread function: what a single bright pixel becomes.
///
/// Rows and columns count from 0; the pixel itself is at the centre (rows / 2, columns / 2), rounded
/// down, so that the centre of a side of 3 is its index 1, and of a side of 4 its index 2.
public struct Kernel: Hashable, Sendable {
  /// How the weights are held: a product column × row takes two short sums in place of a long one.
  enum Form: Hashable, Sendable {
    case outer(column: [Double], row: [Double])
    case matrix([Double])
  }

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  let form: Form
  /// What the sums are divided by, so that a mean of whole numbers is rounded once.
  let divisor: Double

  /// The longest side of a box and of a Gaussian, 65,536.
  public static let longestSide = 1 << 16

  init(rows: Int, columns: Int, form: Form, divisor: Double = 1) {
    self.rows = rows
    self.columns = columns
    self.form = form
    self.divisor = divisor
  }

  /// A kernel of weights, row by row, taken as they are.
  ///
  /// A matrix that is a column times a row to rounding is recognised and used as two passes.
  ///
  /// - Complexity: O(rows × columns).
  public init(rows: Int, columns: Int, weights: [Double]) {
    precondition(rows > 0 && columns > 0 && weights.count == rows * columns)
    let product = OuterProduct(of: weights, rows: rows, columns: columns)
    self.init(
      rows: rows, columns: columns,
      form: product.map { .outer(column: $0.column, row: $0.row) } ?? .matrix(weights))
  }

  /// The mean of a square: `side` × `side` weights of 1 / side².
  public static func box(_ side: Int) -> Kernel {
    precondition((1...longestSide).contains(side))
    let ones = [Double](repeating: 1, count: side)
    return Kernel(
      rows: side, columns: side, form: .outer(column: ones, row: ones),
      divisor: Double(side) * Double(side))
  }

  /// The weights exp(-(i² + j²) / (2 sigma²)) up to the distance 4 sigma + 1/2, scaled to unit sum.
  ///
  /// The distance is rounded down to whole pixels: the kernel of SciPy's `gaussian_filter`.
  public static func gaussian(sigma: Double) -> Kernel {
    precondition(sigma > 0 && 4 * sigma + 0.5 <= Double((longestSide - 1) / 2))
    let radius = Int(4 * sigma + 0.5)
    let exponentials = (-radius...radius).map { i in
      Double.exp(-0.5 * (Double(i) / sigma) * (Double(i) / sigma))
    }
    let sum = exponentials.sorted().reduce(0, +)
    let side = exponentials.map { $0 / sum }
    return Kernel(rows: side.count, columns: side.count, form: .outer(column: side, row: side))
  }

  /// The weights, row by row.
  ///
  /// - Complexity: O(rows × columns).
  public var weights: [Double] {
    switch form {
    case .outer(let column, let row): column.flatMap { c in row.map { c * $0 / divisor } }
    case .matrix(let weights): weights.map { $0 / divisor }
    }
  }

  /// Whether the kernel is a column times a row.
  public var isSeparable: Bool { if case .outer = form { true } else { false } }

  /// The kernel turned by half a turn, as a convolution uses it.
  var turned: Kernel {
    switch form {
    case .outer(let column, let row):
      Kernel(
        rows: rows, columns: columns, form: .outer(column: column.reversed(), row: row.reversed()),
        divisor: divisor)
    case .matrix(let weights):
      Kernel(rows: rows, columns: columns, form: .matrix(weights.reversed()), divisor: divisor)
    }
  }
}
