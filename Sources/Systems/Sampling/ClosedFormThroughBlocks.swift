internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// A formula through a sum of rational waveforms: blocks of poles driven through Gauss's panels.
///
///     y(t) = Σ wᵢ (f * h)(t − tᵢ − delay),   h = Σ rationals
///     X(t + Δ) = e^{ΔZ} X(t) + Σ_q w_q e^{(Δ − s_q)Z} e_m f(t + s_q)
///
/// The formula is cut once into panels in which it is smooth; each rule has as many points as the
/// step needs, four for rows that are dense. One impulse is one march over the rows. For several the
/// states at the panels' ends are kept, so that any lag costs one step, and where there are many
/// lags the result is read off Chebyshev panels.
///
/// - Throws: `SystemsError.notFinite`, `undefined` where an endless formula or an endless past does
///   not decay, `toleranceNotMet`, `tooLarge`, and what the formula throws.
/// - Complexity: O((panels + rows) Σm²) for one impulse.
package func closedFormThroughBlocks(
  _ rationals: [Rational], _ form: ClosedForm, train: Train, delay: Double, at rows: Rows
) throws -> Superposition {
  guard let first = rows.times.first, let last = rows.times.last, !train.isEmpty else {
    return Superposition(zeroFor: rows)
  }
  if let exponentials = form.exponentials,
    let exact = try exponentialsThroughBlocks(
      rationals, exponentials, train: train, delay: delay, at: rows)
  {
    return exact
  }
  let starts = train.events.map(\.time)
  let latest = max(starts.max() ?? -.infinity, train.past.map(\.before).max() ?? -.infinity)
  let earliest = train.past.isEmpty ? (starts.min() ?? 0) : -.infinity
  let slack = 16 * max(first.magnitude, last.magnitude, latest.magnitude).ulp
  let slowest = rationals.flatMap(\.poles).reduce(-Double.infinity) { max($0, $1.real) }
  let earliestRow = max(first - latest - delay - slack, -.infinity)
  let start = try form.beginning(seenBy: slowest, from: earliestRow)
  var end = last - earliest - delay + slack
  if end == .infinity {
    // An endless past: until the formula and the slowest decay are over.
    end = try form.support.upperBound.isFinite
      ? form.support.upperBound : form.reach(downwards: false, from: form.support.lowerBound)
    guard slowest < 0 else {
      throw SystemsError.undefined("a steady input needs a response that decays")
    }
    end += 60 / -slowest + last - latest - delay
  }
  var result = Superposition(zeroFor: rows)
  let method = "state carried through panels of Gaussian quadrature"
  guard let panels = try form.panels(from: start, to: end) else { return result }
  let drive = Integrand(form, panels)
  let horizon = max(end - (panels.edges.first ?? 0), .leastNormalMagnitude)
  let blocks = PoleClusters.make(rationals, horizon: horizon)
  let march = FormMarch(blocks: blocks, drive: drive)
  var off = panels.residual * blocks.reduce(0.0) { $0 + $1.value(of: $1.column(0)).magnitude }
  /// The rows by one march, or by its output as a formula.
  func superposed(_ march: FormMarch, of train: Train) throws -> Superposition {
    var result = Superposition(zeroFor: rows)
    if train.past.isEmpty, train.events.count == 1, let event = train.events.first {
      var lags = [Double](repeating: 0, count: rows.times.count)
      for k in lags.indices {
        let lag = Lag(
          from: event.time, low: train.moment(0).lo, to: rows.times[k], delay: delay)
        lags[k] = lag.distance(from: form.support.lowerBound) == 0 ? form.support.lowerBound : lag.high
      }
      result.values = try march.values(atAscending: lags).map { $0 * event.weight }
      if let bad = result.values.firstIndex(where: { !$0.isFinite }) {
        throw SystemsError.notFinite(time: rows.times[bad], why: "found \(SystemsError.text(result.values[bad]))")
      }
    } else {
      let states = try march.states()
      let text = "\(form.text) through a rational response"
      let upper = Double.infinity
      var product = ClosedForm(
        text: text, on: form.support.lowerBound...upper, corners: form.corners, features: form.features,
        startExponent: form.startExponent.map { $0 + 1 }
      ) { try states.values(at: $0, into: $1) }
      let lags = Double(train.events.count) * Double(rows.times.count)
      let methods = Method.march(lags: lags)
      if !train.past.isEmpty || Method.choose(methods, rows.algorithm).algorithm == .panels {
        product =
          try product.tabulated(
            from: earliestRow, to: end, limit: 20_000) ?? product
      }
      result = try eventsThroughClosedForm(train, delay: delay, product, at: rows)
    }
    return result
  }
  result = try superposed(march, of: train)
  if rows.wantsErrors {
    try addSpread(of: rationals, from: result.values, to: &result.errors) { moved in
      try superposed(
        FormMarch(blocks: PoleClusters.make(moved, horizon: horizon), drive: drive), of: train
      ).values
    }
  }
  let peak = result.values.reduce(0.0) { max($0, $1.magnitude) }
  off *= train.events.reduce(0.0) { $0 + $1.weight.magnitude }
  let asked = max(rows.tolerance.relative * peak, rows.tolerance.absolute)
  guard off <= asked || peak == 0 else {
    throw SystemsError.toleranceNotMet(
      reached: off / peak, asked: rows.tolerance.relative, method: method)
  }
  if rows.wantsErrors {
    // What cancels in the output is rounded at the size of the majorants.
    let isFew = train.past.isEmpty && Double(train.events.count - 1) * Double(rows.times.count) <= 4000
    let sizes = isFew ? try superposed(march.majorant, of: train.magnitudes).values : result.values
    for k in sizes.indices {
      result.errors[k] += off + 0x1p-48 * max(sizes[k], peak + result.values[k].magnitude)
    }
  }
  result.methods = [
    MethodNote(
      name: method, reason: "\(form.text) drives a sum of exponentials",
      cost: "\(panels.edges.count - 1) panels, \(rows.times.count) rows × \(train.events.count) "
        + "impulses", certainty: .estimate)
  ]
  return result
}

extension ClosedForm {
  /// Where a march must begin: of an endless past only what the slowest pole still shows at the first lag counts.
  ///
  ///     ∫ |f(u)| e^{p (t − u)} du from −∞ to the beginning is nothing beside the rest
  ///
  /// - Parameters:
  ///   - slowest: the largest real part p of a pole.
  ///   - lag: the first lag t that is wanted.
  /// - Throws: `SystemsError.undefined` where the formula, going back, outgrows what the pole forgets.
  fileprivate func beginning(seenBy slowest: Double, from lag: Double) throws -> Double {
    guard support.lowerBound == -.infinity else { return support.lowerBound }
    let decay = ClosedForm(on: 0...Double.infinity) { Double.exp(slowest * $0) }
    // What is small at the first lag may be all of a faster pole's share that is left at a later one.
    return try beside(decay, at: lag).reach(downwards: true, from: lag, leaving: 1e-40)
  }
}
