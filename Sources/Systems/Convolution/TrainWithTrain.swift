internal import NumericalMethods

extension Train {
  /// The convolution of trains: every impulse of one with every impulse of the other.
  ///
  ///     (Σ aᵢ δ(t − sᵢ)) * (Σ bⱼ δ(t − tⱼ)) = Σᵢⱼ aᵢ bⱼ δ(t − sᵢ − tⱼ)
  ///
  /// Impulses that meet are added without loss and rounded once; no train is the identity.
  ///
  /// - Throws: `SystemsError.tooLarge` where trains that lie on no common grid multiply out to more
  ///   than 1e8 impulses.
  /// - Complexity: O(n m), O((n + m) log) where both lie on one uniform grid and are long.
  static func convolved(_ trains: [Train], jobs: Int = 1) throws -> Train {
    guard var product = trains.first else { return .identity }
    for train in trains.dropFirst() {
      let lost = product.transformError
      product = try product.convolved(with: train, jobs: jobs)
      if lost > 0 { product.transformError += lost * train.events.reduce(0) { $0 + $1.weight.magnitude } }
    }
    return product
  }

  private func convolved(with other: Train, jobs: Int) throws -> Train {
    guard past.isEmpty, other.past.isEmpty else {
      throw SystemsError.undefined("only one of two trains may have gone on for ever")
    }
    if events.isEmpty || other.events.isEmpty { return Train() }
    let (a, b) = (SortedTrain(self), SortedTrain(other))
    let pairs = Double(events.count) * Double(other.events.count)
    let most = TrainCosts.mostPlaces(events.count, other.events.count)
    if let common = CommonGrid(a, b, places: most) {
      return common.convolved(
        listingAllUpTo: TrainCosts.few(events.count, other.events.count), jobs: jobs)
    }
    guard pairs <= TrainCosts.mostPairs else {
      throw SystemsError.tooLarge(what: "the convolution of two trains on no common grid", size: pairs)
    }
    var times: [DoubleDouble] = []
    var weights: [Double] = []
    times.reserveCapacity(Int(pairs))
    weights.reserveCapacity(Int(pairs))
    for i in a.times.indices {
      for j in b.times.indices {
        times.append(DoubleDouble.sum(a.times[i], b.times[j]) + (a.low(i) + b.low(j)))
        weights.append(a.weights[i] * b.weights[j])
      }
    }
    return Train(times: times, weights: weights).merged()
  }

  /// The train with impulses at the same instant joined: two times are one instant if they differ
  /// by less than 1e-9 of the smallest spacing that is not such a difference.
  ///
  /// - Complexity: O(n log n).
  public func merged() -> Train {
    let sorted = SortedTrain(self)
    let times = sorted.times
    var spacing = Double.infinity
    for k in times.indices.dropFirst() {
      let gap = times[k] - times[k - 1]
      let size = max(times[k].magnitude, times[k - 1].magnitude)
      if gap > 64 * size.ulp { spacing = min(spacing, gap) }
    }
    var moments: [DoubleDouble] = []
    var weights: [Double] = []
    var sum = CompensatedSum()
    for k in times.indices {
      let joins = k > 0 && (spacing == .infinity
        || times[k] - times[k - 1] < 1e-9 * spacing
        || times[k] - times[k - 1] <= 64 * times[k].magnitude.ulp)
      if !joins {
        if k > 0 { weights[weights.count - 1] = sum.value }
        moments.append(DoubleDouble(hi: times[k], lo: sorted.low(k)))
        weights.append(0)
        sum = CompensatedSum()
      }
      sum.add(sorted.weights[k])
    }
    if !weights.isEmpty { weights[weights.count - 1] = sum.value }
    var result = Train(times: moments, weights: weights, past: past)
    result.transformError = transformError
    return result
  }
}

/// What is worth it where two trains are multiplied out.
enum TrainCosts {
  /// The most pairs that are listed one by one: at 40 bytes each.
  static let mostPairs = 1e8

  /// Up to so many places a grid is full enough for all of them to be listed.
  static func few(_ n: Int, _ m: Int) -> Double { 8 * Double(n + m) + 64 }

  /// The most places of a grid that cost less than listing all pairs and sorting them.
  static func mostPlaces(_ n: Int, _ m: Int) -> Double {
    let pairs = Double(n) * Double(m)
    return min(0x1p26, max(few(n, m), pairs))
  }
}
