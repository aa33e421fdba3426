internal import NumericalMethods
import ComplexModule
import RealModule

extension Signal {
  /// Where nearly all of the signal's absolute area lies.
  ///
  ///     start: its waveforms' own;   end: the first T with  ∫_T^∞ |x(t)| dt ≤ share · ∫ |x(t)| dt
  ///
  /// Impulses count with their areas. The area is summed over octaves of time about each start,
  /// each octave in panels of three Gauss points, so the end is good to about a thousandth: it is
  /// for default times, not for results.
  ///
  /// - Parameters:
  ///   - share: The share of the area that may be left after the end (and before the start, where
  ///     a waveform has none).
  /// - Returns: The interval; nil where the signal does not decay, or holds nothing.
  /// - Throws: What sampling throws.
  /// - Complexity: A few thousand samples.
  public func areaSpan(leaving share: Double) throws -> ClosedRange<Double>? {
    if terms.contains(where: { !$0.loops.isEmpty }) { return try loopSpan(leaving: share) }
    let impulses = terms.compactMap(\.impulsive).flatMap(\.impulseTimes)
    var shaped = Signal(terms: terms.filter { !$0.factors.isEmpty })
    let rates = shaped.terms.flatMap(\.factors).flatMap { factor -> [Double] in
      if case .rational(let rational) = factor { rational.poles.map(\.real.magnitude) } else { [] }
    }
    if let slowest = rates.filter({ $0 > 0 }).min() { shaped = shaped.prepared(over: 40 / slowest) }
    guard !shaped.terms.isEmpty else {
      guard let first = impulses.min(), let last = impulses.max() else { return nil }
      return first...last
    }
    let supports = shaped.terms.compactMap(\.support)
    guard let start = supports.map(\.lowerBound).min(), let end = supports.map(\.upperBound).max()
    else { return nil }
    let origin = start.isFinite ? start : end.isFinite ? end : 0
    let weight = terms.compactMap(\.impulsive).reduce(0) { $0 + $1.absoluteWeight }
    var later = AreaSearch(
      signal: shaped, origin: origin, direction: 1, reach: end - origin, otherArea: weight)
    var earlier = AreaSearch(
      signal: shaped, origin: origin, direction: -1, reach: origin - start, otherArea: weight)
    guard try later.survey(), try earlier.survey() else { return nil }
    let total = later.area + earlier.area + weight
    let last = try later.place(leaving: share * total)
    let first = start.isFinite ? start : try earlier.place(leaving: share * total)
    return Swift.min(first, impulses.min() ?? first)...Swift.max(last, impulses.max() ?? last, first)
  }
}

extension Signal {
  /// The first moment at which the signal may differ from 0; 0 for a signal that holds nothing.
  public var start: Double { terms.compactMap { $0.support?.lowerBound }.min() ?? 0 }
}

extension Signal.Term {
  /// The moments of the term's impulses: every sum of one event of each train, and the delay; of
  /// more than a million only the first and the last.
  fileprivate var impulseTimes: [Double] {
    trains.reduce([delay]) { times, train in
      let own = train.events.map(\.time)
      guard let first = own.min(), let last = own.max() else { return [] }
      return times.count * own.count > 1_000_000
        ? times.flatMap { [$0 + first, $0 + last] } : times.flatMap { t in own.map { t + $0 } }
    }
  }

  fileprivate var absoluteWeight: Double {
    trains.reduce(1) { $0 * $1.events.reduce(0) { $0 + $1.weight.magnitude } }
  }

  /// Where the term may differ from 0; nil where it holds no impulse.
  fileprivate var support: ClosedRange<Double>? {
    guard let first = impulseTimes.min(), let last = impulseTimes.max() else { return nil }
    var lower = first
    var upper = last
    for loop in loops {
      lower += loop.forward.terms.map(\.delay.hi).min() ?? 0
      upper = .infinity
    }
    for factor in factors {
      lower += factor.support.lowerBound
      upper += factor.support.upperBound
    }
    return lower...upper
  }
}

extension Waveform {
  /// Where the waveform may differ from 0; an end may be infinite.
  fileprivate var support: ClosedRange<Double> {
    switch self {
    case .pieces(let pieces): (pieces.knots.first ?? 0)...(pieces.knots.last ?? 0)
    case .rational: 0...Double.infinity
    case .closedForm(let form): form.support
    }
  }
}
