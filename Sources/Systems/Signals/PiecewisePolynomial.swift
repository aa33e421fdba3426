/// Polynomials between knots, zero outside: samples held or joined, pulses, splines.
///
///     p(t) = Σⱼ c[k][j] (t − τₖ)ʲ   for τₖ ≤ t < τₖ₊₁,  k = 0 … cells − 1
///
/// At an inner knot the `after` side reads the cell to the right, the `before` side the cell to the
/// left. The last knot belongs to the support where `isClosed` is set (samples joined by lines or
/// splines: both end samples count); where it is not (samples held), `after` reads 0 there and
/// `before` reads the last cell. At the first knot `before` reads 0.
public struct PiecewisePolynomial: Hashable, Sendable {
  /// The knots τ₀ … τ_K, ascending: one more than there are cells.
  public var knots: TimeGrid
  /// The coefficients of rising powers of `t − τₖ`, cell after cell, `degree + 1` for each.
  public var coefficients: [Double]
  /// The highest power that is stored.
  public var degree: Int
  /// Whether the last knot belongs to the support.
  public var isClosed: Bool
  /// What the knots leave out of the moments that are meant: empty, or a rest for each knot. The
  /// end of a pulse is `start + duration`, which need not be a double.
  package var lowParts: [Double] = []
  /// What a row exactly at a knot shows on either side, where the function has a value of its own
  /// there, as a formula does at its corners; nil where the side decides. Empty: all are nil.
  package var ownValues: [Double?] = []
  /// The value at the last knot, from the left: the last sample itself, free of rounding.
  public var lastValue: Double

  /// Makes the function from knots and coefficients.
  ///
  /// - Parameters:
  ///   - knots: two or more; a cell lies between each two.
  ///   - coefficients: degree + 1 for each cell, as `coefficients` says.
  ///   - degree: that of every cell's polynomial.
  ///   - isClosed: whether the last knot belongs to the support.
  ///   - lastValue: the value at the last knot where it is known better than by the last cell's
  ///     polynomial.
  public init(
    knots: TimeGrid, coefficients: [Double], degree: Int, isClosed: Bool,
    lastValue: Double? = nil
  ) {
    precondition(knots.count >= 2, "pieces need two knots or more")
    precondition(
      coefficients.count == (knots.count - 1) * (degree + 1),
      "pieces need degree + 1 coefficients for each cell")
    self.knots = knots
    self.coefficients = coefficients
    self.degree = degree
    self.isClosed = isClosed
    let cell = knots.count - 2
    let width = knots[cell + 1] - knots[cell]
    self.lastValue =
      lastValue
      ?? coefficients.suffix(degree + 1).reversed().reduce(0) { $0 * width + $1 }
  }

  /// The width of a cell, without rounding loss.
  package func width(_ cell: Int) -> Double {
    let width = knots[cell + 1] - knots[cell]
    return lowParts.isEmpty ? width : width + (lowParts[cell + 1] - lowParts[cell])
  }

  /// What the values may be off beside rounding, where they were computed.
  package var valueError = 0.0

  /// What each value may be off beside rounding, relative to the largest of its cell, where they were computed.
  package var relativeError = 0.0

  /// Whether the knots are those of their grid within the slack of rows and impulses.
  var keepsGrid: Bool {
    lowParts.isEmpty
      || lowParts.indices.allSatisfy { lowParts[$0].magnitude <= 4 * knots[$0].magnitude.ulp }
  }

  /// The number of cells.
  public var cells: Int { knots.count - 1 }

  /// From the first knot to the last.
  package var support: ClosedRange<Double> { knots[0]...knots[cells] }

  /// A pulse of the given height on `[start, end)`.
  public static func box(from start: Double, to end: Double, height: Double) -> Self {
    precondition(start < end, "a box must end after its start")
    return PiecewisePolynomial(
      knots: TimeGrid(ascending: [start, end]), coefficients: [height], degree: 0, isClosed: false)
  }
}
