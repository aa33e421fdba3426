internal import NumericalMethods

/// Sums of weights and first moments before every event, in double-double, for lines and steps.
///
///     y(t) = Σₖ c₀ S₀ + c₁ ((t − delay − τₖ) S₀ − S₁) + Σₖ hₖ · (weights on knot k)
///
/// S₀ = Σ w and S₁ = Σ w tᵢ over the events whose lag is inside cell k: differences of two prefix
/// sums. Sums that begin at the record's first event lose nothing in double-double.
///
/// - Complexity: O(n + m k).
func prefixSums(
  _ events: SortedTrain, delay: Double, _ reader: PieceReader, at rows: Rows
) -> Superposition {
  precondition(reader.degree <= 1, "prefix sums are for degrees 0 and 1")
  var result = Superposition(zeroFor: rows)
  let sums = PrefixSums(events)
  let rowCount = rows.times.count
  let chunk = 256
  let stride = reader.degree + 1
  let total = sums.sizes[events.times.count]
  let span = (rows.times[rowCount - 1] - sums.origin).magnitude
    + (rows.times[0] - sums.origin).magnitude + delay.magnitude
    + max(reader.knots[0].magnitude, reader.knots[reader.cells].magnitude)
  let steepest = stride == 2
    ? (0..<reader.cells).reduce(0) { max($0, reader.coefficients[2 * $1 + 1].magnitude) } : 0
  let highest = reader.coefficients.reduce(0) { max($0, $1.magnitude) }
  let farError = 0x1p-96 * Double(reader.cells) * (steepest * span + highest) * total
  result.values.withUnsafeMutableBufferPointer { values in
    result.errors.withUnsafeMutableBufferPointer { errors in
      Parallel.forEachShard(jobs: rows.jobs, count: (rowCount + chunk - 1) / chunk) { shard in
        var fronts = KnotFronts(reader.knots.count)
        for n in shard * chunk..<min((shard + 1) * chunk, rowCount) {
          let time = rows.times[n]
          fronts.move(to: time, delay: delay, events, reader)
          let sinceOrigin = DoubleDouble.difference(time, sums.origin) - delay
          var y = DoubleDouble.zero
          var size = 0.0
          for k in 0...reader.cells {
            // Of knots closer than the slack an event is on one alone.
            let on = max(fronts.beyond[k], k < reader.cells ? fronts.upTo[k + 1] : 0)..<fronts.upTo[k]
            if !on.isEmpty {
              let weight = sums.weights[on.upperBound] - sums.weights[on.lowerBound]
              y += weight * reader.knotValue(k)
              if rows.wantsErrors {
                size += (sums.sizes[on.upperBound] - sums.sizes[on.lowerBound])
                  * reader.knotValue(k).magnitude
              }
            }
            guard k < reader.cells, fronts.upTo[k + 1] < fronts.beyond[k] else { continue }
            let inside = fronts.upTo[k + 1]..<fronts.beyond[k]
            let weight = sums.weights[inside.upperBound] - sums.weights[inside.lowerBound]
            y += weight * reader.coefficients[k * stride]
            if stride == 2 {
              let moment = sums.moments[inside.upperBound] - sums.moments[inside.lowerBound]
              let rest = reader.lowParts.isEmpty ? 0 : reader.lowParts[k]
              let since = sinceOrigin - reader.knots[k] - rest
              y += (since * weight - moment) * reader.coefficients[2 * k + 1]
            }
            if rows.wantsErrors {
              var height = reader.coefficients[k * stride].magnitude
              if stride == 2 {
                height += reader.coefficients[2 * k + 1].magnitude
                  * (reader.knots[k + 1] - reader.knots[k])
              }
              size += (sums.sizes[inside.upperBound] - sums.sizes[inside.lowerBound]) * height
            }
          }
          values[n] = y.hi
          if rows.wantsErrors {
            errors[n] = 0x1p-53 * y.hi.magnitude * 1.001 + 0x1p-53 * 12 * size
              + (size > 0 ? farError : 0)
          }
        }
      }
    }
  }
  result.methods = [
    MethodNote(
      name: "running sums of the impulses",
      reason: "more impulses are within reach of a row than the response has samples",
      cost: "\(rowCount) rows times \(reader.knots.count) knots", certainty: .bound)
  ]
  return result
}

/// Running sums over ascending events: entry n is over the first n.
struct PrefixSums {
  /// The time from which moments are taken.
  let origin: Double
  var weights: [DoubleDouble] = [.zero]
  var moments: [DoubleDouble] = [.zero]
  /// Sums of absolute weights, rounded upwards a little.
  var sizes: [Double] = [0]

  init(_ events: SortedTrain) {
    let times = events.times
    origin = times.isEmpty ? 0 : times[times.count / 2]
    weights.reserveCapacity(times.count + 1)
    moments.reserveCapacity(times.count + 1)
    sizes.reserveCapacity(times.count + 1)
    var weight = DoubleDouble.zero
    var moment = DoubleDouble.zero
    var size = DoubleDouble.zero
    for i in times.indices {
      weight += events.weights[i]
      moment += (DoubleDouble.difference(times[i], origin) + events.low(i)) * events.weights[i]
      size += events.weights[i].magnitude
      weights.append(weight)
      moments.append(moment)
      sizes.append(size.hi)
    }
  }
}

/// For one row and every knot, which events are beyond it and which are on it.
struct KnotFronts {
  /// The number of events whose lag is above the knot's by more than the slack.
  var beyond: [Int]
  /// The same and those within the slack of the knot.
  var upTo: [Int]

  init(_ knots: Int) {
    beyond = [Int](repeating: -1, count: knots)
    upTo = beyond
  }

  /// Moves the fronts from one row to the next; the first time they are searched for.
  mutating func move(
    to time: Double, delay: Double, _ events: SortedTrain, _ reader: PieceReader
  ) {
    let count = events.times.count
    @inline(__always) func distance(_ i: Int, _ k: Int) -> Double {
      reader.distance(events.lag(i, to: time, delay: delay), k)
    }
    for k in beyond.indices {
      var b = beyond[k]
      if b < 0 {
        let start = time - delay - reader.knots[k]
        b = events.times.partition { $0 < start }
      }
      while b < count, distance(b, k) > 0 { b += 1 }
      while b > 0, !(distance(b - 1, k) > 0) { b -= 1 }
      var u = max(upTo[k], b)
      while u < count, distance(u, k) >= 0 { u += 1 }
      while u > b, !(distance(u - 1, k) >= 0) { u -= 1 }
      beyond[k] = b
      upTo[k] = u
    }
  }
}
