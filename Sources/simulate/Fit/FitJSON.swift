import CSV
import Systems

/// A fit as JSON: the estimates, and of each fit its goodness, covariance and search.
struct FitJSON {
  let writing: FitWriting

  /// The text.
  func text() throws -> String {
    let estimates = writing.rows.map { row in
      var fields: [(String, String)] = writing.job.command.measured.by == nil
        ? [] : [("group", row.group.map(JSON.string) ?? "null")]
      fields += [
        ("name", JSON.string(row.name))
      ] + zip(["estimate", "standard_error", "low", "high"], row.fields.map(Self.value))
      return "    " + Self.object(fields)
    }
    let fits = zip(writing.job.problems, writing.results).map { problem, result in
      "    " + Self.object(fields(of: problem, result))
    }
    return "{\n  \"estimates\": \(JSON.list(estimates)),\n  \"fits\": \(JSON.list(fits))\n}\n"
  }

  private func fields(of problem: FitProblem, _ result: ParameterFit) -> [(String, String)] {
    let goodness = result.goodness
    let groups = problem.groups.compactMap(\.label)
    var fields: [(String, String)] = groups.isEmpty
      ? [] : [("groups", "[" + groups.map(JSON.string).joined(separator: ", ") + "]")]
    fields += [
      ("parameters", "[" + result.estimates.map { JSON.string($0.name) }.joined(separator: ", ") + "]"),
      ("rows", "\(goodness.rows)"), ("sum_of_squares", number(goodness.sumOfSquares)),
      ("residual_standard_error", number(goodness.residualError)), ("r_squared", number(goodness.determination)),
      ("aicc", number(goodness.criterion)), ("lag1_autocorrelation", number(goodness.autocorrelation)),
      ("runs_test_p", number(goodness.runsProbability)), ("condition", number(result.condition)),
      ("starts", "\(result.starts.made)"), ("starts_at_minimum", "\(result.starts.reached)"),
      ("at_limit", "[" + result.atLimit.map(JSON.string).joined(separator: ", ") + "]"),
      (
        "undetermined",
        "[" + result.undetermined.map { "[" + $0.map(JSON.string).joined(separator: ", ") + "]" }
          .joined(separator: ", ") + "]"
      ),
      (
        "covariance",
        result.covariance.map { rows in
          "[" + rows.map { "[" + $0.map { number($0) }.joined(separator: ", ") + "]" }.joined(separator: ", ") + "]"
        } ?? "null"
      ),
    ]
    return fields
  }

  /// A number, null for one that is not known, a text for a complex one.
  private static func value(_ text: String) -> String {
    text.isEmpty ? "null" : text.hasSuffix("i") ? JSON.string(text) : text
  }

  private func number(_ value: Double?) -> String {
    let text = writing.number(value)
    return text.isEmpty ? "null" : text
  }

  private static func object(_ fields: [(String, String)]) -> String {
    "{" + fields.map { "\(JSON.string($0.0)): \($0.1)" }.joined(separator: ", ") + "}"
  }
}
