internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A formula over its whole support, in panels; in each it is a sum of Legendre polynomials.
///
/// The panels are octaves of distance from an end of the support, or from its middle, halved until
/// the sums converge; so a power at the start and a tail that falls slowly are resolved alike.
/// Area, first moment and Fourier transform are sums over the coefficients.
///
/// - Complexity: O(panels); some hundreds for a smooth formula.
struct LegendrePanels {
  private static let count = 20
  private static let rule = GaussLegendre.rule(atLeast: count)
  /// Row n gives cₙ = (2n + 1)/2 Σ wₖ Pₙ(xₖ) f(xₖ).
  private static let projection: [Double] = {
    var rows = [Double](repeating: 0, count: count * count)
    for (k, x) in rule.nodes.enumerated() {
      var (before, value) = (0.0, 1.0)
      for n in 0..<count {
        rows[n * count + k] = (Double(n) + 0.5) * rule.weights[k] * value
        let next = (Double(2 * n + 1) * x * value - Double(n) * before) / Double(n + 1)
        (before, value) = (value, next)
      }
    }
    return rows
  }()

  private struct Panel {
    var low: Double
    var high: Double
    /// The last coefficients of the panel that this is a half of, and how often they did not fall.
    var tail = Double.infinity
    var stagnation = 0
  }

  private var panels: [(low: Double, high: Double)] = []
  private var coefficients: [Double] = []
  /// ∫ |f| and ∫ |f| · distance, about.
  private var mass = 0.0
  private var momentMass = 0.0
  private var hasFirstMoment = true
  /// The area next to a start at which the formula is a power, and where that start is.
  private var core: (time: Double, area: Double)?

  /// Cuts a formula.
  ///
  /// - Returns: nil where its absolute area does not end.
  /// - Throws: What it throws; `SystemsError.tooLarge`, `notFinite`.
  init?(_ form: ClosedForm) throws {
    let (start, end) = (form.support.lowerBound, form.support.upperBound)
    let origin =
      start.isFinite ? start : end.isFinite ? end : form.features.first?.centre ?? 0
    guard try survey(form, from: origin, to: end, direction: 1),
      try survey(form, from: origin, to: start, direction: -1)
    else { return nil }
  }

  /// The area and the first moment.
  var moments: Moments {
    var area = CompensatedSum()
    var first = CompensatedSum()
    if let core { area.add(core.area) }
    if let core { first.add(core.area * core.time) }
    for (k, panel) in panels.enumerated() {
      let half = 0.5 * (panel.high - panel.low)
      let own = 2 * half * coefficients[k * Self.count]
      area.add(own)
      first.add(own * (panel.low + half))
      first.add(half * half * 2 / 3 * coefficients[k * Self.count + 1])
    }
    return Moments(area: area.value, first: hasFirstMoment ? first.value : nil)
  }

  /// `∫ f(t) e^{−iωt} dt`.
  func transform(at frequency: Double) -> Complex<Double> {
    var real = CompensatedSum()
    var imaginary = CompensatedSum()
    if let core {
      real.add(core.area * Double.cos(frequency * core.time))
      imaginary.add(-core.area * Double.sin(frequency * core.time))
    }
    for (k, panel) in panels.enumerated() {
      let half = 0.5 * (panel.high - panel.low)
      let bessel = SphericalBesselFunctions.values(count: Self.count, at: frequency * half)
      var (even, odd) = (0.0, 0.0)
      for n in stride(from: 0, to: Self.count, by: 2) {
        let sign = n % 4 == 0 ? 2 * half : -2 * half
        even += sign * coefficients[k * Self.count + n] * bessel[n]
        odd -= sign * coefficients[k * Self.count + n + 1] * bessel[n + 1]
      }
      let angle = frequency * (panel.low + half)
      let (c, s) = (Double.cos(angle), Double.sin(angle))
      real.add(even * c + odd * s)
      imaginary.add(odd * c - even * s)
    }
    return Complex(real.value, imaginary.value)
  }

  /// Goes out octave by octave until nothing more is found.
  private mutating func survey(
    _ form: ClosedForm, from origin: Double, to end: Double, direction: Double
  ) throws -> Bool {
    let reach = (end - origin) * direction
    guard reach > 0 else { return true }
    let isSingular = direction > 0 && form.startExponent != nil
    var far = Double.exp2(isSingular ? -1000 : -120)
    if origin != 0 { far = Swift.max(far, 64 * origin.ulp) }
    var near = 0.0
    if isSingular, let exponent = form.startExponent, far < reach {
      let value = try form.value(at: origin + far)
      core = (origin, value * far / (exponent + 1))
      near = far
      far *= 2
    }
    let interesting = form.features.reduce(0) {
      Swift.max($0, ($1.centre - origin) * direction + 16 * $1.width)
    }
    var quiet = 0
    while near < reach {
      far = Swift.min(far, reach)
      let (before, momentBefore) = (mass, momentMass)
      let low = direction > 0 ? origin + near : origin - far
      let high = direction > 0 ? origin + far : origin - near
      try cut(form, from: low, to: high, origin: origin)
      guard mass.isFinite else { return false }
      let isQuiet = mass > 0 && mass - before <= 1e-17 * mass
      quiet = isQuiet ? quiet + 1 : 0
      if quiet >= 24, near > interesting {
        hasFirstMoment = momentMass - momentBefore <= 1e-6 * momentMass
        return true
      }
      if far > Double.exp2(900) { return mass == 0 || isQuiet }
      near = far
      far *= 2
    }
    return true
  }

  private mutating func cut(
    _ form: ClosedForm, from low: Double, to high: Double, origin: Double
  ) throws {
    guard low < high else { return }
    var ends = form.features.flatMap { feature in
      [-16.0, -8, -4, -2, -1, 0, 1, 2, 4, 8, 16].map { feature.centre + $0 * feature.width }
    }
    ends += form.corners(low...high).prefix(10_000)
    ends = [low] + ends.filter { $0 > low && $0 < high }.sorted() + [high]
    var pending = zip(ends, ends.dropFirst()).filter { $0 < $1 }
      .map { Panel(low: $0, high: $1) }
    var times = [Double](repeating: 0, count: Self.count)
    var values = times
    var own = times
    while let panel = pending.popLast() {
      guard panels.count < 100_000 else {
        throw SystemsError.tooLarge(what: "the panels of \(form.text)", size: Double(panels.count))
      }
      let half = 0.5 * (panel.high - panel.low)
      let middle = panel.low + half
      for k in times.indices { times[k] = middle + half * Self.rule.nodes[k] }
      try times.withUnsafeBufferPointer { times in
        try values.withUnsafeMutableBufferPointer { try form.evaluate(times, $0) }
      }
      if let bad = values.firstIndex(where: { !$0.isFinite }) {
        throw SystemsError.notFinite(time: times[bad], why: "found \(SystemsError.text(values[bad]))")
      }
      var size = 0.0
      for n in 0..<Self.count {
        var sum = 0.0
        for k in 0..<Self.count { sum += Self.projection[n * Self.count + k] * values[k] }
        own[n] = sum
        size = Swift.max(size, sum.magnitude)
      }
      let tail = own.suffix(3).reduce(0) { Swift.max($0, $1.magnitude) }
      let isResolved = tail <= 2e-14 * size || tail * half <= 1e-17 * mass
      var stagnation = panel.stagnation
      if tail > 0.3 * panel.tail { stagnation += 1 }
      let isNoise = stagnation >= 3 && tail <= 1e-9 * size
      if isResolved || isNoise || half <= 16 * middle.ulp || half <= 1e-12 * (high - low) {
        var area = 0.0
        for k in values.indices { area += half * Self.rule.weights[k] * values[k].magnitude }
        mass += area
        momentMass += area * (middle - origin).magnitude
        panels.append((panel.low, panel.high))
        coefficients += own
      } else {
        pending.append(Panel(low: middle, high: panel.high, tail: tail, stagnation: stagnation))
        pending.append(Panel(low: panel.low, high: middle, tail: tail, stagnation: stagnation))
      }
    }
  }
}
