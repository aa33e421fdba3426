internal import NumericalMethods
internal import RealModule

/// A formula's panels cut into cells of the rows' grid: impulses through these are transforms.
///
///     h(s) = Σⱼ c[k][j] (s − k δ)ʲ   for k δ ≤ s ≤ (k + 1) δ, in the core
///
/// The core is the longest stretch of lags in which panels can be read, have no corner and are much wider than a
/// cell; what lies outside is read off the panels themselves.
struct GriddedForm {
  /// The core.
  let pieces: PiecewisePolynomial

  /// How many times wider than a cell a panel of the core is.
  private static let least = 8.0
  /// The highest power of a cell: 2⁻⁵³ is reached by it in the narrowest of panels.
  static let mostPowers = 9

  /// Cuts panels into cells.
  ///
  /// - Returns: nil where there is no core of some cells, or where powers up to the ninth don't meet the panels.
  /// - Complexity: O(cells · powers).
  init?(_ table: PanelTable, on grid: TimeGrid.Even) {
    guard let core = Self.core(of: table, step: grid.step) else { return nil }
    let first = (core.lowerBound / grid.step).rounded(.up) + 1
    let count = Int((core.upperBound / grid.step).rounded(.down) - 1 - first)
    guard count >= 4 else { return nil }
    let start = grid.exactStep * first
    func place(_ k: Int, _ share: Double) -> Double { (start + grid.exactStep * (Double(k) + share)).hi }
    var degree = 3
    while !Self.meets(table, degree, count, place) {
      degree += 1
      guard degree <= Self.mostPowers else { return nil }
    }
    let cell = CellInterpolation(degree: degree)
    var scale = [1.0]
    for _ in 0..<degree { scale.append(scale[scale.count - 1] / grid.step) }
    var coefficients: [Double] = []
    coefficients.reserveCapacity(count * (degree + 1))
    var panel = 0
    var (values, size, off) = ([Double](repeating: 0, count: degree + 1), 0.0, 0.0)
    values[degree] = table.read(place(0, 0), &panel)
    for k in 0..<count {
      values[0] = values[degree]
      for i in 1...degree { values[i] = table.read(place(k, cell.nodes[i]), &panel) }
      for (j, c) in cell.coefficients(values).enumerated() { coefficients.append(c * scale[j]) }
      size = table.panels.sizes[panel]
      if size > 0 { off = max(off, table.deviations[panel] / size) }
    }
    var pieces = PiecewisePolynomial(
      knots: TimeGrid(
        start: start.hi, step: grid.step, count: count + 1, startRest: start.lo, stepRest: grid.stepRest),
      coefficients: coefficients, degree: degree, isClosed: true, lastValue: values[degree])
    // Cells meet a panel to 2⁻⁵⁰ of its largest value, which is 16 times its smallest at most: eight units more.
    pieces.relativeError = 0x1p-49 * (off + 10)
    self.pieces = pieces
  }

  /// The longest stretch of lags whose panels are smooth and wide.
  private static func core(of table: PanelTable, step: Double) -> ClosedRange<Double>? {
    let edges = table.panels.edges
    var best: ClosedRange<Double>?
    var start: Double?
    for k in table.isDirect.indices {
      if table.isCorner[k] { start = nil }
      guard !table.isDirect[k], edges[k + 1] - edges[k] >= least * step else {
        start = nil
        continue
      }
      let low = max(start ?? edges[k], table.near.lowerBound)
      start = start ?? low
      let high = min(edges[k + 1], table.near.upperBound)
      if high > low, high - low > best.map({ $0.upperBound - $0.lowerBound }) ?? 0 { best = low...high }
    }
    return best
  }

  /// Whether cells of a degree meet the panels to rounding, at the ends and in the middle of each panel.
  private static func meets(
    _ table: PanelTable, _ degree: Int, _ count: Int, _ place: (Int, Double) -> Double
  ) -> Bool {
    let cell = CellInterpolation(degree: degree)
    var panel = 0
    var k = 0
    while k < count {
      _ = table.read(place(k, 0), &panel)
      let here = panel
      let end = table.panels.edges[panel + 1]
      let width = place(1, 0) - place(0, 0)
      let cells = max(1, Int((end - place(k, 0)) / width))
      for c in Set([k, min(count - 1, k + cells / 2), min(count - 1, k + cells)]) {
        var other = here
        let values = cell.nodes.map { table.read(place(c, $0), &other) }
        let powers = cell.coefficients(values)
        // At an edge both panels' polynomials are met only as far as they meet each other.
        let size = max(
          table.panels.sizes[here] + table.deviations[here], table.panels.sizes[other] + table.deviations[other])
        for share in [0.03, 0.21, 0.47, 0.71, 0.96] {
          let value = powers.reversed().reduce(0) { $0 * share + $1 }
          guard (value - table.read(place(c, share), &other)).magnitude <= 0x1p-50 * size else { return false }
        }
      }
      k += cells + 1
    }
    return true
  }
}

/// The polynomial through values at Chebyshev's nodes of a cell from 0 to 1, both ends among them.
private struct CellInterpolation {
  let nodes: [Double]
  /// For each power what the value at each node adds to its coefficient.
  private let matrix: [[Double]]

  init(degree: Int) {
    let nodes = (0...degree).map { 0.5 - 0.5 * Double.cos(Double.pi * Double($0) / Double(degree)) }
    var matrix = [[Double]](repeating: [Double](repeating: 0, count: degree + 1), count: degree + 1)
    for i in nodes.indices {
      var basis = Polynomial([1.0])
      for j in nodes.indices where j != i {
        let width = DoubleDouble.difference(nodes[i], nodes[j])
        basis = basis * Polynomial([-DoubleDouble(nodes[j]) / width, DoubleDouble.one / width])
      }
      for (power, c) in basis.rounded.enumerated() { matrix[power][i] = c }
    }
    (self.nodes, self.matrix) = (nodes, matrix)
  }

  func coefficients(_ values: [Double]) -> [Double] {
    // The nodes begin at 0. What all values share counts in the constant alone: left in, its rounding would be as
    // large as the matrix.
    matrix.enumerated().map { power, row in
      power == 0 ? values[0] : zip(row, values).reduce(0) { $0 + $1.0 * ($1.1 - values[0]) }
    }
  }
}

extension PanelTable {
  /// The polynomial's value at a place, in a panel found from a guess.
  fileprivate func read(_ place: Double, _ panel: inout Int) -> Double {
    panel = panels.panel(of: place, near: panel)
    return panels.value(at: place, in: panel)
  }
}
