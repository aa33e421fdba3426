/// Roots of a polynomial that lie too close together to be told apart by its values.
///
/// Near an m-fold root a value is rounding long before its root is right. About the cluster's own centre
/// c, the coefficients of p(c + y) are known to 1e-31 of what they were summed from, and the
/// values at small y have no cancellation left: the m small roots y fit one and the same set of
/// coefficients, so that their symmetric functions are right.
struct RootCluster {
  let members: [Int]

  /// The clusters among the roots of a polynomial: groups of roots of which at least one is
  /// uncertain by more than 1e-20 of its size.
  static func find(
    in roots: [ComplexDoubleDouble], of coefficients: [DoubleDouble]
  ) -> [RootCluster] {
    let leading = abs(coefficients[coefficients.count - 1].hi)
    let doubts = roots.indices.map { i in
      let size = roots[i].length
      var rounding = 0.0
      for c in coefficients.reversed() { rounding = rounding * size + abs(c.hi) }
      var doubt = rounding * 0x1p-103 / leading
      for j in roots.indices where j != i {
        doubt /= max((roots[i] - roots[j]).length, 0x1p-104 * size)
      }
      return min(doubt, size)
    }
    var left = Set(roots.indices)
    var clusters: [RootCluster] = []
    while let first = left.min() {
      left.remove(first)
      var group = [first]
      var next = 0
      while next < group.count {
        let i = group[next]
        next += 1
        for j in left.sorted() {
          let doubtful = max(doubts[i], doubts[j])
          let size = max(roots[i].length, roots[j].length)
          let reach = max(1e-3 * size, min(10 * doubtful, 0.2 * size))
          if doubtful > 1e-20 * size, (roots[i] - roots[j]).length <= reach {
            left.remove(j)
            group.append(j)
          }
        }
      }
      if group.count > 1 { clusters.append(RootCluster(members: group)) }
    }
    return clusters
  }

  /// Whether the cluster is its own mirror image: the root nearest to each member's mirror image belongs
  /// to it.
  func isReal(among roots: [ComplexDoubleDouble]) -> Bool {
    members.allSatisfy { i in
      let mirror = roots[i].conjugate
      let nearest = roots.indices.min {
        (roots[$0] - mirror).length < (roots[$1] - mirror).length
      }
      return nearest.map(members.contains) ?? false
    }
  }

  /// Improves the members, on the coefficients about their centre; makes them equal where those
  /// coefficients are those of an m-fold root to rounding.
  func refine(
    _ roots: inout [ComplexDoubleDouble], of coefficients: [DoubleDouble], isReal: Bool
  ) {
    let m = members.count
    let sum = members.reduce(ComplexDoubleDouble.zero) { $0 + roots[$1] }
    var centre = sum * (DoubleDouble.one / DoubleDouble(m))
    if isReal { centre.imaginary = .zero }
    var shifted = Self.shift(coefficients, by: centre)
    // The centre of an m-fold root is the simple root of the derivative of order m - 1.
    for _ in 0..<4 {
      let step = shifted.values[m - 1] / (shifted.values[m] * Double(m))
      guard step.isFinite, step.length < 0.1 * centre.length else { break }
      centre -= step
      if isReal { centre.imaginary = .zero }
      shifted = Self.shift(coefficients, by: centre)
      if step.oneNorm < 0x1p-102 * centre.oneNorm { break }
    }
    if (0..<m).allSatisfy({ shifted.values[$0].length <= shifted.roundings[$0] }) {
      for i in members { roots[i] = centre }
      return
    }
    let all = Set(roots.indices)
    var offsets = roots.map { $0 - centre }
    // Off the axis, and apart: what begins on it stays on it.
    let spread = members.reduce(0) { max($0, offsets[$1].length) }
    for (k, i) in members.enumerated() where abs(offsets[i].imaginary.hi) < 0.1 * spread {
      offsets[i].imaginary += (k % 2 == 0 ? 0.25 : -0.25) * spread * (1 + 0.1 * Double(k))
    }
    Aberth(shifted.values).refine(&offsets, fixed: all.subtracting(members))
    for i in members { roots[i] = centre + offsets[i] }
  }

  /// The coefficients of p(c + y), with bounds on their rounding errors.
  private static func shift(
    _ coefficients: [DoubleDouble], by centre: ComplexDoubleDouble
  ) -> (values: [ComplexDoubleDouble], roundings: [Double]) {
    var values = coefficients.map { ComplexDoubleDouble($0) }
    var sizes = coefficients.map { abs($0.hi) }
    let size = centre.length
    for k in 0..<values.count {
      for j in (k..<values.count - 1).reversed() {
        values[j] += centre * values[j + 1]
        sizes[j] += size * sizes[j + 1]
      }
    }
    return (values, sizes.map { $0 * 0x1p-103 * Double(values.count) })
  }
}
