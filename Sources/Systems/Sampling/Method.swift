/// A way of sampling a product, with its price: the only place where one is chosen.
///
/// What is right for kernel, impulses and rows is listed; the cheapest way is taken, or the one that the
/// caller asks for. Nothing else in the library compares sizes to choose.
struct Method {
  /// The way.
  var algorithm: Algorithm
  /// The nanoseconds that it is expected to take on one thread.
  var price: Double

  /// Whether it takes longer than anyone waits where there is another way.
  var isTooLong: Bool { price > Cost.tooLong }

  /// The way to take: the one that is asked for if it is among those listed, else the cheapest.
  ///
  /// - Precondition: at least one way is listed.
  static func choose(_ methods: [Method], _ asked: Algorithm) -> Method {
    methods.first { $0.algorithm == asked } ?? cheapest(methods)
  }

  private static func cheapest(_ methods: [Method]) -> Method {
    methods.dropFirst().reduce(methods[0]) { $1.price < $0.price ? $1 : $0 }
  }

  /// Nanoseconds of the steps that prices are made of, as `Benchmarks/calibrate.sh` measures them.
  enum Cost {
    /// A piece read at a lag.
    static let pieceAtLag = 15.0
    /// Above this another grid is looked for.
    static let worthLooking = 2e7
    /// A row of its own, whatever is read for it.
    static let row = 50.0
    /// A row's share of prefix sums, for each knot.
    static let knotOfSums = 60.0
    /// An impulse taken into running sums, or placed on a grid.
    static let impulse = 40.0
    /// A knot that a march of poles passes, a row that it serves, and what one response costs beside its knots.
    static let knot = 2_000.0
    static let driven = 300.0
    static let kernel = 1e7
    /// The most parts of one response, and the most lags that a formula is placed at.
    static let mostParts = 4e6
    static let mostPlaced = 3e10
    /// A transform's first plan.
    static let plan = 3e6
    /// A value of a transform, for each power and each doubling of the length, and without doublings.
    static let value = (each: 1.0, more: 4.0)
    /// Above this a way is not taken, even where another is less accurate.
    static let tooLong = 3e10
    /// What it is worth to keep the very doubles of the knots of two uniform pieces, and not their grid.
    static let exactKnots = 1e8
    /// A pair of knots of two pieces that are convolved, and the most that are.
    static let pairOfKnots = 800.0
    static let mostKnots = 1e6
    /// A cell of one of two pieces merged at a row.
    static let mergedCell = 20.0
    /// A value of a formula.
    static let evaluation = 60.0
    /// A reading of a polynomial of 17 coefficients in a run of rows, and the run's own.
    static let reading = (each: 1.5, run: 60.0)
    /// How many rows lie in the panels of a formula that are too narrow for cells of their grid.
    static let lagsOutsideCore = 64.0
    /// Cutting a formula into panels and comparing them with it, in evaluations.
    static let cutting = 28_000.0
    /// Looking for where a formula has decayed, in evaluations.
    static let decay = 2_000.0
    /// A panel, in evaluations.
    static let panel = 34.0
    /// A quadrature over merged panels, and a step of poles from a state at a panel's end.
    static let quadrature = 20_000.0
    static let step = 2_000.0
    /// One exponential, and one of a block of two poles or of more.
    static let exponential = (one: 4.0, two: 24.0, more: 400.0)
  }
}

extension Method {
  /// Impulses through pieces.
  ///
  /// - Parameters:
  ///   - cells: how many pieces, and of which degree.
  ///   - reach: how long from the first knot to the last.
  ///   - impulses: how many.
  ///   - rows: how many, and how long from the first to the last.
  ///   - phases: on how many places of the pieces' grid, seen from the rows, impulses fall, and in how many
  ///     interleaved grids the rows lie; nil where they share no grid.
  static func pieces(
    cells: Double, degree: Int, reach: Double, impulses: Int, rows: (count: Int, span: Double),
    phases: (impulses: Double, rows: Double, step: Double)?
  ) -> [Method] {
    let count = Double(rows.count)
    let share = rows.span > 0 ? min(1, reach / rows.span) : 1
    var methods = [
      Method(
        algorithm: .direct,
        price: Cost.pieceAtLag * Double(impulses) * count * share + Cost.row * count)
    ]
    if degree <= 1 {
      methods.append(
        Method(
          algorithm: .sums,
          price: Cost.knotOfSums * count * cells + Cost.impulse * Double(impulses)))
    }
    if let phases {
      let length = max(count / phases.rows, rows.span / phases.step) + reach / phases.step
      let powers = (Double(degree) + 2) * phases.rows * phases.impulses
      methods.append(
        Method(
          algorithm: .transform,
          price: powers * length * (Cost.value.more + Cost.value.each * Double(length.exponent))
            + Cost.impulse * Double(impulses) * phases.rows + Cost.plan))
    }
    return methods
  }

  /// Impulses through pieces.
  static func pieces(
    _ pieces: PiecewisePolynomial, impulses: Int, rows: (count: Int, span: Double),
    phases: (impulses: Double, rows: Double, step: Double)?
  ) -> [Method] {
    let reach = pieces.support.upperBound - pieces.support.lowerBound
    return self.pieces(
      cells: Double(pieces.cells), degree: pieces.degree, reach: reach, impulses: impulses, rows: rows,
      phases: phases)
  }

  /// The nanoseconds that the values of pieces at the lags of a grid take, and one transform for each phase.
  static func sampled(lags: Double, length: Double, phases: Double, impulses: Int) -> Double {
    2 * Cost.pieceAtLag * lags + Cost.impulse * Double(impulses) + Cost.plan
      + phases * length * (Cost.value.more + Cost.value.each * Double(length.exponent))
  }

  /// Pieces through poles at impulses: a march over the knots of all, or one response of both.
  ///
  /// - Parameter parts: into how many cells the pieces are cut for the one response.
  static func driven(
    by pieces: PiecewisePolynomial, parts: Double, impulses: Int, rows: (count: Int, span: Double),
    phases: (impulses: Double, rows: Double, step: Double)?
  ) -> [Method] {
    let march = Cost.knot * Double(impulses) * Double(pieces.cells) + Cost.driven * Double(rows.count)
    let cuts = parts / Double(pieces.cells)
    let reach = pieces.support.upperBound - pieces.support.lowerBound
    let placed = cheapest(
      self.pieces(
        cells: parts, degree: 12, reach: reach, impulses: impulses, rows: rows,
        phases: phases.map { ($0.impulses * cuts, $0.rows, $0.step / cuts) }))
    let sweep = 16 * Double(impulses + rows.count)
    guard parts < Cost.mostParts else { return [Method(algorithm: .direct, price: march)] }
    return [
      Method(algorithm: .direct, price: march),
      Method(algorithm: .transform, price: Cost.kernel + 2 * Cost.knot * parts + placed.price + sweep),
    ]
  }

  /// A formula through uniform pieces: a quadrature over all pieces for each lag, or each power of a cell
  /// through the formula once, placed at all knots.
  static func placed(cells: Int, degree: Int, lags: Double) -> [Method] {
    let (k, powers) = (Double(cells), Double(degree) + 1)
    guard k * lags < Cost.mostPlaced else { return [Method(algorithm: .direct, price: 0)] }
    return [
      Method(algorithm: .direct, price: 8 * Cost.evaluation * k * min(lags, 17 * k)),
      Method(
        algorithm: .panels, price: powers * (Cost.quadrature * 1000 + Cost.reading.each * k * lags)),
    ]
  }

  /// Two pieces convolved at impulses: cell by cell for each row, or made into pieces first.
  static func pair(
    _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, impulses: Int, rows: Int, isEndless: Bool,
    isUniform: Bool
  ) -> [Method] {
    let merged = Cost.mergedCell * Double(rows) * Double(impulses) * Double(a.cells + b.cells)
    var methods: [Method] = []
    if !isEndless || !isUniform { methods.append(Method(algorithm: .direct, price: merged)) }
    if isUniform {
      methods.append(Method(algorithm: .transform, price: Cost.exactKnots))
    } else if isKnotProductCheap(a.cells, b.cells) {
      let pairs = Double(a.cells + 1) * Double(b.cells + 1)
      methods.append(
        Method(
          algorithm: .sums,
          price: Cost.kernel + Cost.pairOfKnots * pairs
            + Cost.pieceAtLag * Double(impulses) * Double(rows)))
    }
    return methods
  }

  /// Whether the sums of all knots of two pieces can be held.
  static func isKnotProductCheap(_ a: Int, _ b: Int) -> Bool {
    Double(a + 1) * Double(b + 1) <= Cost.mostKnots
  }

  /// Impulses through a formula: each lag asked for, or read off panels.
  ///
  /// - Parameters:
  ///   - lags: how many lags there may be.
  ///   - runs: how many runs of rows in one panel there may be.
  static func formula(lags: Double, runs: Double) -> [Method] {
    [
      Method(algorithm: .direct, price: Cost.evaluation * lags),
      Method(
        algorithm: .panels,
        price: Cost.evaluation * Cost.cutting + Cost.reading.each * lags
          + Cost.reading.run * min(lags, runs)),
    ]
  }

  /// Impulses through the panels of a formula at rows of an even grid: read at each lag, or cut into cells of the
  /// grid and placed by transforms, but for a few lags at the ends.
  ///
  /// - Parameters:
  ///   - reach: how long the formula is before it has decayed.
  ///   - step: that of the rows.
  static func gridded(
    reach: Double, step: Double, impulses: Int, rows: (count: Int, span: Double)
  ) -> [Method] {
    let n = Double(impulses)
    let share = min(1, reach / rows.span)
    let cells = min(reach / step, 2 * Double(rows.count))
    let transform = pieces(
      cells: cells, degree: 7, reach: cells * step, impulses: impulses, rows: rows, phases: (1, 1, step)
    ).first { $0.algorithm == .transform }
    let few = Cost.lagsOutsideCore
    return [
      Method(
        algorithm: .panels,
        price: Cost.reading.each * n * Double(rows.count) * share + Cost.reading.run * n * PanelTable.usual * share),
      Method(
        algorithm: .transform,
        price: (transform?.price ?? .infinity) + 8 * Cost.evaluation * cells
          + (Cost.reading.each * few + Cost.reading.run * 4) * n),
    ]
  }

  /// Whether it is worth looking for where a formula has decayed.
  static func isDecayWorth(lookingForBefore lags: Double) -> Bool { lags > Cost.decay }

  /// The most panels that are worth it for so many lags.
  static func panels(worthFor lags: Double) -> Int { Int(min(20_000, lags / Cost.panel)) }

  /// A product that is known by quadrature: each lag by itself, or through panels of the product.
  static func quadrature(lags: Double) -> [Method] {
    [
      Method(algorithm: .direct, price: Cost.quadrature * lags),
      Method(algorithm: .panels, price: Cost.quadrature * 1000 + Cost.reading.each * lags),
    ]
  }

  /// A formula through poles at many lags: a step from a state each, or through panels of the product.
  static func march(lags: Double) -> [Method] {
    [
      Method(algorithm: .direct, price: Cost.step * lags),
      Method(algorithm: .panels, price: Cost.step * 4000 + Cost.reading.each * lags),
    ]
  }

  /// Impulses through a block of poles: each at its lag, or a sweep.
  ///
  /// - Parameter isOnePole: whether it is one pole alone, of a high power, whose response has a closed form.
  static func block(size: Int, isOnePole: Bool, impulses: Int, rows: Int) -> [Method] {
    if size > 2, isOnePole {
      // Each lag costs a few roundings for each power, a sweep a Taylor series.
      let (n, m) = (Double(impulses), Double(rows))
      return [
        Method(algorithm: .direct, price: 8 * n * m),
        Method(algorithm: .sums, price: Double(size + 20) * (n + m)),
      ]
    }
    let exponential = size == 1 ? Cost.exponential.one
      : size == 2 ? Cost.exponential.two : Cost.exponential.more
    let (n, m) = (Double(impulses), Double(rows))
    return [
      Method(algorithm: .direct, price: exponential * n * m),
      Method(algorithm: .sums, price: max(16 * (n + m), size == 1 ? 16_000 : 80_000)),
    ]
  }
}
