public import ComplexModule
public import RealModule

/// The arithmetic that the exponential of a block needs: real or complex, double or double-double.
@usableFromInline
package protocol BlockScalar: Sendable {
  static var blockZero: Self { get }
  init(blockValue: Complex<Double>)
  static func + (a: Self, b: Self) -> Self
  static func - (a: Self, b: Self) -> Self
  static func * (a: Self, b: Self) -> Self
  /// The number multiplied by a double.
  func multiplied(by factor: Double) -> Self
  /// e to the number.
  var blockExponential: Self { get }
  /// The number rounded to a complex double.
  var rounded: Complex<Double> { get }
  /// The number divided by a double.
  func divided(by divisor: Double) -> Self
  /// How many terms of a Taylor series about 0 give full precision for arguments up to 1.
  static var taylorTerms: Int { get }
  /// `bidiagonalExponential` for these numbers. A requirement, so that other modules call what was
  /// compiled for the type: code for any type is ten times slower.
  static func bidiagonalExponential(_ nodes: [Self], time: Double) -> [Self]
}

extension Double: BlockScalar {
  @inlinable package static var blockZero: Self { 0 }
  /// The real part; for what is known to be real.
  @inlinable package init(blockValue: Complex<Double>) { self = blockValue.real }
  @inlinable package func multiplied(by factor: Double) -> Self { self * factor }
  @inlinable package func divided(by divisor: Double) -> Self { self / divisor }
  @inlinable package var blockExponential: Self { .exp(self) }
  @inlinable package var rounded: Complex<Double> { Complex(self) }
  @inlinable package static var taylorTerms: Int { 20 }
  @usableFromInline package static func bidiagonalExponential(_ nodes: [Self], time: Double) -> [Self] {
    scaledAndSquared(nodes, time: time)
  }
}

extension Complex<Double>: BlockScalar {
  @inlinable package static var blockZero: Self { .zero }
  @inlinable package init(blockValue: Complex<Double>) { self = blockValue }
  @inlinable package func multiplied(by factor: Double) -> Self {
    Complex(real * factor, imaginary * factor)
  }
  @inlinable package func divided(by divisor: Double) -> Self {
    Complex(real / divisor, imaginary / divisor)
  }
  @inlinable package var blockExponential: Self { .exp(self) }
  @inlinable package var rounded: Complex<Double> { self }
  @inlinable package static var taylorTerms: Int { 20 }
  @usableFromInline package static func bidiagonalExponential(_ nodes: [Self], time: Double) -> [Self] {
    scaledAndSquared(nodes, time: time)
  }
}

/// The exponential of an upper bidiagonal matrix: a table of divided differences.
///
///     (e^{tZ})ᵢⱼ = exp[zᵢ, …, zⱼ; t] = t^{j−i} exp[t zᵢ, …, t zⱼ],   Z = bidiag(z₁ … z_m; 1)
///
/// Scaling and squaring of a Taylor polynomial about the rightmost node, with the diagonal reset to
/// its exact exponentials before each squaring; the shift keeps it from overflowing, and for real
/// nodes nothing cancels, so equal, near-equal and stiff nodes need no special case.
///
/// Sources: Opitz (1964); Al-Mohy and Higham, SIAM J. Matrix Anal. Appl. 31 (2009).
///
/// - Parameters:
///   - nodes: the diagonal z₁ … z_m.
///   - time: t, at which |t| times the spread of the nodes may be anything.
/// - Returns: the m × m matrix, row after row; 0 below the diagonal.
/// - Complexity: O(m² (m + 20) + m³ log₂(t · spread)).
package func bidiagonalExponential<Scalar: BlockScalar>(
  nodes: [Scalar], time: Double
) -> [Scalar] {
  Scalar.bidiagonalExponential(nodes, time: time)
}

/// The method of `bidiagonalExponential`.
func scaledAndSquared<Scalar: BlockScalar>(_ nodes: [Scalar], time: Double) -> [Scalar] {
  let m = nodes.count
  if m > 1, let only = nodes.first, nodes.allSatisfy({ ($0 - only).rounded == .zero }) {
    let terms = exponentialMonomials(of: only, time: time, count: m)
    var result = [Scalar](repeating: .blockZero, count: m * m)
    for i in 0..<m {
      for j in i..<m { result[i * m + j] = terms[j - i] }
    }
    return result
  }
  let shift = blockShift(nodes)
  var spread = 0.0
  var scaled = [Scalar](repeating: .blockZero, count: m)
  for i in 0..<m {
    scaled[i] = (nodes[i] - shift).multiplied(by: time)
    spread = max(spread, scaled[i].rounded.length)
  }
  // Nodes times time beyond all doubles have no exponential; halving them would never end.
  guard spread.isFinite else {
    return (0..<m * m).map { $0 / m <= $0 % m ? Scalar(blockValue: Complex(.nan, .nan)) : .blockZero }
  }
  var squarings = 0
  while spread > 1 {
    spread /= 2
    squarings += 1
  }
  let factor = Double(sign: .plus, exponent: -squarings, significand: 1)
  let small = scaled.map { $0.multiplied(by: factor) }
  // Taylor: term ← term · A / k, with A = bidiag(small; factor).
  var result = [Scalar](repeating: .blockZero, count: m * m)
  let one = Scalar(blockValue: .one)
  for i in 0..<m { result[i * m + i] = one }
  var term = result
  var next = term
  let terms = m + Scalar.taylorTerms
  for k in 1...terms {
    small.withUnsafeBufferPointer { small in
      term.withUnsafeBufferPointer { term in
        next.withUnsafeMutableBufferPointer { next in
          result.withUnsafeMutableBufferPointer { result in
            for i in 0..<m {
              let row = i * m
              let own = (term[row + i] * small[i]).divided(by: Double(k))
              next[row + i] = own
              result[row + i] = result[row + i] + own
              // The k-th power reaches k places above the diagonal.
              for j in stride(from: i + 1, to: min(m, i + k + 1), by: 1) {
                let value = (term[row + j] * small[j] + term[row + j - 1].multiplied(by: factor)).divided(by: Double(k))
                next[row + j] = value
                result[row + j] = result[row + j] + value
              }
            }
          }
        }
      }
    }
    swap(&term, &next)
  }
  for i in 0..<m { result[i * m + i] = small[i].blockExponential }
  var power = factor
  for _ in 0..<squarings {
    power *= 2
    var square = [Scalar](repeating: .blockZero, count: m * m)
    result.withUnsafeBufferPointer { result in
      square.withUnsafeMutableBufferPointer { square in
        for i in 0..<m {
          for k in i..<m {
            let factor = result[i * m + k]
            for j in k..<m { square[i * m + j] = square[i * m + j] + factor * result[k * m + j] }
          }
          square[i * m + i] = scaled[i].multiplied(by: power).blockExponential
        }
      }
    }
    result = square
  }
  let whole = shift.multiplied(by: time).blockExponential
  var scale = [Scalar](repeating: whole, count: m)
  for k in stride(from: 1, to: m, by: 1) { scale[k] = scale[k - 1].multiplied(by: time) }
  for i in 0..<m {
    for j in i..<m { result[i * m + j] = result[i * m + j] * scale[j - i] }
  }
  return result
}

/// `e^{zt}, t e^{zt}, t²/2 e^{zt}, …`: the divided differences of the exponential at equal nodes.
///
/// The exponential is multiplied in by parts, each when the powers have grown, so that neither
/// overflows nor vanishes where their product does not.
///
/// - Complexity: O(count + |z t|/500).
func exponentialMonomials<Scalar: BlockScalar>(
  of node: Scalar, time: Double, count: Int
) -> [Scalar] {
  let exponent = node.multiplied(by: time)
  let size = exponent.rounded.real.magnitude
  let parts = size.isFinite ? max(1, (size / 500).rounded(.up)) : 1
  let part = exponent.divided(by: parts).blockExponential
  let isGrowing = exponent.rounded.real > 0
  var left = min(parts, 1e6)
  var term = Scalar(blockValue: .one)
  var result: [Scalar] = []
  result.reserveCapacity(count)
  for k in 0..<count {
    if k > 0 { term = term.multiplied(by: time).divided(by: Double(k)) }
    while left > 0, isGrowing ? term.rounded.length < 1e-20 : term.rounded.length > 1e20 {
      term = term * part
      left -= 1
    }
    var value = term
    var rest = left
    while rest > 0, value.rounded != .zero, value.rounded.length.isFinite {
      value = value * part
      rest -= 1
    }
    result.append(value)
  }
  return result
}

/// The same in double-double. Not generic: other modules call what was compiled for the type.
package func exponentialMonomials(
  of node: Complex<Double>, time: Double, count: Int
) -> [Complex<Double>] {
  exponentialMonomials(of: ComplexDoubleDouble(node), time: time, count: count).map(\.rounded)
}

/// The shift of a block: the rightmost real part and the mean imaginary part.
private func blockShift<Scalar: BlockScalar>(_ nodes: [Scalar]) -> Scalar {
  var right = -Double.infinity
  var sum = 0.0
  for node in nodes {
    right = max(right, node.rounded.real)
    sum += node.rounded.imaginary
  }
  return Scalar(blockValue: Complex(right, sum / Double(nodes.count)))
}
