/// The response of every output to every input channel, and what all of them share.
struct ResponseMatrix {
  /// The channels' names, in the order in which a table counts them from 1.
  var inputs: [String]
  /// Whether what goes in must say into which channel: the user has named them.
  var mustBeNamed: Bool
  /// The columns' names.
  var outputs: [String]
  /// The series from a channel to an output: `paths[output][channel]`, for the channels in use.
  var paths: [[Response]]

  /// The one response, where there is one channel and one output.
  ///
  /// - Throws: `Failure` (64) where there are several.
  func single() throws -> Response {
    if outputs.count > 1 {
      throw Failure.option(
        "--observe", "one output is needed here, found \(outputs.joined(separator: ", ")); "
          + "--observe \(outputs[0]) chooses one")
    }
    if mustBeNamed, inputs.count > 1 {
      throw Failure.option(
        "--impulse", "one input channel is needed here, found \(inputs.joined(separator: ", "))")
    }
    return paths[0][0]
  }

  /// Whether every response is impulses and nothing else.
  var isDiscrete: Bool { paths.allSatisfy { $0.allSatisfy(\.isDiscrete) } }

  /// Whether something starts from a state other than rest.
  var hasState: Bool { paths.contains { $0.contains(where: \.hasState) } }

  /// The spacing of the first file's samples.
  var step: Decimal? { paths.lazy.joined().compactMap(\.step).first }

  /// The period of the first filter in `z`.
  var period: Decimal? { paths.lazy.joined().compactMap(\.period).first }
}
