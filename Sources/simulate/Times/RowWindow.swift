import Runs
import Systems

/// What a row shows instead of the output at its time: the mean or the integral over a while before it.
///
///     total(t) = ∫ y(u) du from t − W to t = (y * 1 on [0, W))(t),   mean = total/W
struct RowWindow {
  private let width: Decimal
  private let isMean: Bool

  /// Reads `--mean-over` and `--total-over`; nil without either.
  ///
  /// - Throws: `Failure` (64).
  init?(_ options: TimesOptions) throws {
    guard options.meanOver == nil || options.totalOver == nil else {
      throw Failure.option("--mean-over", "must not stand beside --total-over")
    }
    isMean = options.meanOver != nil
    guard let text = options.meanOver ?? options.totalOver else { return nil }
    let option = isMean ? "--mean-over" : "--total-over"
    width = try Number.decimal(text, option: option)
    guard width.double > 0 else {
      throw Failure.option(option, "a time above 0 is needed, found \(text)")
    }
  }

  /// The system whose output is the mean or the integral of its input: a box.
  var part: Response.Part {
    let height = isMean ? 1 / width.double : 1
    return Response.Part(
      system: System(
        impulseResponse: Signal(.pieces(.box(from: 0, to: width.double, height: height)))),
      extent: .file(first: Decimal(0), last: width), name: isMean ? "--mean-over" : "--total-over")
  }
}

extension ResponseMatrix {
  /// The responses with a system after each.
  func followed(by part: Response.Part) -> ResponseMatrix {
    var copy = self
    for output in copy.paths.indices {
      for input in copy.paths[output].indices { copy.paths[output][input].parts.append(part) }
    }
    return copy
  }
}
