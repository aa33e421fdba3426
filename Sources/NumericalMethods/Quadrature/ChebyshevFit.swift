internal import RealModule

/// A panel that is waiting to be resolved.
struct Panel {
  var low: Double
  var high: Double
  /// Whether it begins at the start of the function.
  var isCore: Bool
  /// How often it was cut.
  var depth = 0
  /// The last coefficients of the panel that it was cut from.
  var tail = Double.infinity
  /// How many cuts in a row did not make the last coefficients fall.
  var stagnation = 0

  init(low: Double, high: Double, isCore: Bool) {
    self.low = low
    self.high = high
    self.isCore = isCore
  }

  /// Its two parts.
  func halves(at middle: Double, after fit: Fit) -> (Panel, Panel) {
    var left = self
    left.high = middle
    left.depth += 1
    left.stagnation = fit.hasStagnated ? stagnation + 1 : 0
    left.tail = fit.tail
    var right = left
    right.low = middle
    right.high = high
    right.isCore = false
    return (left, right)
  }

  /// Where a fit needs the function.
  func places(_ power: Double) -> [Double] {
    let width = high - low
    if power == 1 {
      let (centre, half) = (0.5 * (low + high), 0.5 * width)
      return chebyshevNodes.map { centre + half * $0 }
    }
    return chebyshevNodes.map { low + width * Double.pow(0.5 * (1 + $0), power) }
  }

  /// The powers that may make a start smooth, the likeliest first.
  ///
  /// They are whole, so that whatever else is in an integrand stays smooth too: a power of p/q is
  /// smooth in the q-th root, and high ones soften what no root makes smooth.
  static func powers(_ exponent: Double?, depth: Int) -> [Double] {
    guard let exponent else { return depth < 4 ? [1] : [1, 2, 3, 4] }
    let least = (1 / (1 + exponent) * (1 - 1e-12)).rounded(.up)
    var list: [Double] = []
    for q in 1...10 where (Double(q) * exponent - (Double(q) * exponent).rounded()).magnitude < 1e-12 {
      list.append(Double(q))
      break
    }
    list += [4, 8, 2, 3, 6, least, 2 * least, 1]
    return list.filter { $0 >= least && $0 <= max(10, least) }
  }
}

/// The polynomial through the values at a panel's nodes.
struct Fit {
  let panel: Panel
  let power: Double
  let coefficients: [Double]
  /// The largest of the last three coefficients.
  let tail: Double
  /// The largest value.
  private(set) var size: Double
  /// ∫ |f| over the panel.
  let mass: Double
  /// What the rounding of the places themselves does to the values.
  private let rounding: Double
  private var disagreement = 0.0
  /// The ratio of the largest values in the first and the last third, above 1.
  private let slant: Double

  init(_ values: [Double], panel: Panel, power: Double) {
    self.panel = panel
    self.power = power
    let width = panel.high - panel.low
    var f = values
    if power != 1 {
      for k in f.indices {
        let v = 0.5 * (1 + chebyshevNodes[k])
        f[k] *= power * width * Double.pow(v, power - 1)
        if !f[k].isFinite { f[k] = 0 }
      }
    }
    let n = ChebyshevPanels.count
    var c = [Double](repeating: 0, count: n)
    for k in 0..<n {
      var sum = 0.0
      for j in 0..<n { sum += f[j] * chebyshevCosines[k * n + j] }
      c[k] = sum * (k == 0 ? 1 : 2) / Double(n)
    }
    coefficients = c
    tail = max(c[n - 1].magnitude, c[n - 2].magnitude, c[n - 3].magnitude)
    size = f.reduce(0) { max($0, $1.magnitude) }
    let ends = (
      values[..<(n / 3)].reduce(0) { max($0, $1.magnitude) },
      values[(n - n / 3)...].reduce(0) { max($0, $1.magnitude) })
    slant = max(ends.0, ends.1) / min(ends.0, ends.1)
    var slope = 0.0
    for k in 0..<n { slope += Double(k) * c[k].magnitude }
    let spacing = max(panel.low.magnitude, panel.high.magnitude).ulp
    rounding = power == 1 ? slope * spacing / (0.5 * width) : 0
    var sum = 0.0
    for k in 0..<n { sum += f[k].magnitude * chebyshevSines[k] }
    mass = sum * Double.pi / Double(2 * n) * (power == 1 ? width : 1)
  }

  /// Compares with a value of the function.
  mutating func check(_ value: Double, at place: Double) {
    let width = panel.high - panel.low
    var x = ((place - panel.low) - (panel.high - place)) / width
    var expected = value
    if power != 1 {
      let v = Double.pow((place - panel.low) / width, 1 / power)
      expected *= power * width * Double.pow(v, power - 1)
      x = 2 * v - 1
      guard expected.isFinite else { return }
    }
    size = max(size, expected.magnitude)
    let found = coefficients.withUnsafeBufferPointer { clenshaw($0, at: x) }
    disagreement = max(disagreement, (found - expected).magnitude)
  }

  /// Whether the panel need not be cut.
  var isResolved: Bool {
    tail <= 1e-13 * size + rounding && disagreement <= 1e-11 * size + 30 * rounding
  }

  /// Whether values may be read off: they are right to rounding, and no end is so much smaller than the
  /// other that this is not enough for it.
  ///
  /// - Parameters:
  ///   - isNoise: whether the last coefficients are what rounding in the function itself leaves.
  ///   - peak: the function's largest value. One that has fallen far below it is mostly an exponential,
  ///     whose argument's rounding shows.
  func givesValues(isNoise: Bool, below peak: Double = 0) -> Bool {
    let depth = size > 0 && size < peak ? 0x1p-51 * Double.log(peak / size) : 0
    // Numbers below 1e-290 need not keep their digits: soon they have none.
    return (slant <= 16 || size <= 1e-290)
      && tail <= ((isNoise ? 1e-13 : 2e-15) + depth) * size + rounding
      && disagreement <= ((isNoise ? 1e-12 : 2e-14) + 10 * depth) * size + 30 * rounding
  }

  /// Whether a cut did not make the last coefficients fall, at a level that looks like rounding in
  /// the function itself.
  ///
  /// Cutting towards a singular place makes them fall like a power of the width. Where that power
  /// is low they are at such a level only once the width can't matter, but for a core, which
  /// therefore never counts as noise.
  var hasStagnated: Bool {
    !panel.isCore && tail < 1e-8 * size && disagreement < 1e-8 * size && tail >= 0.35 * panel.tail
  }

  /// What the polynomial is off, relative to the largest value.
  var roughness: Double { size > 0 ? max(tail, disagreement) / size : 0 }

  /// What the panel's integral may be off.
  var integralOfTail: Double {
    max(tail, disagreement) * (power == 1 ? panel.high - panel.low : 1)
  }
}

/// `Σ c_k T_k(x)`.
@inline(__always)
func clenshaw(_ c: UnsafeBufferPointer<Double>, at x: Double) -> Double {
  var next = 0.0
  var afterNext = 0.0
  let twice = 2 * x
  for k in stride(from: c.count - 1, through: 1, by: -1) {
    let value = c[k] + (twice * next - afterNext)
    afterNext = next
    next = value
  }
  return c[0] + (x * next - afterNext)
}

private let angles = (0..<ChebyshevPanels.count).map {
  Double.pi * (Double($0) + 0.5) / Double(ChebyshevPanels.count)
}
/// The zeros of the Chebyshev polynomial, ascending.
let chebyshevNodes = angles.map { -Double.cos($0) }
/// `T_k` at node j.
private let chebyshevCosines = (0..<ChebyshevPanels.count).flatMap { k in
  angles.map { Double.cos(Double(k) * (Double.pi - $0)) }
}
private let chebyshevSines = angles.map { Double.sin($0) }
