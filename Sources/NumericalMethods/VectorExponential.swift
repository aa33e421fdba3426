internal import CVectorMath

/// Replaces every number by its exponential.
///
/// - Complexity: O(n), several numbers at once.
package func exponentials(_ values: UnsafeMutableBufferPointer<Double>) {
  guard let base = values.baseAddress else { return }
  cvm_exp(base, base, values.count)
}
