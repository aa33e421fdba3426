internal import CVectorMath
import RealModule

/// How this processor rounds: whether it fuses products and sums, and what the mathematical functions
/// and transforms make of some numbers.
///
/// Kernels, the C library and FFTW choose their instructions by the processor, so that the last digit
/// of a value may differ from one kind to another. What this names differs wherever those bytes do:
/// results that were computed under two names must not be put together.
public enum RoundingPath {
  /// The name: 16 hexadecimal digits, a hash of values that depend on every path.
  ///
  /// - Complexity: a millisecond.
  public static var name: String {
    let count = 2048
    // Numbers of full length, spread over magnitudes: x ↦ 4 x (1 − x) is exact nowhere.
    var x = 0.3711
    let numbers = (0..<count).map { _ -> Double in
      x = 3.99 * x * (1 - x)
      return x
    }
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    func take(_ values: [Double]) {
      for value in values { hash = (hash ^ value.bitPattern) &* 0x100_0000_01B3 &+ (hash >> 29) }
    }
    take(numbers.map { Double.exp(-20 * $0) })
    take(numbers.map { Double.log($0) })
    take(numbers.map { Double.sin(50 * $0) })
    take(numbers.map { Double.cos(50 * $0) })
    take(numbers.map { Double.pow($0, 1.7) })
    take(numbers.map { Double.gamma(1 + 5 * $0) })
    var values = [Double](repeating: 0, count: count)
    cvm_exp(numbers.map { -30 * $0 }, &values, count)
    take(values)
    cvm_weights(numbers, numbers.map { 100 * $0 }, count, -0.37, 7.7, 0, &values)
    take(values)
    take([cvm_sum(numbers, count), cvm_dot(numbers, values, count)])
    var filtered = [Double](repeating: 0, count: count / 2)
    cvm_filter(numbers, values, count / 2, &filtered, count / 2, 0)
    take(filtered)
    take(DiscreteConvolution.convolve(numbers, values, method: .transform))
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
