import CSV
import Runs

/// What `--quantiles` prints of the runs at one time.
enum BandColumn {
  /// A quantile, and its probability as it was typed.
  case quantile(Double, text: String)
  case mean
  case standardDeviation

  /// The name of the column.
  var name: String {
    switch self {
    case .quantile(_, let text): "q\(text)"
    case .mean: "mean"
    case .standardDeviation: "sd"
    }
  }

  /// The word as it was typed.
  var text: String {
    if case .quantile(_, let text) = self { text } else { name }
  }

  /// Reads `0.05,0.5,mean,sd`.
  ///
  /// - Throws: `Failure` (64).
  static func read(_ text: String) throws -> [BandColumn] {
    var columns: [BandColumn] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      let word = part.trimmingSpaces
      let column: BandColumn
      switch word {
      case "mean": column = .mean
      case "sd": column = .standardDeviation
      default:
        let p = try Number.double(word, option: "--quantiles")
        guard p >= 0, p <= 1 else {
          throw Failure.option("--quantiles", "probabilities from 0 to 1, mean or sd are needed, found '\(word)'")
        }
        column = .quantile(p, text: word)
      }
      guard !columns.contains(where: { $0.name == column.name }) else {
        throw Failure.option("--quantiles", "each must be given once, found '\(word)' twice")
      }
      columns.append(column)
    }
    return columns
  }

  /// The column's number.
  func value(of statistics: OrderStatistics) -> Double {
    switch self {
    case .quantile(let p, _): statistics.quantile(p)
    case .mean: statistics.mean
    case .standardDeviation: statistics.standardDeviation
    }
  }
}
