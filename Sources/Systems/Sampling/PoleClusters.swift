internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// The sum of rational waveforms as blocks of clustered poles.
package enum PoleClusters {
  /// Clusters the poles of a sum of rationals and computes each cluster's row.
  ///
  ///     r = e₁ᵀ Σ_g G_g(Z),   G_g(s) = gain · Π numerators(s) · Π_{C∖P}(s − z) / Π_{P∖C}(s − p)
  ///
  /// where C are the cluster's poles and P the poles of waveform g. Rows are computed in
  /// double-double, so what they add to the error is the rounding of the result.
  ///
  /// Of three widths of clusters, the first that does not blow up the absolute sum of the blocks
  /// is taken.
  ///
  /// - Parameter horizon: the largest lag that will be asked for; poles nearer than a tenth of
  ///   `1/horizon` are one cluster.
  /// - Complexity: O(n³) in the number of poles.
  package static func make(_ rationals: [Rational], horizon: Double) -> [PoleCluster] {
    var blocks: [PoleCluster] = []
    for rational in rationals {
      if let own = rational.realization { blocks += own.blocks(gain: rational.gain, horizon: horizon) }
    }
    let plain = rationals.filter { $0.realization == nil }
    guard !plain.isEmpty else { return blocks }
    if plain.count == 1, let made = plain[0].blocks(madeFor: horizon) { return blocks + made }
    return blocks
      + best(of: union(plain.map(\.poles)), horizon: horizon) { block($0, of: plain) }
  }

  /// The widths of clusters that are tried, in parts of a pole's distance from 0.
  static let widths = [0.1, 0.3, 1]

  /// Blocks of the clusters of poles; of three widths of clusters the first that does not blow up the
  /// absolute sum of the blocks.
  static func best(
    of poles: [Complex<Double>], horizon: Double, block: ([Complex<Double>]) -> PoleCluster
  ) -> [PoleCluster] {
    var choices: [[[Complex<Double>]]] = []
    for width in widths {
      let clusters = clusters(of: poles, width: width, horizon: horizon)
      if clusters != choices.last { choices.append(clusters) }
      // A cluster stands for its mirror image too: only one that holds all poles can't grow.
      if clusters.count == 1, clusters[0].count == poles.count { break }
    }
    var best: [PoleCluster] = []
    var least = Double.infinity
    for clusters in choices {
      let blocks = clusters.map(block)
      if choices.count == 1 { return blocks }
      let size = magnitude(blocks, horizon: horizon)
      if best.isEmpty || size * 10 < least {
        best = blocks
        least = size
      }
    }
    return best
  }

  /// Poles in an order in which each is far from those before it, so that Newton's interpolation at them is
  /// stable.
  ///
  /// Source: F. Leja (1957); L. Reichel, "Newton interpolation at Leja points" (1990).
  static func spread(_ poles: [Complex<Double>]) -> [Complex<Double>] {
    var left = poles
    var order: [Complex<Double>] = []
    var distances = poles.map { Double.log($0.length) }
    while !left.isEmpty {
      let k = distances.indices.max { distances[$0] < distances[$1] } ?? 0
      let chosen = left.remove(at: k)
      if order.isEmpty { distances = poles.map { _ in 0 } }
      distances.remove(at: k)
      order.append(chosen)
      for j in left.indices { distances[j] += Double.log((left[j] - chosen).length) }
    }
    return order
  }

  /// The list of poles that holds each of the lists, as multisets.
  static func union(_ lists: [[Complex<Double>]]) -> [Complex<Double>] {
    var most: [Complex<Double>: Int] = [:]
    var order: [Complex<Double>] = []
    for list in lists {
      var count: [Complex<Double>: Int] = [:]
      for pole in list {
        count[pole, default: 0] += 1
        if most[pole] == nil {
          most[pole] = 0
          order.append(pole)
        }
      }
      for (pole, n) in count { most[pole] = max(most[pole] ?? 0, n) }
    }
    return order.flatMap { Array(repeating: $0, count: most[$0] ?? 0) }
  }

  /// Poles joined into clusters: neighbours nearer than `width · max(|p|, |q|, 1/horizon)`.
  static func clusters(
    of poles: [Complex<Double>], width: Double, horizon: Double
  ) -> [[Complex<Double>]] {
    var counts: [Complex<Double>: Int] = [:]
    var distinct: [Complex<Double>] = []
    for pole in poles {
      if counts[pole] == nil { distinct.append(pole) }
      counts[pole, default: 0] += 1
    }
    var label = Array(distinct.indices)
    let floor = horizon > 0 && horizon.isFinite ? 1 / horizon : 0
    for i in distinct.indices {
      for j in distinct.indices.dropFirst(i + 1) where label[i] != label[j] {
        let reach = width * max(distinct[i].length, distinct[j].length, floor)
        guard (distinct[i] - distinct[j]).length <= reach else { continue }
        let (from, to) = (label[j], label[i])
        for k in label.indices where label[k] == from { label[k] = to }
      }
    }
    var members: [Int: [Complex<Double>]] = [:]
    for (k, pole) in distinct.enumerated() {
      members[label[k], default: []] += Array(repeating: pole, count: counts[pole] ?? 1)
    }
    return members.keys.sorted().compactMap { members[$0] }.filter { cluster in
      // Of a cluster and its conjugate the upper one is kept; one that holds both stays whole.
      cluster.contains { $0.imaginary >= 0 }
    }.map { cluster in
      cluster.sorted { ($0.real, $0.imaginary) < ($1.real, $1.imaginary) }
    }
  }

  /// The block of one cluster.
  static func block(_ cluster: [Complex<Double>], of rationals: [Rational]) -> PoleCluster {
    let isPair = cluster.allSatisfy { $0.imaginary > 0 }
    var row = [ComplexDoubleDouble](repeating: .zero, count: cluster.count)
    for rational in rationals {
      let part = rowPart(cluster, rational)
      for j in row.indices { row[j] = row[j] + part[j] }
    }
    return PoleCluster(nodes: cluster, row: row.map(\.rounded), isPair: isPair)
  }

  /// `e₁ᵀ G(Z)` for one rational waveform.
  private static func rowPart(
    _ cluster: [Complex<Double>], _ rational: Rational
  ) -> [ComplexDoubleDouble] {
    let nodes = cluster.map { ComplexDoubleDouble($0) }
    var outside: [Complex<Double>] = []
    var missing = cluster
    for pole in rational.poles {
      if let k = missing.firstIndex(of: pole) { missing.remove(at: k) } else { outside.append(pole) }
    }
    var row = [ComplexDoubleDouble](repeating: .zero, count: nodes.count)
    row[0] = ComplexDoubleDouble(Complex(rational.gain))
    // Growing and shrinking factors in turn, so that high orders stay within range.
    var divisors = outside[...]
    func divide() {
      guard let pole = divisors.popFirst() else { return }
      let p = ComplexDoubleDouble(pole)
      var before = ComplexDoubleDouble.zero
      for j in row.indices {
        before = (row[j] - before) / (nodes[j] - p)
        row[j] = before
      }
    }
    func multiply(by polynomial: [Double]) {
      var sum = row.map { $0 * ComplexDoubleDouble(Complex(polynomial[0])) }
      for coefficient in polynomial.dropFirst() {
        var before = ComplexDoubleDouble.zero
        for j in sum.indices {
          let old = sum[j]
          sum[j] = old * nodes[j] + before + row[j] * ComplexDoubleDouble(Complex(coefficient))
          before = old
        }
      }
      row = sum
    }
    for polynomial in rational.numerators where !polynomial.isEmpty {
      multiply(by: polynomial)
      for _ in 0..<max(1, polynomial.count - 1) { divide() }
    }
    for node in missing {
      let z = ComplexDoubleDouble(node)
      var before = ComplexDoubleDouble.zero
      for j in row.indices {
        let old = row[j]
        row[j] = old * (nodes[j] - z) + before
        before = old
      }
      divide()
    }
    while !divisors.isEmpty { divide() }
    return row
  }

  /// The largest absolute sum of the blocks over times up to the horizon.
  private static func magnitude(_ blocks: [PoleCluster], horizon: Double) -> Double {
    let majorants = blocks.map(\.majorant)
    let fastest = blocks.reduce(0) { max($0, $1.speed) }
    let last = horizon.isFinite && horizon > 0 ? horizon : 1
    let first = min(last, fastest > 0 ? 0.01 / fastest : last)
    let ratio = Double.pow(last / first, 1.0 / 24)
    var most = 0.0
    var time = first
    for _ in 0...24 {
      let size = majorants.reduce(0) { $0 + $1.response(time) }
      // Also what is no number: no other choice may look larger.
      guard size.isFinite else { return .greatestFiniteMagnitude }
      most = max(most, size)
      time *= ratio
    }
    return most
  }
}
