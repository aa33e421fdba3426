import CSV
import Runs
import Systems
/// A response file's signal, and what became of an end that has not died away.
struct ResponseTail {
  /// What is done about such an end.
  enum Rule: String, CaseIterable {
    case zero, exponential, error
  }

  /// The response.
  var signal: Signal
  /// Whether an exponential goes on where the file ends.
  var isContinued = false

  /// The share of the peak above which an end counts as cut off.
  static let limit = 1e-3

  /// Makes the signal of the samples; warns, continues or refuses by the rule.
  ///
  /// - Throws: `Failure` (65).
  init(_ samples: SampleFile, between interpolation: Interpolation, rule: Rule, name: String)
    throws
  {
    signal = try FailureWording.located(at: name) {
      try Signal(times: samples.times, values: samples.values, between: interpolation)
    }
    let peak = samples.values.lazy.map(\.magnitude).max() ?? 0
    let last = samples.values.last ?? 0
    // Impulses are no cut-off curve: a die ends at its full height.
    guard interpolation != .nothing, last.magnitude > ResponseTail.limit * peak else { return }
    let ratio = NumberText.rough(last.magnitude / peak)
    let percent = NumberText.rough(100 * last.magnitude / peak)
    switch rule {
    case .error:
      throw Failure(
        .badText, "\(name): the response must end below 0.001 of its peak, found \(ratio) of it")
    case .zero:
      Messages.say(
        "\(name): the response ends at \(ratio) of its peak and is zero from there on; a steady "
          + "output would be short of about \(percent) % (--tail exponential continues it)")
    case .exponential:
      guard let tail = ExponentialTail(times: samples.times, values: samples.values),
        let end = samples.times.last
      else {
        throw Failure(
          .badText, "\(name): the last samples must decay to be continued, found that they don't")
      }
      let start = interpolation == .previous
        ? samples.extent(interpolation).last.double : end
      signal = signal.openEnded + tail.continuation(from: start, value: last)
      isContinued = true
      Messages.say(
        "\(name): continued as an exponential of rate \(NumberText.rough(tail.rate, digits: 6)), "
          + "fitted to the last \(tail.count) samples")
    }
  }
}

extension Signal {
  /// The signal without the last knot of its pieces, at which something else begins.
  fileprivate var openEnded: Signal {
    Signal(
      terms: terms.map { term in
        var open = term
        open.factors = term.factors.map { factor in
          guard case .pieces(var pieces) = factor else { return factor }
          pieces.isClosed = false
          return .pieces(pieces)
        }
        return open
      })
  }
}
