import CSV
import Runs
import Systems

/// What a rate file's values are, and what lies between them.
enum RateRule: String, CaseIterable {
  case linear, previous, steffen, cubic, nothing
  /// Running totals, spread evenly between their times.
  case total

  /// What lies between two samples; nil for running totals.
  var interpolation: Interpolation? { Interpolation(rawValue: rawValue) }
}

extension SampleFile {
  /// The rate whose running totals these are: between two times the difference of the totals, evenly spread.
  ///
  ///     r(t) = (vₖ − vₖ₋₁)/(tₖ − tₖ₋₁)   for tₖ₋₁ ≤ t < tₖ
  ///
  /// Both differences are those of the decimal numbers in the file, each rounded once.
  ///
  /// - Throws: `CSVError` for fewer than two rows; `SystemsError`.
  /// - Complexity: O(n).
  func rateOfTotals(_ axis: TimeAxis) throws -> Rate {
    guard times.count > 1, let first = times.first, let last = times.last else {
      throw table.error("running totals need at least two rows, found \(times.count)")
    }
    var heights: [Double] = []
    heights.reserveCapacity(times.count - 1)
    for k in times.indices.dropFirst() {
      let amount = (Decimal(values[k]) - Decimal(values[k - 1])).double
      heights.append(amount / (Decimal(times[k]) - Decimal(times[k - 1])).double)
    }
    if let k = heights.firstIndex(where: { $0 < 0 }) {
      let falls = heights.lazy.filter { $0 < 0 }.count
      Messages.say(
        table.error(
          row: k + 1, column: 1,
          "the running total falls from \(NumberText.text(values[k])) to \(NumberText.text(values[k + 1])), "
            + "which is a rate below 0" + (falls > 1 ? " (the first of \(falls) falls)" : "")
        ).description)
    }
    let pieces = PiecewisePolynomial(
      knots: try TimeGrid(times), coefficients: heights, degree: 0, isClosed: false)
    return Rate(
      signal: Signal(.pieces(pieces)), first: Decimal(first), last: Decimal(last), step: spacing)
  }
}
