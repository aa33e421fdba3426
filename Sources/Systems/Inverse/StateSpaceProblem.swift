internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A deconvolution through a response that is a sum of exponentials, at any times, as a path of states.
///
///     x' = Z x + e u(t),   u' = s,   s jumps at each inner knot by a number of variance width/lambda
///
/// What has no prior, the first value, the first slope and a baseline, is carried beside the states as columns: each row's part that
/// the rows before it do not tell, over its standard deviation, is one row of an ordinary regression on them.
///
/// Sources: P. de Jong, "The diffuse Kalman filter" (1991); J. Durbin, S. J. Koopman, "Time series analysis by state space
/// methods" (2012), section 4.4, for the way back.
struct StateSpaceProblem {
  /// What stands at one moment of the path.
  struct Stop {
    enum Kind {
      /// A number of the unknown.
      case knot
      /// A measured row.
      case row
      /// Nothing: where a held value ends.
      case end
    }
    var kind: Kind
    /// Which knot or row.
    var index = 0
    /// The variance of a knot's jump of slope times lambda.
    var jump = 0.0
    /// The matrix that leads to it.
    var way = 0
  }

  /// The number of states: those of the blocks, then u and s.
  let order: Int
  /// The number of knots.
  let count: Int
  let stops: [Stop]
  /// The matrices, `order` squared numbers each.
  let matrices: [Double]
  /// What of the states a row shows.
  let shown: [Double]
  /// The rows: what was measured, and the variance over sigma^2.
  let data: [Double]
  let variances: [Double]
  let startsAtZero: Bool
  let hasBaseline: Bool
  /// A size of the penalty that neither hides the data nor follows them.
  let usualSize: Double

  /// The columns beside the states.
  var free: Int { (startsAtZero ? 1 : 2) + (hasBaseline ? 1 : 0) }

  /// The rows less those.
  var degrees: Int { data.count - free }

  /// The most states of blocks for which it pays.
  private static let mostStates = 16

  /// The problem; nil where the response is no sum of exponentials after one dead time.
  ///
  /// - Throws: what folding the response throws.
  init?(_ problem: Deconvolution) throws {
    let knots = problem.unknown.knots
    let times = problem.measured.times
    guard problem.prior == .smooth, !problem.endsAtZero, knots.count >= 4, knots.count <= 16 * times.count, let last = times.last,
      let products = try? Product.all(of: problem.known, until: last), let first = products.first
    else { return nil }
    var blocks: [PoleCluster] = []
    let dead = first.delay + (first.train.events.first?.time ?? 0)
    for product in products {
      guard product.others.isEmpty, !product.rationals.isEmpty, product.train.past.isEmpty,
        product.train.events.count == 1, product.delay + product.train.events[0].time == dead
      else { return nil }
      blocks += PoleClusters.make(product.rationals, horizon: last - knots[0])
        .map { $0.scaled(by: product.train.events[0].weight) }
    }
    let states = blocks.reduce(0) { $0 + ($1.isReal ? $1.size : 2 * $1.size) }
    guard states > 0, states <= StateSpaceProblem.mostStates else { return nil }
    order = states + 2
    count = knots.count
    startsAtZero = problem.startsAtZero
    hasBaseline = problem.hasBaseline
    var shown: [Double] = []
    for block in blocks {
      let factor = block.isPair ? 2.0 : 1.0
      shown += block.row.map { $0.real * factor }
      if !block.isReal { shown += block.row.map { -$0.imaginary * factor } }
    }
    self.shown = shown + [0, 0]
    data = problem.measured.values
    variances = problem.rowFactors.map { 1 / ($0 * $0) }

    // The moments in order; a number acts before a row at the same time sees it.
    var moments: [(time: Double, stop: Stop)] = []
    moments.reserveCapacity(knots.count + times.count + 1)
    let shape = problem.unknown.shape
    var next = 0
    func addRows(before limit: Double) {
      while next < times.count {
        let time = times[next] - dead
        let rounding = 4 * max(times[next].magnitude, dead.magnitude).ulp
        guard time < limit - rounding else { return }
        moments.append((time, Stop(kind: .row, index: next)))
        next += 1
      }
    }
    for (k, knot) in knots.enumerated() {
      addRows(before: knot)
      let jump = k > 0 && k + 1 < knots.count ? (knots[k + 1] - knots[k - 1]) / 2 : 0
      moments.append((knot, Stop(kind: .knot, index: k, jump: jump)))
    }
    if shape == .held {
      let end = knots[knots.count - 1] * 2 - knots[knots.count - 2]
      addRows(before: end)
      moments.append((end, Stop(kind: .end)))
    }
    addRows(before: .infinity)

    struct Key: Hashable {
      var time: Double
      var width: Double
      var acts: Bool
      var arrives: Bool
    }
    var known: [Key: Int] = [:]
    var matrices: [Double] = []
    var stops = moments.map(\.stop)
    var hasBegun = false
    var hasEnded = false
    var before = moments[0].time
    var lastKnot = knots[0]
    for (place, (time, stop)) in moments.enumerated() {
      var key = Key(time: max(0, time - before), width: 0, acts: hasBegun && !hasEnded, arrives: false)
      switch stop.kind {
      case .knot:
        let k = stop.index
        key.width = shape == .lines || k == 0 ? 0 : knots[k] - lastKnot
        key.arrives = shape == .impulses
        lastKnot = knots[k]
        hasBegun = true
        if k == knots.count - 1, shape != .held { hasEnded = true }
      case .end: hasEnded = true
      case .row: break
      }
      before = time
      if let way = known[key] {
        stops[place].way = way
        continue
      }
      let way = matrices.count / (order * order)
      let acts = key.acts && shape != .impulses
      matrices += StateSpaceProblem.matrix(
        blocks, order, time: key.time, level: acts, slope: acts && shape == .lines,
        moves: shape == .lines && key.acts ? key.time : key.width, arrives: key.arrives)
      if known.count < 1 << 20 { known[key] = way }
      stops[place].way = way
    }
    self.stops = stops
    self.matrices = matrices
    let spacing = (knots[knots.count - 1] - knots[0]) / Double(knots.count - 1)
    let unit = StateSpaceProblem.matrix(
      blocks, order, time: shape == .impulses ? 0 : spacing, level: shape != .impulses, slope: false, moves: 0,
      arrives: shape == .impulses)
    var size = 0.0
    for i in 0..<order { size += self.shown[i] * unit[i * order + order - 2] }
    let precision = variances.reduce(0) { $0 + 1 / $1 } / Double(variances.count)
    usualSize = max(size * size * spacing * spacing * spacing * precision, .leastNormalMagnitude)
  }

  /// What some time makes of the states.
  ///
  /// - Parameters:
  ///   - level: whether u drives the blocks; `slope`: whether what s adds to u in this time does too.
  ///   - moves: for how long s changes u.
  ///   - arrives: whether u is an impulse at the end of the time.
  private static func matrix(
    _ blocks: [PoleCluster], _ order: Int, time: Double, level: Bool, slope: Bool, moves: Double, arrives: Bool
  ) -> [Double] {
    var result = [Double](repeating: 0, count: order * order)
    let (u, s) = (order - 2, order - 1)
    var start = 0
    for block in blocks {
      let m = block.size
      let width = m + 2
      let e = bidiagonalExponential(nodes: block.nodes + [.zero, .zero], time: time)
      func set(_ row: Int, _ column: Int, _ value: Complex<Double>, isState: Bool) {
        if block.isReal {
          result[(start + row) * order + column] = value.real
          return
        }
        result[(start + row) * order + column] = value.real
        result[(start + m + row) * order + column] = value.imaginary
        if isState {
          result[(start + row) * order + column + m] = -value.imaginary
          result[(start + m + row) * order + column + m] = value.real
        }
      }
      for i in 0..<m {
        for j in 0..<m { set(i, start + j, e[i * width + j], isState: true) }
        if level { set(i, u, e[i * width + m], isState: false) }
        if slope { set(i, s, e[i * width + m + 1], isState: false) }
      }
      if arrives {
        // The impulse is u as it will be: u now and what its slope adds.
        result[(start + m - 1) * order + u] += 1
        result[(start + m - 1) * order + s] += moves
      }
      start += block.isReal ? m : 2 * m
    }
    result[u * order + u] = 1
    result[u * order + s] = moves
    result[s * order + s] = 1
    return result
  }
}
