/// A line that ends with the checksum of itself, so that no changed bit of it passes for what was
/// written.
enum CheckedLine {
  /// The words, ` line=` and their XXH64, and a line's end.
  static func text(_ words: String) -> String {
    var sum = XXHash64()
    Array(words.utf8).withUnsafeBytes { sum.update($0) }
    return "\(words) line=\(sum.finish())\n"
  }
}
