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
  /// - Complexity: O(n m), O((n + m) log) where both lie on one even grid and are long.
  static func convolved(_ trains: [Train]) throws -> Train {
    guard var product = trains.first else { return .identity }
    for train in trains.dropFirst() { product = try product.convolved(with: train) }
    return product
  }

  private func convolved(with other: Train) throws -> Train {
    guard past.isEmpty, other.past.isEmpty else {
      throw SystemsError.undefined("only one of two trains may have gone on for ever")
    }
    if events.isEmpty || other.events.isEmpty { return Train() }
    if let common = CommonGrid(events, other.events) { return common.convolved() }
    let size = Double(events.count) * Double(other.events.count)
    guard size <= 1e8 else {
      throw SystemsError.tooLarge(what: "the convolution of two trains on no common grid", size: size)
    }
    var sums: [(time: Double, weight: Double)] = []
    sums.reserveCapacity(Int(size))
    for a in events {
      for b in other.events { sums.append((a.time + b.time, a.weight * b.weight)) }
    }
    sums.sort { $0.time < $1.time }
    return Train(sums.map { Event(time: $0.time, weight: $0.weight) }).merged()
  }

  /// The train with impulses at the same instant joined: two times are one instant if they differ
  /// by less than 1e-9 of the smallest spacing that is not such a difference.
  ///
  /// - Complexity: O(n log n).
  public func merged() -> Train {
    let sorted = events.sorted { $0.time < $1.time }
    var spacing = Double.infinity
    for k in sorted.indices.dropFirst() {
      let gap = sorted[k].time - sorted[k - 1].time
      let size = max(sorted[k].time.magnitude, sorted[k - 1].time.magnitude)
      if gap > 64 * size.ulp { spacing = min(spacing, gap) }
    }
    var result: [Event] = []
    var sum = CompensatedSum()
    for (k, event) in sorted.enumerated() {
      let joins = k > 0 && (spacing == .infinity
        || event.time - sorted[k - 1].time < 1e-9 * spacing
        || event.time - sorted[k - 1].time <= 64 * event.time.magnitude.ulp)
      if !joins {
        if k > 0 { result[result.count - 1].weight = sum.value }
        result.append(Event(time: event.time, weight: 0))
        sum = CompensatedSum()
      }
      sum.add(event.weight)
    }
    if !result.isEmpty { result[result.count - 1].weight = sum.value }
    return Train(result, past: past)
  }
}
