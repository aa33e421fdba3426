internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension BandedProblem {
  /// The most poles and taps for which a band pays.
  private static let mostPoles = 8

  /// The band problem of a deconvolution; nil where its response is no sum of exponentials, or its grid not even.
  ///
  /// - Throws: what sampling throws.
  init?(_ problem: Deconvolution) throws {
    let knots = problem.unknown.knots
    let rows = problem.measured.times
    guard problem.prior == .smooth || problem.isNonnegative && problem.prior == .none, !problem.endsAtZero, knots.count >= 16,
      let step = ForwardMatrix.sharedStep(problem.unknown, rows), let last = rows.last,
      let products = try? Product.all(of: problem.known, until: last), !products.isEmpty
    else { return nil }
    var poles: [[Complex<Double>]] = []
    var latest = 0.0
    for product in products {
      guard product.others.isEmpty, !product.rationals.isEmpty, product.train.past.isEmpty,
        product.train.events.count == 1
      else { return nil }
      latest = max(latest, product.delay + product.train.events[0].time)
      poles += product.rationals.map(\.poles)
    }
    let union = PoleClusters.union(poles)
    let late = latest / step
    guard union.count <= BandedProblem.mostPoles, late >= 0, late < 1e6 else { return nil }
    // Rows must lie on the knots themselves.
    let places = rows.map { ($0 - knots[0]) / step }
    guard let low = places.first, low > -1e-9, (low - low.rounded()).magnitude < 1e-9,
      (places.last ?? 0).rounded() <= Double(knots.count - 1)
    else { return nil }
    var polynomial = [Complex<Double>.one]
    for pole in union {
      let factor = Complex.exp(pole.multiplied(by: step))
      var next = polynomial + [.zero]
      for k in polynomial.indices { next[k + 1] = next[k + 1] - factor * polynomial[k] }
      polynomial = next
    }
    let taps = polynomial.map(\.real)
    let kernel = try BandedProblem.kernel(problem, step: step, lags: Int(late.rounded(.up)) + union.count + 3)
    var numerator = (0..<kernel.count).map { k in
      (0...min(k, taps.count - 1)).reduce(0) { $0 + taps[$1] * kernel[k - $1] }
    }
    let size = numerator.reduce(0) { max($0, $1.magnitude) }
    // Beyond the poles' number every response is over: what is left there is rounding, or no sum of exponentials.
    while let tail = numerator.last, tail.magnitude < 1e-11 * size { numerator.removeLast() }
    let shift = numerator.firstIndex { $0.magnitude > 1e-13 * size } ?? 0
    numerator.removeFirst(shift)
    guard numerator.count <= union.count + 2, size > 0 else { return nil }

    count = knots.count
    denominator = taps
    self.numerator = numerator
    self.shift = shift
    var rough = [Double](repeating: 0, count: taps.count + 2)
    for (i, tap) in taps.enumerated() {
      rough[i] += tap
      rough[i + 1] -= 2 * tap
      rough[i + 2] += tap
    }
    self.rough = rough
    roughnessScale = 1 / (step * step * step)
    hasFirst = !problem.startsAtZero
    var weights = [Double](repeating: 0, count: knots.count)
    var sums = weights
    let factors = problem.rowFactors
    for (k, place) in places.enumerated() {
      let weight = factors[k] * factors[k]
      weights[Int(place.rounded())] += weight
      sums[Int(place.rounded())] += weight * problem.measured.values[k]
    }
    data = zip(sums, weights).map { $1 > 0 ? $0 / $1 : 0 }
    var within = 0.0
    for (k, place) in places.enumerated() {
      let difference = problem.measured.values[k] - data[Int(place.rounded())]
      within += factors[k] * factors[k] * difference * difference
    }
    self.within = within
    self.weights = weights
    isUniform = weights.allSatisfy { $0 == 1 }
    self.rows = rows.count
    var borders: [[Double]] = []
    if hasFirst {
      // r = D w of w = (1, 0, …): the first value's own output, and the others' as they come.
      let own = try ForwardMatrix.values(
        problem.known.convolved(with: problem.unknown.basis(0)),
        (0..<knots.count).map { knots[0] + Double($0) * step })
      let inner = try BandedProblem.kernel(problem, step: step, lags: knots.count)
      var column = own
      for k in column.indices {
        for i in 1..<max(1, min(taps.count, k + 1)) { column[k] += taps[i] * inner[k - i] }
      }
      borders.append(column)
    }
    if problem.hasBaseline { borders.append([Double](repeating: 1, count: knots.count)) }
    self.borders = borders
    prepare()
  }

  /// What a value not the first adds so many steps later.
  private static func kernel(_ problem: Deconvolution, step: Double, lags: Int) throws -> [Double] {
    let knots = problem.unknown.knots
    return try ForwardMatrix.values(
      problem.known.convolved(with: problem.unknown.basis(1)),
      (0..<lags).map { knots[1] + Double($0) * step })
  }
}
