import CSV
import Systems

extension DiscreteFilter {
  /// The filter as a model file: powers of `z⁻¹`, the constant first.
  func text(period: String, digits: Int?) -> String {
    func list(_ values: [Double]) -> String {
      "[" + values.map { NumberText.text($0 + 0, digits: digits) }.joined(separator: ", ") + "]"
    }
    return "numerator = \(list(numerator))\ndenominator = \(list(denominator))\nperiod = \(period)\n"
  }
}
