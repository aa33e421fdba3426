import NumericalMethods
import Systems

extension PiecewiseExponential {
  /// The exact signal that this is from `start` on, or nil where only a closed form will do.
  ///
  /// Polynomials in finite windows become pieces, what lasts for ever rationals that begin where it
  /// does. Exactly at a corner the pieces show the formula's own value; what begins to last there
  /// counts from there on.
  ///
  /// - Parameters:
  ///   - start: 0, or −∞ for a function on both sides.
  ///   - value: the formula's own value at a time.
  func signal(from start: Double, value: (Double) -> Double) -> Signal? {
    var bounds = knots.filter { $0 > start }
    var cells = Array(pieces.suffix(bounds.count + 1))
    if start.isFinite {
      bounds.insert(start, at: 0)
    } else {
      guard cells[0].isZero else { return nil }
      cells.removeFirst()
    }
    simplify(&bounds, &cells, value)
    guard let last = cells.last, !bounds.isEmpty else {
      return Signal(.rational(Rational(gain: 0, poles: [.zero])))
    }
    var signal = Signal()
    let end = bounds[bounds.count - 1]
    if !last.isZero {
      let moved = last.about(end)
      guard moved.isFinite else { return nil }
      for rational in moved.rationals {
        guard rational.gain.isFinite else { return nil }
        signal = signal + Signal(.rational(rational)).delayed(by: end)
      }
    }
    if bounds.count > 1 {
      guard var pieces = Self.pieces(bounds, Array(cells.dropLast()), value(end), last) else {
        return nil
      }
      // Where something lasting begins at the end, it and the pieces share the value there.
      pieces.ownValues = bounds.map { last.isZero || $0 < end ? value($0) : nil }
      guard pieces.ownValues.allSatisfy({ $0?.isFinite ?? true }) else { return nil }
      signal = signal + Signal(.pieces(pieces))
    }
    return signal
  }

  /// The exponentials between knots from a finite `start` on; nil where numbers overflow.
  func exponentials(from start: Double) -> ExponentialPieces? {
    guard start.isFinite else { return nil }
    let bounds = [start] + knots.filter { $0 > start }
    let cells = pieces.suffix(bounds.count)
    var found = ExponentialPieces(knots: bounds, cells: [])
    for (bound, cell) in zip(bounds, cells) {
      let moved = cell.about(bound)
      guard moved.isFinite else { return nil }
      found.cells.append(moved.grouped)
    }
    return found
  }

  /// Drops leading cells of zero, and knots between equal cells at which the formula goes on.
  private func simplify(
    _ bounds: inout [Double], _ cells: inout [ExponentialSum], _ value: (Double) -> Double
  ) {
    while let first = cells.first, first.isZero, bounds.count > 1 {
      cells.removeFirst()
      bounds.removeFirst()
    }
    var k = 1
    while k < cells.count {
      if cells[k] == cells[k - 1] {
        cells.remove(at: k)
        bounds.remove(at: k)
      } else {
        k += 1
      }
    }
    if cells.count == 1, cells[0].isZero { bounds = [] }
  }

  /// Polynomials between bounds; nil where a cell is none.
  private static func pieces(
    _ bounds: [Double], _ cells: [ExponentialSum], _ valueAtEnd: Double, _ last: ExponentialSum
  ) -> PiecewisePolynomial? {
    var polynomials: [[DoubleDouble]] = []
    for (k, cell) in cells.enumerated() {
      guard let polynomial = cell.about(bounds[k]).polynomial else { return nil }
      polynomials.append(polynomial)
    }
    let degree = polynomials.reduce(0) { max($0, $1.count - 1) }
    var coefficients: [Double] = []
    for polynomial in polynomials {
      coefficients += polynomial.map(\.hi)
      coefficients += [Double](repeating: 0, count: degree + 1 - polynomial.count)
    }
    guard coefficients.allSatisfy(\.isFinite) else { return nil }
    let isClosed = last.isZero && valueAtEnd != 0
    return PiecewisePolynomial(
      knots: TimeGrid(ascending: bounds), coefficients: coefficients, degree: degree,
      isClosed: isClosed)
  }
}
