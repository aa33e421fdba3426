internal import NumericalMethods
package import ComplexModule
internal import RealModule

/// A cluster of poles and how much of each divided difference a response holds.
///
///     h(t) = Re Σⱼ rⱼ · exp[zⱼ, …, z_m; t]      (twice that for one cluster of a conjugate pair)
///
/// the Newton form of the sum of exponentials: equal poles give tʲ e^{pt}/j!, near-equal poles need
/// no special case, and one pole alone is the ordinary residue form.
package struct PoleCluster: Hashable, Sendable {
  /// The poles z₁ … z_m of the cluster.
  package let nodes: [Complex<Double>]
  /// The row r.
  package let row: [Complex<Double>]
  /// Whether the conjugate cluster belongs to it, so that twice the real part counts.
  package let isPair: Bool

  /// The number of poles.
  package var size: Int { nodes.count }

  /// Whether everything about it is real.
  package var isReal: Bool { nodes.allSatisfy { $0.imaginary == 0 } }

  /// The largest modulus of a pole.
  package var speed: Double { nodes.reduce(0) { max($0, $1.length) } }

  /// The largest real part of a pole.
  package var growth: Double { nodes.reduce(-.infinity) { max($0, $1.real) } }

  /// Whether it is powers of one pole.
  var isOnePole: Bool { nodes.allSatisfy { $0 == nodes[0] } }

  /// The last column of e^{tZ}: the divided differences exp[zⱼ, …, z_m; t].
  ///
  /// - Complexity: O(m³ log t).
  package func column(_ time: Double) -> [Complex<Double>] {
    let m = size
    if m == 1 { return [.exp(nodes[0].multiplied(by: time))] }
    if m == 2 { return pairColumn(time) }
    if isOnePole {
      // In double-double: each power of time rounds once more.
      return exponentialMonomials(of: nodes[0], time: time, count: m).reversed()
    }
    if isReal {
      let matrix = bidiagonalExponential(nodes: nodes.map(\.real), time: time)
      return (0..<m).map { Complex(matrix[$0 * m + m - 1]) }
    }
    let matrix = bidiagonalExponential(nodes: nodes, time: time)
    return (0..<m).map { matrix[$0 * m + m - 1] }
  }

  /// The response at a time, 0 for negative ones.
  package func response(_ time: Double) -> Double {
    guard time >= 0 else { return 0 }
    // An array, and sine and cosine of 0, would take most of the time.
    if size == 1, nodes[0].imaginary == 0 {
      let value = row[0].real * .exp(nodes[0].real * time)
      return isPair ? 2 * value : value
    }
    return value(of: column(time))
  }

  /// `r · x`, its real part, twice for a pair.
  package func value(of state: [Complex<Double>]) -> Double {
    var sum = 0.0
    for j in row.indices {
      sum += row[j].real * state[j].real - row[j].imaginary * state[j].imaginary
    }
    return isPair ? 2 * sum : sum
  }

  /// Two poles in closed form, accurate at every distance of one from the other.
  ///
  ///     exp[z₁, z₂; t] = t e^{(z₁+z₂)t/2} sinhc((z₁−z₂)t/2)
  private func pairColumn(_ time: Double) -> [Complex<Double>] {
    let last = Complex.exp(nodes[1].multiplied(by: time))
    let difference = (nodes[0] - nodes[1]).multiplied(by: time)
    let quotient: Complex<Double>
    if difference.length < 2 {
      let mean = (nodes[0] + nodes[1]).multiplied(by: time / 2)
      let half = difference.multiplied(by: 0.5)
      quotient = .exp(mean) * half.sinhc
    } else if difference.real <= 0 {
      quotient = last * .expMinusOne(difference) / difference
    } else {
      quotient = .exp(nodes[0].multiplied(by: time)) * -(.expMinusOne(-difference)) / difference
    }
    return [quotient.multiplied(by: time), last]
  }

  /// A block that is never below this one in any entry: real poles, absolute values.
  ///
  /// `|exp[z₁ … z_m; t]| ≤ exp[Re z₁ … Re z_m; t]`.
  package var majorant: PoleCluster {
    PoleCluster(
      nodes: nodes.map { Complex($0.real) },
      row: row.map { Complex($0.length * (isPair ? 2 : 1)) }, isPair: false)
  }
}

extension Complex<Double> {
  /// `sinh(z)/z` for |z| ≤ 1, by its series, which has no cancellation there.
  fileprivate var sinhc: Complex<Double> {
    let square = self * self
    var term = Complex<Double>.one
    var sum = Complex<Double>.one
    for k in 1...10 {
      term = (term * square).multiplied(by: 1 / Double(2 * k * (2 * k + 1)))
      sum = sum + term
    }
    return sum
  }
}
