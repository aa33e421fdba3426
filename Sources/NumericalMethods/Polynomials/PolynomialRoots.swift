import CGSL
import ComplexModule
import RealModule

extension Polynomial {
  /// All roots, each as often as it counts, to about 30 digits of their symmetric functions.
  ///
  /// Roots at 0 are exact: trailing zeros of the coefficients are counted. Eigenvalues of the balanced
  /// companion matrix (GSL) start; then all roots are improved together by Aberth's iteration in
  /// double-double on the exact coefficients, clusters once more about their own centres. The members of
  /// a cluster are equal where the coefficients are those of an m-fold root to 1e-30; else each may be
  /// wrong by about 1e-30^(1/m), but their mean and other symmetric functions, all that a Newton
  /// block sees, are right. Pairs are exactly conjugate, real roots exactly real. Sorted by real part,
  /// then by the imaginary part's size, the negative one first.
  ///
  /// Complexity: O(degree^2) for each of some ten rounds, O(degree^3) for the start.
  ///
  /// - Throws: ``NumericalError/zeroPolynomial``; ``NumericalError/notFinite(operation:at:value:)`` for a coefficient
  ///   that is not finite.
  ///
  /// Source: O. Aberth, "Iteration methods for finding all zeros of a polynomial simultaneously" (1973).
  package func roots() throws(NumericalError) -> [ComplexDoubleDouble] {
    if let place = coefficients.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(
        operation: "roots of a polynomial", at: Double(place), value: coefficients[place].hi)
    }
    guard let degree, let lowest = coefficients.firstIndex(where: { !$0.isZero }) else {
      throw .zeroPolynomial
    }
    let zeros = [ComplexDoubleDouble](repeating: .zero, count: lowest)
    let reduced = Array(coefficients[lowest...degree])
    guard reduced.count > 1 else { return zeros }
    if reduced.count == 2 { return sorted(zeros + [ComplexDoubleDouble(-reduced[0] / reduced[1])]) }
    if reduced.count == 3 { return sorted(zeros + quadraticRoots(reduced)) }

    // x = 2^s z with s such that the first and last coefficient come close, and the largest to 1:
    // powers of two, so nothing is rounded.
    let n = reduced.count - 1
    let spread = Double(reduced[0].hi.exponent) - Double(reduced[n].hi.exponent)
    let shift = Int((spread / Double(n)).rounded())
    var scaled = reduced.enumerated().map { $1.scaled(byPowerOfTwo: $0 * shift) }
    let size = scaled.map { $0.isZero ? Int.min : Int($0.hi.exponent) }.max() ?? 0
    scaled = scaled.map { $0.scaled(byPowerOfTwo: -size) }
    var roots = try Self.companionRoots(scaled.map(\.hi)).map { ComplexDoubleDouble($0) }
    Self.separate(&roots)
    Aberth(scaled.map { ComplexDoubleDouble($0) }).refine(&roots)
    Self.refineClusters(&roots, of: scaled)
    Self.pair(&roots)
    return sorted(
      zeros + roots.map {
        ComplexDoubleDouble(
          $0.real.scaled(byPowerOfTwo: shift), $0.imaginary.scaled(byPowerOfTwo: shift))
      })
  }

  /// Both roots of c + b x + a x^2: without cancellation between the root and b.
  private func quadraticRoots(_ p: [DoubleDouble]) -> [ComplexDoubleDouble] {
    let shift = -Int(p[2].hi.exponent)
    let (c, b, a) = (
      p[0].scaled(byPowerOfTwo: shift), p[1].scaled(byPowerOfTwo: shift - 1),
      p[2].scaled(byPowerOfTwo: shift)
    )
    let discriminant = b * b - a * c
    if discriminant < 0 {
      let root = ComplexDoubleDouble(-b / a, (-discriminant).squareRoot() / a.magnitude)
      return [root.conjugate, root]
    }
    let root = discriminant.squareRoot()
    let larger = b < 0 ? -b + root : -(b + root)
    return [larger / a, larger.isZero ? .zero : c / larger].map { ComplexDoubleDouble($0) }
  }

  /// The eigenvalues of the balanced companion matrix of coefficients in doubles.
  private static func companionRoots(
    _ coefficients: [Double]
  ) throws(NumericalError) -> [Complex<Double>] {
    Library.prepare()
    let n = coefficients.count
    guard let workspace = gsl_poly_complex_workspace_alloc(n) else {
      throw .library(operation: "roots of a polynomial", reason: "out of memory")
    }
    defer { gsl_poly_complex_workspace_free(workspace) }
    var flat = [Double](repeating: 0, count: 2 * (n - 1))
    let status = gsl_poly_complex_solve(coefficients, n, workspace, &flat)
    // If the eigenvalues do not converge, Aberth's iteration starts from a circle.
    guard status == 0, flat.allSatisfy(\.isFinite) else {
      return (0..<n - 1).map { k in
        let angle = (2 * Double(k) + 0.5) * .pi / Double(n - 1)
        return Complex(Double.cos(angle), Double.sin(angle))
      }
    }
    return (0..<n - 1).map { Complex(flat[2 * $0], flat[2 * $0 + 1]) }
  }

  /// Moves equal starts apart, along a direction with both parts: Aberth's sums divide by differences. Real
  /// ones are moved off the axis, which no iteration that begins on it ever leaves.
  private static func separate(_ roots: inout [ComplexDoubleDouble]) {
    for i in roots.indices where roots[i].imaginary.isZero {
      let height = 1e-7 * abs(roots[i].real.hi)
      roots[i].imaginary = DoubleDouble(i % 2 == 0 ? height : -height)
    }
    for i in roots.indices {
      for j in 0..<i where (roots[i] - roots[j]).oneNorm <= 1e-14 * roots[i].oneNorm {
        let step = max(roots[i].oneNorm, 1e-300) * 1e-9 * Double(i + 1)
        roots[i] += ComplexDoubleDouble(Complex(step, 0.7 * step * (i % 2 == 0 ? 1 : -1)))
      }
    }
  }

  /// Makes pairs exactly conjugate and the rest exactly real.
  ///
  /// The roots of a real polynomial are the same set when mirrored: each is matched with the mirror image
  /// nearest to it, itself if that is nearest. Not before clusters are refined: two roots that have been put
  /// on the real axis stay there.
  private static func pair(_ roots: inout [ComplexDoubleDouble]) {
    var left = roots.indices.sorted {
      abs(roots[$0].imaginary.hi) > abs(roots[$1].imaginary.hi)
    }
    while let i = left.first {
      left.removeFirst()
      let mirror = roots[i].conjugate
      let own = 2 * abs(roots[i].imaginary.hi)
      let partner = left.min {
        (roots[$0] - mirror).length < (roots[$1] - mirror).length
      }
      if let j = partner, (roots[j] - mirror).length < own {
        let mean = (roots[i] + roots[j].conjugate) * 0.5
        roots[i] = mean
        roots[j] = mean.conjugate
        left.removeAll { $0 == j }
      } else {
        roots[i].imaginary = .zero
      }
    }
  }

  /// Improves the clusters, each about its own centre; one that is its own mirror image about a real one.
  private static func refineClusters(
    _ roots: inout [ComplexDoubleDouble], of coefficients: [DoubleDouble]
  ) {
    for cluster in RootCluster.find(in: roots, of: coefficients) {
      cluster.refine(&roots, of: coefficients, isReal: cluster.isReal(among: roots))
    }
  }

  private func sorted(_ roots: [ComplexDoubleDouble]) -> [ComplexDoubleDouble] {
    roots.sorted { a, b in
      if a.real != b.real { return a.real < b.real }
      let (x, y) = (a.imaginary.magnitude, b.imaginary.magnitude)
      return x != y ? x < y : a.imaginary < b.imaginary
    }
  }
}
