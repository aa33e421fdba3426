import CVectorMath

/// Arrays of doubles added up with weights, each product rounded before it is added: the same bytes
/// on every processor and at every place of an array.
package struct WeightedSum: Sendable {
  /// The weights, or nil for ones.
  let weights: [Double]?
  /// What the sum is multiplied by.
  let scale: Double
  /// What the scaled sum is divided by.
  let divisor: Double
  /// The number of arrays that are added.
  package let count: Int

  /// Makes the sum scale Σ weights[k] sources[k] / divisor.
  ///
  /// Equal weights are taken out of the sum, which then rounds nothing if the elements are
  /// whole numbers.
  package init(weights: [Double], divisor: Double = 1) {
    let equal = weights.dropFirst().allSatisfy { $0 == weights[0] }
    self.weights = equal ? nil : weights
    scale = equal ? weights.first ?? 1 : 1
    self.divisor = divisor
    count = weights.count
  }

  /// Writes the first `length` elements of the sum.
  ///
  /// - Parameters:
  ///   - sources: As many arrays as there are weights; they may overlap each other.
  ///   - output: Overlaps none of them.
  /// - Complexity: O(length × sources): about 0.1 ns for each product.
  package func add(
    _ sources: UnsafeBufferPointer<UnsafePointer<Double>>, length: Int,
    into output: UnsafeMutablePointer<Double>
  ) {
    precondition(sources.count == count)
    // C sees pointers that may be null; the layout is one and the same.
    sources.withMemoryRebound(to: UnsafePointer<Double>?.self) { sources in
      if let weights {
        cvm_weighted_sum(sources.baseAddress, weights, count, scale, divisor, output, length)
      } else {
        cvm_weighted_sum(sources.baseAddress, nil, count, scale, divisor, output, length)
      }
    }
  }
}
