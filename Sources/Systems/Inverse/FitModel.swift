/// What a fit compares with measurements: values that depend on parameters, and their derivatives.
public struct FitModel {
  /// Gives the values at the parameters, and the derivatives by those whose indices are wanted.
  public typealias Evaluation = (
    _ parameters: [Double], _ wanted: [Int]
  ) throws -> (values: [Double], columns: [[Double]])

  /// The parameters, in the order in which values of them are listed.
  public var parameters: [FitParameter]
  /// The values, one for each measurement, and their derivatives.
  public var evaluate: Evaluation

  /// Makes a model from a function for its values and their derivatives.
  public init(_ parameters: [FitParameter], evaluate: @escaping Evaluation) {
    self.parameters = parameters
    self.evaluate = evaluate
  }

  /// Makes a model whose values are a signal's at the measured times.
  ///
  /// - Parameters:
  ///   - times: when was measured, in any order.
  ///   - output: the signal for parameters.
  ///   - derivative: its derivative by the parameter with an index.
  public init(
    _ parameters: [FitParameter], at times: [Double], output: @escaping ([Double]) throws -> Signal,
    derivative: @escaping ([Double], Int) throws -> Signal
  ) {
    self.init(parameters) { values, wanted in
      let rows = OutputTimes.listed(times)
      return (
        try output(values).sampled(at: rows).values,
        try wanted.map { try derivative(values, $0).sampled(at: rows).values }
      )
    }
  }
}
