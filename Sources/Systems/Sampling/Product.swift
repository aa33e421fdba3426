internal import NumericalMethods

/// A term made ready for the table: one train, one rational, the other waveforms.
struct Product {
  var train: Train
  var delay: Double
  /// Rational waveforms that act beside one another, each with the same train, delay and others.
  var rationals: [Rational]
  /// The waveforms that are not rational.
  var others: [Waveform]

  /// Folds a term: trains and filters become one train, rationals one rational.
  ///
  /// - Parameter last: the last moment that is asked for; a filter's endless response is listed up
  ///   to there.
  /// - Throws: `SystemsError.offGrid` where an impulse misses a filter's grid.
  init(_ term: Signal.Term, until last: Double) throws {
    var gain = 1.0
    var trains: [Train] = []
    var singles: [DoubleDouble] = []
    for train in term.trains {
      // One impulse alone is dead time and a gain: kept out of the events' times, exact.
      if train.past.isEmpty, train.events.count == 1, let event = train.events.first {
        singles.append(train.moment(0))
        gain *= event.weight
      } else {
        trains.append(train)
      }
    }
    var product = try Train.convolved(trains)
    if trains.isEmpty, let latest = singles.indices.max(by: {
      singles[$0].hi.magnitude < singles[$1].hi.magnitude
    }) {
      // Where all are such, the farthest is the event: its time is not rounded with the others.
      product = Train(times: [singles.remove(at: latest)], weights: [1])
    }
    let dead = singles.reduce(DoubleDouble(term.delay)) { $0 + $1 }
    delay = dead.hi
    product = try term.filters.applied(to: product, until: last - delay)
    product.shift(byLow: dead.lo)
    if gain != 1 { product = product.scaled(by: gain) }
    train = product
    others = []
    var rational: Rational?
    for factor in term.factors {
      switch factor {
      case .rational(let next): rational = rational?.convolved(with: next) ?? next
      case .pieces, .closedForm: others.append(factor)
      }
    }
    rationals = rational.map { [$0] } ?? []
  }

  /// What its rational's direct term makes of the train and the other waveforms; nil without one.
  private var direct: Product? {
    let gain = rationals.reduce(0) { $0 + $1.direct }
    guard gain != 0 else { return nil }
    var copy = self
    copy.train = train.scaled(by: gain)
    copy.rationals = []
    return copy
  }

  /// Whether it differs from another only by its rational, so that both are brought over one list
  /// of poles.
  func isBeside(_ other: Product) -> Bool {
    guard !rationals.isEmpty, !other.rationals.isEmpty, delay == other.delay,
      train == other.train, others.count == other.others.count
    else { return false }
    return zip(others, other.others).allSatisfy { pair in
      switch pair {
      case (.pieces(let a), .pieces(let b)): a == b
      case (.closedForm(let a), .closedForm(let b)):
        a.identity == b.identity && a.support == b.support
      default: false
      }
    }
  }

  /// The products of a signal's terms, those that belong together joined.
  static func all(of signal: Signal, until last: Double) throws -> [Product] {
    var products: [Product] = []
    for term in signal.terms {
      let product = try Product(term, until: last)
      if let direct = product.direct { products.append(direct) }
      if let k = products.firstIndex(where: { $0.isBeside(product) }) {
        products[k].rationals += product.rationals
      } else {
        products.append(product)
      }
    }
    return products
  }
}
