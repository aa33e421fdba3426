internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A strictly proper rational function as a state space that is sampled by its own Schur form: never through
/// a polynomial.
///
///     H(s) = c (s − A)⁻¹ b,   A = Q T Qᴴ after balancing,   h(t) = c e^{tA} b
///
/// Sources: C. Bavely, G. W. Stewart, "An algorithm for computing reducing subspaces by block
/// diagonalization" (1979); P. Davies, N. Higham, "A Schur-Parlett algorithm for computing matrix
/// functions" (2003).
struct Realization: Hashable, Sendable {
  /// The balanced matrix A, row after row, the column b and the row c.
  let a: Matrix
  let b: [Double]
  let c: [Double]
  private let schur: SchurForm
  /// The eigenvalues in the order of the Schur form; real, or exactly conjugate pairs.
  let poles: [Complex<Double>]

  /// The strictly proper part of a state space; states that the input does not reach, or that the output does
  /// not see, are left out.
  ///
  /// - Throws: `SystemsError.undefined` where eigenvalues can't be found.
  init(_ model: StateSpace) throws(SystemsError) {
    let kept = Self.reached(from: model.b, through: model.a, seenBy: model.c)
    var a = Matrix(rows: kept.count, columns: kept.count)
    for (i, p) in kept.enumerated() {
      for (j, q) in kept.enumerated() { a[i, j] = model.a[p][q] }
    }
    try self.init(a: a, b: kept.map { model.b[$0] }, c: kept.map { model.c[$0] })
  }

  /// The states on a way from the input to the output.
  private static func reached(from b: [Double], through a: [[Double]], seenBy c: [Double]) -> [Int] {
    func closure(_ start: [Double], _ acts: (Int, Int) -> Bool) -> Set<Int> {
      var found = Set(start.indices.filter { start[$0] != 0 })
      var fresh = Array(found)
      while let j = fresh.popLast() {
        for i in start.indices where !found.contains(i) && acts(i, j) {
          found.insert(i)
          fresh.append(i)
        }
      }
      return found
    }
    return closure(b) { a[$0][$1] != 0 }.intersection(closure(c) { a[$1][$0] != 0 }).sorted()
  }

  /// - Throws: `SystemsError.undefined` where eigenvalues can't be found.
  init(a: Matrix, b: [Double], c: [Double]) throws(SystemsError) {
    do {
      let real = try RealSchur(a)
      let n = b.count
      var balanced = a
      for i in 0..<n {
        for j in 0..<n { balanced[i, j] = a[i, j] * (real.scale[j] / real.scale[i]) }
      }
      self.a = balanced
      self.b = b.indices.map { b[$0] / real.scale[$0] }
      self.c = c.indices.map { c[$0] * real.scale[$0] }
      schur = SchurForm(real)
    } catch {
      throw .undefined("the poles of a state space: \(error)")
    }
    poles = Self.paired(schur)
  }

  /// The blocks of unit gain for one horizon, where they have been made already.
  private var prepared: [PoleCluster]?

  /// The same with its blocks made for a horizon: whoever samples many times makes them once.
  func prepared(over horizon: Double) -> Realization {
    var copy = self
    copy.prepared = blocks(gain: 1, horizon: horizon)
    return copy
  }

  /// The number of states.
  var order: Int { b.count }

  /// The diagonal, pairs made exactly conjugate: rotations round the two on their own.
  private static func paired(_ schur: SchurForm) -> [Complex<Double>] {
    let n = schur.count
    var values = (0..<n).map { schur.triangle[$0 * n + $0] }
    var k = 0
    while k < n {
      if values[k].imaginary != 0, k + 1 < n {
        let mean = Complex(
          0.5 * (values[k].real + values[k + 1].real),
          0.5 * (values[k].imaginary - values[k + 1].imaginary))
        values[k] = mean
        values[k + 1] = mean.conjugate
        k += 2
      } else {
        values[k] = Complex(values[k].real)
        k += 1
      }
    }
    return values
  }

  /// The system with another way of rounding: what the conditioning probe compares.
  ///
  /// - Parameter probe: 0 has the states in the reverse order, 1 is the transposed system.
  func rearranged(_ probe: Int) throws(SystemsError) -> Realization {
    let n = order
    if probe == 1 { return try Realization(a: a.transposed, b: c, c: b) }
    var reversed = a
    for i in 0..<n {
      for j in 0..<n { reversed[i, j] = a[n - 1 - i, n - 1 - j] }
    }
    return try Realization(a: reversed, b: b.reversed(), c: c.reversed())
  }

  /// The blocks of clustered eigenvalues, of the widths of clusters the first whose absolute sum does not blow
  /// up.
  ///
  /// - Complexity: O(n³).
  func blocks(gain: Double, horizon: Double) -> [PoleCluster] {
    if let prepared { return gain == 1 ? prepared : prepared.map { $0.scaled(by: gain) } }
    return PoleClusters.best(of: poles, horizon: horizon) { cluster in
      cluster.count == order ? whole(gain) : block(of: cluster, gain)
    }
  }

  /// All eigenvalues as one cluster: on the matrix itself, without its Schur form.
  ///
  ///     h(t) = Σⱼ exp[z₁ … zⱼ; t] · c Π_{i<j} (A − zᵢ) b
  private func whole(_ gain: Double) -> PoleCluster {
    let nodes = PoleClusters.spread(poles)
    let n = order
    var vector = b.map { ComplexDoubleDouble(Complex($0)) }
    var row = [ComplexDoubleDouble](repeating: .zero, count: n)
    for k in 0..<n {
      for i in 0..<n where c[i] != 0 { row[k] += vector[i] * c[i] }
      if k + 1 == n { break }
      let node = ComplexDoubleDouble(nodes[k])
      vector = (0..<n).map { i in
        var sum = -(node * vector[i])
        for j in 0..<n where a[i, j] != 0 && !vector[j].isZero { sum += vector[j] * a[i, j] }
        return sum
      }
    }
    return PoleCluster(nodes: nodes, rising: row.map { ($0 * gain).rounded })
  }

  /// One cluster, uncoupled from the others.
  ///
  ///     T = [T₁₁ T₁₂; 0 T₂₂],   T₁₁ X − X T₂₂ = T₁₂,   h_C(t) = (c Q)₁ e^{tT₁₁} [1 X] Qᴴ b
  private func block(of cluster: [Complex<Double>], _ gain: Double) -> PoleCluster {
    let n = order
    let m = cluster.count
    var left = cluster
    let places = poles.indices.filter { k in
      guard let j = left.firstIndex(of: poles[k]) else { return false }
      left.remove(at: j)
      return true
    }
    let form = schur.leading(places)
    let t = form.triangle
    var projected = (0..<n).map { k in
      (0..<n).reduce(Complex<Double>.zero) { $0 + form.basis[$1 * n + k].conjugate.multiplied(by: b[$1]) }
    }
    let seen = (0..<m).map { k in
      (0..<n).reduce(Complex<Double>.zero) { $0 + form.basis[$1 * n + k].multiplied(by: c[$1]) }
    }
    // X column by column, each from the last row up.
    var x = [Complex<Double>](repeating: .zero, count: m * (n - m))
    for j in m..<n {
      for i in stride(from: m - 1, through: 0, by: -1) {
        var sum = t[i * n + j]
        for k in i + 1..<max(m, i + 1) { sum -= t[i * n + k] * x[k * (n - m) + j - m] }
        for k in m..<j { sum += x[i * (n - m) + k - m] * t[k * n + j] }
        x[i * (n - m) + j - m] = sum / (t[i * n + i] - t[j * n + j])
      }
    }
    for i in 0..<m {
      for j in m..<n { projected[i] += x[i * (n - m) + j - m] * projected[j] }
    }
    let nodes = places.map { poles[$0] }
    var vector = Array(projected[..<m])
    var row: [Complex<Double>] = []
    for k in 0..<m {
      row.append(
        zip(seen, vector).reduce(Complex<Double>.zero) { $0 + $1.0 * $1.1 }.multiplied(by: gain))
      vector = (0..<m).map { i in
        (i..<m).reduce(-(nodes[k] * vector[i])) { $0 + t[i * n + $1] * vector[$1] }
      }
    }
    return PoleCluster(nodes: nodes, rising: row)
  }
}

extension Signal {
  /// The signal with the rationals of a term made one, and their blocks made for a horizon.
  func prepared(over horizon: Double) -> Signal {
    var copy = self
    for (k, term) in terms.enumerated() {
      var product: Rational?
      var others: [Waveform] = []
      for factor in term.factors {
        if case .rational(let next) = factor {
          product = product?.convolved(with: next) ?? next
        } else {
          others.append(factor)
        }
      }
      guard let product else { continue }
      copy.terms[k].factors = [.rational(product.prepared(over: horizon))] + others
    }
    return copy
  }
}

extension PoleCluster {
  /// The block multiplied by a number.
  func scaled(by gain: Double) -> PoleCluster {
    PoleCluster(nodes: nodes, row: row.map { $0.multiplied(by: gain) }, isPair: isPair)
  }

  /// The block of `Σⱼ rowⱼ exp[z₁ … zⱼ; t]`: differences that grow from the first node on.
  ///
  /// Blocks hold differences that end at their last node: the nodes are put in the reverse order.
  init(nodes: [Complex<Double>], rising row: [Complex<Double>]) {
    self.init(
      nodes: nodes.reversed(), row: row.reversed(),
      isPair: nodes.allSatisfy { $0.imaginary > 0 })
  }
}

extension Realization {
  /// `c (s − A)⁻ᵏ b` for k = 1 … count, by the Schur form.
  func values(at s: Complex<Double>, count: Int) -> [Complex<Double>] {
    let n = order
    var vector = (0..<n).map { k in
      (0..<n).reduce(Complex<Double>.zero) {
        $0 + schur.basis[$1 * n + k].conjugate.multiplied(by: b[$1])
      }
    }
    let seen = (0..<n).map { k in
      (0..<n).reduce(Complex<Double>.zero) { $0 + schur.basis[$1 * n + k].multiplied(by: c[$1]) }
    }
    return (0..<count).map { _ in
      for i in stride(from: n - 1, through: 0, by: -1) {
        var sum = vector[i]
        for j in i + 1..<max(n, i + 1) { sum += schur.triangle[i * n + j] * vector[j] }
        vector[i] = sum / (s - schur.triangle[i * n + i])
      }
      return zip(seen, vector).reduce(.zero) { $0 + $1.0 * $1.1 }
    }
  }

  /// The zeros of `c (s − A)⁻¹ b + direct`: of what is left of A when the output is held at 0.
  ///
  ///     A − b (c Aʳ)/(c Aʳ⁻¹ b),   r the relative degree, without r eigenvalues at 0
  ///
  /// - Throws: `SystemsError.undefined` where eigenvalues can't be found.
  func zeros(direct: Double) throws(SystemsError) -> [Complex<Double>] {
    let n = order
    var row = c
    var front = direct
    var degree = 0
    if direct == 0 {
      // c Aᵏ b is 0, or rounding, below the relative degree.
      while degree < n {
        degree += 1
        let terms = zip(row, b).map { $0 * $1 }
        front = terms.reduce(0, +)
        let size = terms.reduce(0) { $0 + $1.magnitude }
        row = (0..<n).map { j in (0..<n).reduce(0) { $0 + row[$1] * a[$1, j] } }
        if front.magnitude > 1e-12 * size { break }
      }
      guard degree < n else { return [] }
    }
    var held = a
    for i in 0..<n { for j in 0..<n { held[i, j] -= b[i] * (row[j] / front) } }
    let values = try Realization(a: held, b: b, c: c).poles
    return Array(values.sorted { $0.length < $1.length }.dropFirst(degree))
  }
}
