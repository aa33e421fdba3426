internal import NumericalMethods

/// The full discrete convolution of two sequences.
///
///     y[n] = Σₖ h[k] x[n − k],   0 ≤ n < x.count + h.count − 1
///
/// Directly where that is faster, else in blocks by transforms (overlap-save), whose error is below
/// 5 u log₂ N (2 ‖x‖ ‖h‖ + ‖y‖) over each block. A value to which only zeros contribute is exactly 0, and
/// the convolution of what is not negative is not negative.
///
/// - Parameters:
///   - x: a sequence.
///   - h: another; the order of the two doesn't matter.
///   - jobs: how many threads may work; the result does not depend on it.
/// - Returns: the values; none where one of the sequences is empty.
/// - Complexity: O(n log m) for n values and m, m ≤ n.
public func convolve(_ x: [Double], _ h: [Double], jobs: Int = 1) -> [Double] {
  DiscreteConvolution.convolve(x, h, jobs: jobs)
}
