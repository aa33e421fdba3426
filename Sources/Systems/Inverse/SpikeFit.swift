internal import NumericalMethods
internal import RealModule

/// Some impulses, and how well they explain the rows.
struct SpikeFit {
  /// When, in no order, and how much.
  var spikes: [(time: Double, amount: Double)] = []
  private(set) var baseline = 0.0
  private(set) var squares: Double
  private let search: SpikeSearch
  private let factors: [Double]
  private let data: [Double]
  private let spacing: Double
  /// Where an impulse may be added, and what it makes there.
  private let candidates: [Double]
  private let columns: Matrix
  private let norms: [Double]
  /// Whether time and amount are one number between two rows.
  private let isOneNumber: Bool

  /// No impulse at all.
  init(_ search: SpikeSearch) throws {
    self.search = search
    let rows = search.measured.times
    factors = search.measured.errors.map { $0.map { 1 / $0 } }
      ?? search.measured.weights.map { $0.map { $0.squareRoot() } }
      ?? [Double](repeating: 1, count: rows.count)
    data = zip(search.measured.values, factors).map { $0 * $1 }
    let gaps = zip(rows, rows.dropFirst()).map { $1 - $0 }.filter { $0 > 0 }.sorted()
    guard !gaps.isEmpty else {
      throw SystemsError.tooFew(what: "a search for spikes off the grid", found: 1, needed: 4)
    }
    spacing = gaps[gaps.count / 2]
    isOneNumber = try SpikeFit.isJumpAndDecay(search.response, over: rows[rows.count - 1] - rows[0])
    let from = search.window.from ?? rows[0]
    let to = search.window.to ?? rows[rows.count - 1]
    if isOneNumber {
      candidates = rows.indices.filter { $0 == 0 || rows[$0] > rows[$0 - 1] }.map { rows[$0] }
        .filter { $0 >= from && $0 <= to }
    } else {
      let step = spacing / 4
      guard (to - from) / step < 100_000 else {
        throw SystemsError.tooLarge(what: "a search for spikes off the grid", size: (to - from) / step)
      }
      candidates = (0...max(0, Int(((to - from) / step).rounded(.down)))).map { from + Double($0) * step }
    }
    let unknown = try Unknown(knots: candidates, shape: .impulses)
    var matrix = try ForwardMatrix.make(
      known: search.response, unknown: unknown, rows: rows, jobs: 1)
    for i in rows.indices { for j in candidates.indices { matrix[i, j] *= factors[i] } }
    columns = matrix
    var norms = [Double](repeating: 0, count: candidates.count)
    for i in rows.indices { for j in candidates.indices { norms[j] += matrix[i, j] * matrix[i, j] } }
    self.norms = norms.map { $0.squareRoot() }
    guard self.norms.contains(where: { $0 > 0 }) else {
      throw SystemsError.undefined("the response must reach the data: no spike shows in any measured row")
    }
    squares = 0
    try solveAmounts()
  }

  /// Whether a response jumps and then decays as one exponential: then a e^(t/tau) is all that rows tell.
  private static func isJumpAndDecay(_ response: Signal, over span: Double) throws -> Bool {
    let lags = (0..<6).map { Double($0) * span / 40 }
    let values = try response.sampled(at: .listed(lags)).values
    guard values[0] != 0, values[1] != 0 else { return false }
    let ratio = values[1] / values[0]
    return ratio > 0 && ratio < 1
      && (1..<5).allSatisfy { (values[$0 + 1] - ratio * values[$0]).magnitude <= 1e-9 * values[$0].magnitude }
  }

  /// Schwarz's criterion, with the variance known or not.
  var criterion: Double {
    let n = Double(data.count)
    let numbers = Double(2 * spikes.count + (search.hasBaseline ? 1 : 0))
    let size = data.reduce(0) { $0 + $1 * $1 }
    let misfit = search.measured.errors != nil
      ? squares : n * Double.log(max(squares, 1e-28 * size) / n)
    return misfit + numbers * Double.log(n)
  }

  /// The rows that impulses make, and their derivatives by the times where they are wanted.
  private func shapes(_ times: [Double], derivatives: Bool) throws -> (value: Matrix, slope: Matrix) {
    let rows = search.measured.times
    var value = Matrix(rows: rows.count, columns: times.count)
    var slope = value
    let h = spacing * 1e-4
    for (k, time) in times.enumerated() {
      let lags = rows.map { $0 - time }
      let here = try search.response.sampled(at: .listed(lags)).values
      for i in rows.indices { value[i, k] = here[i] * factors[i] }
      guard derivatives else { continue }
      let above = try search.response.sampled(at: .listed(lags.map { $0 + h })).values
      let below = try search.response.sampled(at: .listed(lags.map { $0 - h })).values
      for i in rows.indices {
        // A jump lies between: only the side of the row itself counts.
        let isStart = lags[i].magnitude < h
        let derivative = isStart ? (above[i] - here[i]) / h : (above[i] - below[i]) / (2 * h)
        slope[i, k] = -derivative * factors[i]
      }
    }
    return (value, slope)
  }

  /// The best amounts, none negative, for the times as they are.
  private mutating func solveAmounts() throws {
    let shapes = try shapes(spikes.map(\.time), derivatives: false).value
    let wide = design(shapes)
    let h = try Matrix.product(wide, wide, transposingFirst: true)
    let bounded = (0..<wide.columnCount).map { $0 < spikes.count }
    let x = try NonnegativeLeastSquares(
      h, wide.transposedTimes(data), bounded: bounded,
      start: spikes.map(\.amount) + (search.hasBaseline ? [baseline] : [])
    ).solution
    for k in spikes.indices { spikes[k].amount = x[k] }
    if search.hasBaseline { baseline = x[spikes.count] }
    let fit = wide.columnCount > 0 ? wide * x : [Double](repeating: 0, count: data.count)
    squares = zip(data, fit).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
  }

  /// Columns, and one of the baseline.
  private func design(_ shapes: Matrix) -> Matrix {
    guard search.hasBaseline else { return shapes }
    var wide = Matrix(rows: shapes.rowCount, columns: shapes.columnCount + 1)
    for i in 0..<shapes.rowCount {
      for j in 0..<shapes.columnCount { wide[i, j] = shapes[i, j] }
      wide[i, shapes.columnCount] = factors[i]
    }
    return wide
  }

  private func residual(_ shapes: Matrix) -> [Double] {
    let x = spikes.map(\.amount) + (search.hasBaseline ? [baseline] : [])
    let wide = design(shapes)
    let fit = wide.columnCount > 0 ? wide * x : [Double](repeating: 0, count: data.count)
    return zip(data, fit).map { $0 - $1 }
  }

  /// Adds an impulse where it lowers the residual most; false where none does.
  mutating func addBest() throws -> Bool {
    let left = residual(try shapes(spikes.map(\.time), derivatives: false).value)
    let gradient = columns.transposedTimes(left)
    let floor = 1e-12 * (norms.max() ?? 0)
    var best: (place: Int, gain: Double)?
    for j in candidates.indices where norms[j] > floor {
      guard !spikes.contains(where: { ($0.time - candidates[j]).magnitude < spacing / 8 }) else { continue }
      let gain = gradient[j] / norms[j]
      if gain > (best?.gain ?? 0) { best = (j, gain) }
    }
    guard let best else { return false }
    spikes.append((candidates[best.place], gradient[best.place] / (norms[best.place] * norms[best.place])))
    return true
  }

  /// Moves all times and amounts to where the residual is least.
  mutating func refine() throws {
    try solveAmounts()
    spikes.removeAll { $0.amount <= 0 }
    guard !isOneNumber, !spikes.isEmpty else { return }
    var damping = 1e-3
    for _ in 0..<60 {
      let (value, slope) = try shapes(spikes.map(\.time), derivatives: true)
      let left = residual(value)
      let k = spikes.count
      var jacobian = Matrix(rows: data.count, columns: 2 * k + (search.hasBaseline ? 1 : 0))
      for i in data.indices {
        for j in 0..<k {
          jacobian[i, j] = value[i, j]
          jacobian[i, k + j] = slope[i, j] * spikes[j].amount
        }
        if search.hasBaseline { jacobian[i, 2 * k] = factors[i] }
      }
      var h = try Matrix.product(jacobian, jacobian, transposingFirst: true)
      let g = jacobian.transposedTimes(left)
      for j in 0..<h.rowCount { h[j, j] = h[j, j] * (1 + damping) + 1e-300 }
      var right = Matrix(rows: h.rowCount, columns: 1)
      right.elements = g
      guard let step = try? CholeskyFactor(h).solve(right).elements else {
        damping *= 10
        if damping > 1e8 { break }
        continue
      }
      var moved = self
      var largest = 0.0
      for j in 0..<k {
        let shift = max(-spacing / 2, min(spacing / 2, step[k + j]))
        var time = spikes[j].time + shift
        if let from = search.window.from { time = max(time, from) }
        if let to = search.window.to { time = min(time, to) }
        moved.spikes[j] = (time, max(0, spikes[j].amount + step[j]))
        largest = max(largest, shift.magnitude)
      }
      try moved.solveAmounts()
      if moved.squares < squares {
        let gain = squares - moved.squares
        self = moved
        damping = max(damping / 5, 1e-12)
        if largest < 1e-9 * spacing || gain < 1e-12 * squares { break }
      } else {
        damping *= 6
        if damping > 1e8 || largest < 1e-10 * spacing { break }
      }
    }
    spikes.removeAll { $0.amount <= 0 }
    try merge()
  }

  /// Makes one of two that lie closer than three tenths of a spacing.
  private mutating func merge() throws {
    spikes.sort { $0.time < $1.time }
    var k = 1
    var merged = false
    while k < spikes.count {
      if spikes[k].time - spikes[k - 1].time < 0.3 * spacing {
        let amount = spikes[k].amount + spikes[k - 1].amount
        let time = (spikes[k].time * spikes[k].amount + spikes[k - 1].time * spikes[k - 1].amount) / amount
        spikes[k - 1] = (time, amount)
        spikes.remove(at: k)
        merged = true
      } else {
        k += 1
      }
    }
    if merged { try refine() }
  }

  /// The impulses with their errors.
  func train() throws -> SpikeTrain {
    var sorted = self
    sorted.spikes.sort { $0.time < $1.time }
    let k = spikes.count
    let (value, slope) = try shapes(sorted.spikes.map(\.time), derivatives: true)
    let extra = search.hasBaseline ? 1 : 0
    let numbers = isOneNumber ? k : 2 * k
    var jacobian = Matrix(rows: data.count, columns: numbers + extra)
    for i in data.indices {
      for j in 0..<k {
        jacobian[i, j] = value[i, j]
        if !isOneNumber { jacobian[i, k + j] = slope[i, j] * sorted.spikes[j].amount }
      }
      if search.hasBaseline { jacobian[i, numbers] = factors[i] }
    }
    let left = sorted.residual(value)
    let free = data.count - 2 * k - extra
    let found = free > 0 ? (left.reduce(0) { $0 + $1 * $1 } / Double(free)).squareRoot() : nil
    let sigma = search.measured.errors != nil ? 1 : found ?? 0
    var errors = [Double](repeating: .infinity, count: numbers)
    if let h = try? Matrix.product(jacobian, jacobian, transposingFirst: true),
      let inverse = try? CholeskyFactor(h).solve(.identity(h.rowCount))
    {
      for j in 0..<numbers { errors[j] = sigma * max(0, inverse[j, j]).squareRoot() }
    }
    var notes: [String] = []
    if isOneNumber {
      notes.append(
        "after a jump that decays as one exponential only the sum of both tells when it was: each spike stands "
          + "at the first row that shows it, its time known to a spacing")
    }
    let times = sorted.spikes.map(\.time)
    return SpikeTrain(
      times: times, amounts: sorted.spikes.map(\.amount),
      timeErrors: (0..<k).map { isOneNumber ? spacing : min(errors[k + $0], spacing * Double(data.count)) },
      amountErrors: (0..<k).map { min(errors[$0], Double.greatestFiniteMagnitude) },
      fitted: zip(zip(data, left).map { $0 - $1 }, factors).map { $0 / $1 },
      baseline: search.hasBaseline ? sorted.baseline : nil, noise: found,
      method: "\(k) spike\(k == 1 ? "" : "s") by the largest gradient on \(candidates.count) places"
        + (isOneNumber ? "" : ", times and amounts refined together") + ", number by "
        + (search.count == nil ? "Schwarz's criterion" : "--count"),
      notes: notes)
  }
}
