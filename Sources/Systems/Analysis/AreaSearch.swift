import ComplexModule
import RealModule

/// The absolute area of a signal on one side of an origin, octave by octave.
struct AreaSearch {
  /// An interval of distances from the origin, and its absolute area.
  struct Panel {
    var near: Double
    var far: Double
    var area: Double
  }

  /// The signal, of which only terms with waveforms are looked at.
  let signal: Signal
  /// The moment from which distances count.
  let origin: Double
  /// 1 for later, -1 for earlier.
  let direction: Double
  /// How far the signal can differ from 0.
  let reach: Double
  /// The area elsewhere, beside which a tail is small.
  let otherArea: Double
  /// What was found, from near to far.
  private(set) var panels: [Panel] = []
  /// The whole area found.
  private(set) var area = 0.0

  init(
    signal: Signal, origin: Double, direction: Double, reach: Double, otherArea: Double
  ) {
    self.signal = signal
    self.origin = origin
    self.direction = direction
    self.reach = reach
    self.otherArea = otherArea
  }

  /// Goes out until nothing more is found.
  ///
  /// - Returns: False where the area does not end.
  mutating func survey() throws -> Bool {
    guard reach > 0 else { return true }
    let fastest = frequency
    let scales = scales
    var near = 0.0
    var far = scales.map { Double.exp2(-8) * $0.lowerBound } ?? Double.exp2(-60)
    var quiet = 0
    var previous = 0.0
    while near < reach {
      far = Swift.min(far, reach)
      let waves = fastest.isFinite ? (far - near) * fastest * 2 : 0
      let count = Int(Swift.min(20_000, 24 + waves))
      let before = area
      do {
        try add(split(from: near, to: far, into: count))
      } catch let error as SystemsError {
        // Far out a formula may overflow where it has long died away.
        if quiet >= 4 { return true }
        // What overflows because it grows does not end.
        if case .notFinite = error, area > 1e100 { return false }
        throw error
      }
      guard area.isFinite else { return quiet >= 4 }
      // The first octaves are small too, but each is larger than the one before.
      let own = area - before
      quiet = area > 0 && own <= previous && own <= 1e-10 * (area + otherArea) ? quiet + 1 : 0
      previous = own
      // A power law may take its time; a bump far out is looked for over many octaves.
      if quiet >= 24 { return true }
      if let scales, quiet >= 4, near > 4 * scales.upperBound { return true }
      if far > Double.exp2(100) { return quiet > 0 || area == 0 }
      near = far
      far *= 2
    }
    return true
  }

  /// The place beyond which only this much area is left.
  func place(leaving rest: Double) throws -> Double {
    var left = rest
    var current = panels
    for _ in 0..<5 {
      guard let k = current.lastIndex(where: { panel in
        if panel.area > left { return true }
        left -= panel.area
        return false
      }) else { return origin + direction * (current.first?.near ?? 0) }
      let panel = current[k]
      if panel.far - panel.near <= 1e-4 * panel.far { break }
      current = try split(from: panel.near, to: panel.far, into: 24)
      // The finer panels don't add up to the coarse one's area exactly: keep the share.
      let sum = current.reduce(0) { $0 + $1.area }
      guard sum > 0 else { return origin + direction * panel.far }
      left = Swift.min(left, sum * (1 - 1e-15))
    }
    let last = current.last { $0.area > left } ?? current[0]
    return origin + direction * last.far
  }

  private mutating func add(_ more: [Panel]) {
    panels += more
    area += more.reduce(0) { $0 + $1.area }
  }

  /// The panels of an interval of distances, corners kept as ends, with their areas.
  private func split(from near: Double, to far: Double, into count: Int) throws -> [Panel] {
    var ends = (0...count).map { near + (far - near) * Double($0) / Double(count) }
    ends[count] = far
    ends += corners(from: near, to: far)
    ends.sort()
    let nodes = [-0.7745966692414834, 0, 0.7745966692414834]
    let weights = [5.0 / 18, 8.0 / 18, 5.0 / 18]
    var result: [Panel] = []
    var times: [Double] = []
    for (a, b) in zip(ends, ends.dropFirst()) where b > a {
      result.append(Panel(near: a, far: b, area: 0))
      times += nodes.map { origin + direction * (a + (b - a) * (1 + $0) / 2) }
    }
    if direction < 0 { times.reverse() }
    var values = try signal.sampled(at: .listed(times)).values
    if direction < 0 { values.reverse() }
    for k in result.indices {
      let mean = (0..<3).reduce(0) { $0 + weights[$1] * values[3 * k + $1].magnitude }
      result[k].area = mean * (result[k].far - result[k].near)
    }
    return result
  }

  /// The fastest angular frequency of any waveform.
  private var frequency: Double {
    signal.terms.lazy.flatMap(\.factors).map { factor in
      guard case .rational(let rational) = factor else { return 0 }
      return rational.poles.map(\.imaginary.magnitude).max() ?? 0
    }.max() ?? 0
  }

  /// The shortest and the longest time constant where there are nothing but exponentials, which
  /// hold nothing before the one and hide nothing after the other; nil elsewhere.
  private var scales: ClosedRange<Double>? {
    var speeds: [Double] = []
    for factor in signal.terms.lazy.flatMap(\.factors) {
      guard case .rational(let rational) = factor else { return nil }
      for pole in rational.poles {
        guard pole.real < 0 else { return nil }
        speeds += [pole.length, -pole.real]
      }
    }
    let isAtOrigin = signal.terms.allSatisfy { term in
      term.filters.isEmpty
        && term.trains.allSatisfy { $0.past.isEmpty && $0.events.allSatisfy { $0.time == 0 } }
        && term.delay == origin
    }
    guard isAtOrigin, let slow = speeds.min(), let fast = speeds.max() else { return nil }
    let range = 1 / fast...1 / slow
    return range.lowerBound > 0 && range.upperBound.isFinite ? range : nil
  }

  private func corners(from near: Double, to far: Double) -> [Double] {
    let low = direction > 0 ? origin + near : origin - far
    let high = direction > 0 ? origin + far : origin - near
    guard low < high else { return [] }
    return signal.terms.flatMap { term -> [Double] in
      guard term.factors.count == 1, case .closedForm(let form) = term.factors[0] else { return [] }
      let shifts = term.trains.flatMap(\.events).prefix(16).map { $0.time + term.delay }
      return (shifts.isEmpty ? [term.delay] : shifts).flatMap { shift -> [Double] in
        let places = form.features.flatMap { [$0.centre - $0.width, $0.centre, $0.centre + $0.width] }
        return (form.corners((low - shift)...(high - shift)) + places).map {
          direction * ($0 + shift - origin)
        }
      }
    }.filter { $0 > near && $0 < far }
  }
}
