internal import NumericalMethods

/// Every event within reach of a row, by compensated sums.
///
///     |error| ≤ u |y| + g u Σ |wᵢ| Σⱼ |cⱼ| sⱼ
///
/// The second sum is over what each piece adds before it cancels; g covers the rounding of the
/// coefficients themselves, which come from samples. From one event to the next the lag falls, and the cell
/// that it lies in is looked for from the one before.
///
/// - Complexity: O(m + pairs within reach).
func lagSum(
  _ events: SortedTrain, delay: Double, _ reader: PieceReader, at rows: Rows
) -> Superposition {
  var result = Superposition(zeroFor: rows)
  let count = rows.times.count
  let chunk = 512
  let wantsErrors = rows.wantsErrors
  let sizes = wantsErrors && reader.degree > 1 ? reader.cellSizes() : []
  let first = reader.knots[0]
  let last = reader.knots[reader.cells]
  let widest = max(first.magnitude, last.magnitude, delay.magnitude)
  let gain = reader.roundingGain
  result.values.withUnsafeMutableBufferPointer { values in
    result.errors.withUnsafeMutableBufferPointer { errors in
      Parallel.forEachShard(jobs: rows.jobs, count: (count + chunk - 1) / chunk) { shard in
        let range = shard * chunk..<min((shard + 1) * chunk, count)
        var low = 0
        var high = 0
        var isFirst = true
        for n in range {
          let time = rows.times[n]
          // Wider than the slack; the reader decides.
          let margin = 16 * (time.magnitude + widest).ulp
          let from = time - delay - last - margin
          let to = time - delay - first + margin
          if isFirst {
            low = events.times.partition { $0 < from }
            high = low
            isFirst = false
          }
          while low < events.times.count, events.times[low] < from - 16 * from.ulp { low += 1 }
          high = max(high, low)
          while high < events.times.count, events.times[high] <= to + 16 * to.ulp { high += 1 }
          var sum = CompensatedSum()
          var size = 0.0
          var near = reader.cells
          for i in low..<high {
            let lag = events.lag(i, to: time, delay: delay)
            let weight = events.weights[i]
            switch reader.place(lag, near: &near) {
            case .outside: continue
            case .knot(let k):
              let term = weight * reader.knotValue(k)
              sum.add(term)
              size += term.magnitude
            case .cell(let k):
              sum.add(weight * reader.value(lag, in: k))
              if wantsErrors {
                size += weight.magnitude
                  * (sizes.isEmpty ? reader.size(lag, in: k) : sizes[k])
              }
            }
          }
          values[n] = sum.value
          if wantsErrors {
            errors[n] = 0x1p-53 * sum.value.magnitude * 1.001 + gain * 0x1p-53 * size
          }
        }
      }
    }
  }
  result.methods = [
    MethodNote(
      name: "sum over the impulses within reach", reason: "few impulses are within the response's length of a row",
      cost: "\(events.times.count) events, \(count) rows", certainty: .bound)
  ]
  return result
}

extension PieceReader {
  /// How many roundings of its own size a value can be off: of coefficients, powers and weights.
  var roundingGain: Double { degree <= 1 ? 12 : 64 }

  /// The value at a lag inside a cell.
  @inline(__always)
  func value(_ lag: Lag, in k: Int) -> Double {
    let s = distance(lag, k)
    let base = k * (degree + 1)
    var value = coefficients[base + degree]
    for j in (0..<degree).reversed() { value = value * s + coefficients[base + j] }
    return value
  }

  /// `Σ |cⱼ| sʲ` at a lag inside a cell.
  @inline(__always)
  func size(_ lag: Lag, in k: Int) -> Double {
    let s = distance(lag, k)
    let base = k * (degree + 1)
    var value = coefficients[base + degree].magnitude
    for j in (0..<degree).reversed() { value = value * s + coefficients[base + j].magnitude }
    return value
  }

  /// For each cell, the largest `Σ |cⱼ| widthʲ` of itself and four neighbours on both sides:
  /// the coefficients of splines are made of those of their neighbours.
  func cellSizes() -> [Double] {
    let own = (0..<cells).map { k -> Double in
      let width = knots[k + 1] - knots[k]
      let base = k * (degree + 1)
      var value = 0.0
      for j in (0...degree).reversed() {
        value = value * width + coefficients[base + j].magnitude
      }
      return value
    }
    return own.indices.map { k in own[max(0, k - 4)...min(own.count - 1, k + 4)].max() ?? 0 }
  }
}
