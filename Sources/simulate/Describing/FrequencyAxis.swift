import RealModule

/// The frequencies of a frequency response, from `FROM:TO:N`.
struct FrequencyAxis {
  /// In radians for each unit of time, ascending.
  var frequencies: [Double]

  /// Reads the axis: logarithmic, as in a Bode diagram, or linear where it begins at 0 or below.
  ///
  /// - Throws: `Failure` (64).
  init(_ text: String, option: String) throws {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false).map(String.init)
    guard parts.count == 3 else {
      throw Failure.option(option, "FROM:TO:N is needed, such as 0.1:10:201, found '\(text)'")
    }
    let from = try Number.double(parts[0], option: option)
    let to = try Number.double(parts[1], option: option)
    let count = try Number.integer(parts[2], option: option, in: 1...10_000_000)
    guard from <= to else {
      throw Failure.option(option, "FROM must not be above TO, found '\(text)'")
    }
    let last = Double(max(1, count - 1))
    if from > 0 {
      let (low, high) = (Double.log10(from), Double.log10(to))
      frequencies = (0..<count).map { Double.exp10(low + (high - low) * Double($0) / last) }
    } else {
      frequencies = (0..<count).map { from + (to - from) * Double($0) / last }
    }
    frequencies[0] = from
    if count > 1 { frequencies[count - 1] = to }
  }
}
