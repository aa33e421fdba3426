/// The counter-based generator Philox4x32-10: a number is a function of its place, not of those before it.
///
///     words = Philox.block(counter, key)
///
/// Ten rounds of two 32-bit multiplications each. Any place can be asked for at any time, on any thread.
///
/// Source: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC11 (2011).
package enum Philox {
  /// The 128 bits at a place.
  package static func block(_ counter: SIMD4<UInt32>, key: SIMD2<UInt32>) -> SIMD4<UInt32> {
    var (words, key) = (counter, key)
    for round in 0..<10 {
      if round > 0 { key &+= SIMD2(0x9E37_79B9, 0xBB67_AE85) }
      let first = UInt64(words.x) &* 0xD251_1F53
      let second = UInt64(words.z) &* 0xCD9E_8D57
      words = SIMD4(
        UInt32(truncatingIfNeeded: second >> 32) ^ words.y ^ key.x, UInt32(truncatingIfNeeded: second),
        UInt32(truncatingIfNeeded: first >> 32) ^ words.w ^ key.y, UInt32(truncatingIfNeeded: first))
    }
    return words
  }

  /// 64 bits of a stream.
  ///
  /// - Parameters:
  ///   - place: how far into the stream.
  ///   - stream: which of 2^31 streams of a seed.
  ///   - purpose: keeps numbers for different uses apart.
  static func bits(seed: UInt64, stream: Int, place: UInt64, purpose: UInt32 = 0) -> UInt64 {
    let words = block(
      SIMD4(
        UInt32(truncatingIfNeeded: place), UInt32(truncatingIfNeeded: place >> 32),
        UInt32(truncatingIfNeeded: stream), purpose),
      key: SIMD2(UInt32(truncatingIfNeeded: seed), UInt32(truncatingIfNeeded: seed >> 32)))
    return UInt64(words.x) | UInt64(words.y) << 32
  }
}
