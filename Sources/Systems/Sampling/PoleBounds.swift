internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension BlockSweep {
  /// Adds a bound on the rounding of the blocks' sum.
  ///
  ///     u Σ |aᵢ| (F + 4|z| Lᵢ) h̄(Lᵢ),   Lᵢ = t − tᵢ − delay,   h̄ = |r| e^{L Re Z} v
  ///
  /// F counts roundings; the exponent `z L` is rounded too, so that a deep tail is uncertain by its lag.
  /// A sweep brings each impulse back to its anchor and forth again: v is what that may blow up, and the
  /// last unit vector for the plain definition. `Σ |aᵢ| Lᵢ h̄` is `t Σ |aᵢ| h̄ − Σ |aᵢ| tᵢ h̄`.
  func addBound(_ blocks: [PoleCluster], into errors: inout [Double]) throws {
    let origin = train.times.first ?? 0
    var sizes = self
    sizes.train.weights = train.weights.map(\.magnitude)
    sizes.train.past = []
    var moments = sizes
    for k in moments.train.weights.indices {
      moments.train.weights[k] *= train.times[k] - origin
    }
    for block in blocks {
      let majorant = block.majorant
      let input = isDirect(block) || block.size == 1 ? nil : swing(of: block)
      var size = [Double](repeating: 0, count: errors.count)
      var moment = size
      sizes.addAbsolute(majorant, input, into: &size)
      moments.addAbsolute(majorant, input, into: &moment)
      let roundings = 64 + 16 * Double(block.size)
      for k in errors.indices where counts[k] > 0 {
        let lag = rows.times[k] - delay - origin
        // What the difference of the two sums rounds away is a trillionth of the first.
        let lags = max(0, lag * size[k] - moment[k]) + 1e-12 * lag.magnitude * size[k]
        // Poles near the largest doubles meet sizes of 0.
        errors[k] += 0x1p-53 * roundings * size[k] + (lags > 0 ? 0x1p-51 * block.speed * lags : 0)
        if size[k] < 0x1p-950 { errors[k] += .leastNonzeroMagnitude }
      }
      for past in train.past {
        var size = [Double](repeating: 0, count: errors.count)
        let absolute = SteadyPast(
          before: past.before, period: past.period, weight: past.weight.magnitude)
        try addPast(absolute, of: majorant, delay: delay, rows: rows, into: &size)
        for k in errors.indices {
          let lag = rows.times[k] - past.before - delay + 45 / -block.growth
          guard size[k] > 0 else { continue }
          errors[k] += 0x1p-53 * roundings * size[k] + 0x1p-51 * block.speed * (lag * size[k])
        }
      }
    }
  }

  /// Adds the listed impulses through a block of real poles and positive numbers.
  private func addAbsolute(
    _ majorant: PoleCluster, _ input: [Double]?, into values: inout [Double]
  ) {
    if let input {
      addAnchored(
        majorant, train, delay: delay, horizon: horizon, counts: counts, rows: rows, input: input,
        into: &values)
    } else if isDirect(majorant) {
      addByDefinition(majorant, train, delay: delay, counts: counts, rows: rows, into: &values)
    } else {
      addAnchored(
        pole: majorant.nodes[0].real, weight: majorant.row[0].real, train, delay: delay,
        counts: counts, rows: rows, into: &values)
    }
  }

  /// What going back to an anchor and forth again makes of the last unit vector, in absolute values.
  private func swing(of block: PoleCluster) -> [Double] {
    let m = block.size
    let centre = block.nodes.reduce(Complex<Double>.zero, +).divided(by: Double(m))
    let matrix = bidiagonalExponential(
      nodes: block.nodes.map { ($0 - centre).length },
      time: 3 * anchorReach(of: block, horizon: horizon))
    return (0..<m).map { matrix[$0 * m + m - 1] }
  }
}

/// Adds what uncertain data may change: four times the largest difference that data moved within their
/// rounding make.
///
/// - Parameter values: what moved rationals give for the rows.
func addSpread(
  of rationals: [Rational], from given: [Double], to errors: inout [Double],
  by values: ([Rational]) throws -> [Double]
) rethrows {
  let copies = rationals.map(\.moves).max() ?? 0
  var spread = [Double](repeating: 0, count: copies > 0 ? errors.count : 0)
  for k in 0..<copies {
    let moved = rationals.map { $0.moved(k) ?? $0 }
    for (n, value) in try values(moved).enumerated() {
      spread[n] = max(spread[n], (value - given[n]).magnitude)
    }
  }
  for n in spread.indices { errors[n] += 4 * spread[n] }
}
