internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Values computed by a second method, and its name.
public struct SecondMethod: Hashable, Sendable {
  /// The value at each time.
  public var values: [Double]
  /// What was done, in words.
  public var names: Set<String>

  /// Makes a result.
  public init(values: [Double], names: Set<String>) {
    self.values = values
    self.names = names
  }
}

extension Signal {
  /// The values at a few times by a method that shares nothing with `sampled(at:)`.
  ///
  /// Rational waveforms are integrated as a state space by GSL (`gsl_odeiv2`: Prince and Dormand's
  /// method of order 8, where that is stiff Bader and Deuflhard's); one piecewise polynomial or
  /// formula by its definition at every lag; loops with dead time as the sum of what goes round n times; two of them by GSL's QAGP for every impulse.
  ///
  /// - Parameters:
  ///   - times: the rows, in any order.
  ///   - side: which value a row exactly at a jump shows.
  ///   - tolerance: that of each step of an integration, relative to the state.
  /// - Returns: nil where that would be too much work, or the signal is none of these.
  /// - Throws: What evaluating a formula throws, `SystemsError.offGrid`.
  /// - Complexity: O(impulses · rows), and the steps of the integration.
  public func byASecondMethod(
    at times: [Double], side: Side = .after, tolerance: Double = 1e-13
  ) throws -> SecondMethod? {
    let order = times.indices.sorted { times[$0] < times[$1] }
    let rows = order.map { times[$0] }
    guard let last = rows.last else { return SecondMethod(values: [], names: []) }
    var sums = [CompensatedSum](repeating: CompensatedSum(), count: rows.count)
    var names: Set<String> = []
    guard let plain = try withLoopsSummed(until: last) else { return nil }
    for term in plain.terms where !term.factors.isEmpty {
      do {
        guard var part = try SecondTerm(term, until: last) else { return nil }
        part.tolerance = tolerance
        guard let values = try part.values(at: rows, side: side) else { return nil }
        names.insert(part.name)
        for (k, value) in values.enumerated() { sums[k].add(value) }
      } catch is NumericalError {
        return nil
      }
    }
    var result = [Double](repeating: 0, count: rows.count)
    for (k, place) in order.enumerated() { result[place] = sums[k].value }
    return SecondMethod(values: result, names: names)
  }
}

/// A term of a signal, multiplied out as its definition says.
struct SecondTerm {
  /// The most impulses, and the most products of impulses and rows.
  static let most = 20_000

  /// The impulses, ascending.
  private(set) var events: [Event] = []
  let delay: Double
  /// The rational waveforms, as they were given: nothing is folded.
  private(set) var rationals: [Rational] = []
  private(set) var others: [Waveform] = []
  /// The tolerance of each step of an integration, relative to the state.
  var tolerance = 1e-13

  /// - Returns: nil where there are too many impulses.
  init?(_ term: Signal.Term, until last: Double) throws {
    delay = term.delay
    for factor in term.factors {
      if case .rational(let next) = factor {
        rationals.append(next)
      } else {
        others.append(factor)
      }
    }
    var all = [Event(time: 0, weight: 1)]
    for train in term.trains {
      guard let list = listed(train), list.count * all.count <= Self.most else { return nil }
      all = all.flatMap { a in
        list.map { Event(time: a.time + $0.time, weight: a.weight * $0.weight) }
      }
    }
    for filter in term.filters {
      all = all.filter { $0.time + delay <= last }
      let first = all.lazy.map(\.time).min() ?? last
      let periods = (last - delay - first) / filter.period + 1
      guard periods < Double(Self.most) else { return nil }
      let response = filter.plainResponse(count: Int(max(0, periods)) + 1)
      guard response.count * all.count <= 50 * Self.most else { return nil }
      all = all.flatMap { a in
        response.enumerated().map {
          Event(time: a.time + Double($0.offset) * filter.period, weight: a.weight * $0.element)
        }
      }
      guard all.count <= Self.most else { return nil }
    }
    events = all.filter { $0.weight != 0 }.sorted { $0.time < $1.time }
  }

  /// The impulses of a train, an endless past as far back as the slowest pole remembers.
  private func listed(_ train: Train) -> [Event]? {
    var list = train.events
    for past in train.past {
      var memory = others.reduce(0) { $0 + $1.extent.upperBound }
      let poles = rationals.flatMap(\.poles)
      if !poles.isEmpty {
        guard let slowest = poles.map({ -$0.real }).min(), slowest > 0 else { return nil }
        memory += (60 + 4 * Double(poles.count)) / slowest
      }
      let count = memory / past.period
      guard count < Double(Self.most) else { return nil }
      for n in stride(from: 1, through: Int(count) + 1, by: 1) {
        list.append(Event(time: past.before - Double(n) * past.period, weight: past.weight))
      }
    }
    return list
  }

  /// What is done, in words.
  var name: String {
    switch (!rationals.isEmpty, others.count) {
    case (true, _): "gsl_odeiv2 on a state space"
    case (false, 1): "the definition, each impulse at its lag"
    default: "QAGP for each impulse"
    }
  }

  /// The values at ascending rows; nil where that is too much work.
  func values(at rows: [Double], side: Side) throws -> [Double]? {
    switch (rationals.isEmpty, others.count) {
    case (false, 0): try integrated(rationals, at: rows, side: side)
    case (false, 1): try integrated(rationals, under: others[0], at: rows, side: side)
    case (true, 1): try defined(others[0], at: rows, side: side)
    case (true, 2): try quadrature(others[0], others[1], at: rows)
    default: nil
    }
  }
}

extension DiscreteFilter {
  /// The first amounts of the impulse response, by the recursion in plain arithmetic.
  fileprivate func plainResponse(count: Int) -> [Double] {
    if let series { return series.coefficients(count).values.map { $0.hi } }
    var response: [Double] = []
    for n in 0..<count {
      var value = n < numerator.count ? numerator[n] : 0
      for k in stride(from: 1, through: min(n, denominator.count - 1), by: 1) {
        value -= denominator[k] * response[n - k]
      }
      response.append(value / denominator[0])
    }
    return response
  }
}
