/// A column of a population's bands.
struct BandCurve: Hashable {
  /// Where it stands in the table.
  var column: Int
  /// `q0.05`, `mean` or `sd`.
  var word: String
  /// The output; empty where there is one alone.
  var output: String
  /// The probability of a quantile, and as it was typed.
  var probability: Double?
  var text = ""

  /// The column of a name; nil where it is none.
  init?(_ name: String, column: Int) {
    let parts = name.split(separator: "_", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
    (self.column, word, output) = (column, parts[0], parts.count > 1 ? parts[1] : "")
    if word == "mean" || word == "sd" { return }
    guard word.first == "q", let probability = Double(word.dropFirst()), (0...1).contains(probability) else { return nil }
    (self.probability, text) = (probability, String(word.dropFirst()))
  }
}
