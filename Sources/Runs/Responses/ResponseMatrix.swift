/// The response of every output to every input channel, and what all of them share.
package struct ResponseMatrix {
  /// The channels' names, in the order in which a table counts them from 1.
  package var inputs: [String]
  /// Whether what goes in must say into which channel: the user has named them.
  package var mustBeNamed: Bool
  /// The columns' names.
  package var outputs: [String]
  /// The series from a channel to an output: `paths[output][channel]`, for the channels in use.
  package var paths: [[Response]]

  package init(inputs: [String], mustBeNamed: Bool, outputs: [String], paths: [[Response]]) {
    (self.inputs, self.mustBeNamed, self.outputs, self.paths) = (inputs, mustBeNamed, outputs, paths)
  }

  /// Whether every response is impulses and nothing else.
  package var isDiscrete: Bool { paths.allSatisfy { $0.allSatisfy(\.isDiscrete) } }

  /// Whether something starts from a state other than rest.
  package var hasState: Bool { paths.contains { $0.contains(where: \.hasState) } }

  /// The spacing of the first file's samples.
  package var step: Decimal? { paths.lazy.joined().compactMap(\.step).first }

  /// The period of the first filter in `z`.
  package var period: Decimal? { paths.lazy.joined().compactMap(\.period).first }
}
