internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension Signal {
  /// How often the frequency response L runs clockwise about −1, from −∞ to ∞ and round poles at 0 on
  /// their right.
  ///
  ///     N = k/2 − (1/π) arg(1 + L(iω))|₀^∞,   k poles at 0
  ///
  /// By Nyquist's criterion L/(1 + L) has N more poles on the right than L.
  ///
  /// - Returns: nil where L is no rational function of `s` with dead time, has other poles on the axis, runs through
  ///   −1, or does not stay within the unit circle in the end.
  /// - Throws: `SystemsError` where roots can't be found.
  /// - Complexity: O(grid · poles).
  public func encirclements() throws -> Int? {
    guard terms.allSatisfy(\.filters.isEmpty), let poles = try polesAndZeros()?.poles else { return nil }
    let atZero = poles.count { $0 == .zero }
    guard poles.allSatisfy({ $0 == .zero || $0.real.magnitude > 1e-9 * $0.length }) else { return nil }
    let grid = try crossingGrid()
    guard let first = grid.first, let last = grid.last else { return 0 }
    guard let end = try finiteResponse(at: [last])[0], end.length < 0.999 else { return nil }
    func difference(_ response: Complex<Double>?) -> Complex<Double>? { response.map { $0 + .one } }
    let values = try finiteResponse(at: grid).map(difference)
    guard var before = values[0], let start = values.first else { return nil }
    var (turn, place) = (0.0, first)
    for (frequency, value) in zip(grid, values).dropFirst() {
      // What turns too far in one step is halved.
      var waiting = [(frequency, value)]
      while let (next, value) = waiting.last {
        guard let value, value != .zero, waiting.count < 60 else { return nil }
        let ratio = value / before
        let angle = Double.atan2(y: ratio.imaginary, x: ratio.real)
        if angle.magnitude > 0.6 || ratio.length > 3 || ratio.length < 0.3 {
          let middle = (place + next) / 2
          guard place < middle, middle < next else { return nil }
          waiting.append((middle, difference(try finiteResponse(at: [middle])[0])))
          continue
        }
        waiting.removeLast()
        (turn, place, before) = (turn + angle, next, value)
      }
    }
    // To the angles that it begins and ends with.
    turn -= Double.atan2(y: before.imaginary, x: before.real)
    if let start {
      let angle = Double.atan2(y: start.imaginary, x: start.real)
      turn += angle - (angle / (Double.pi / 2)).rounded() * Double.pi / 2
    }
    let count = Double(atZero) / 2 - turn / Double.pi
    guard (count - count.rounded()).magnitude < 0.01 else { return nil }
    return Int(count.rounded())
  }
}
