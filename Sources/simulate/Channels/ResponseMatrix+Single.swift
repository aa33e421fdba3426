import Runs

extension ResponseMatrix {
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
}
