package import ComplexModule

extension ComplexDoubleDouble: BlockScalar {
  package static var blockZero: Self { .zero }
  package init(blockValue: Complex<Double>) { self.init(blockValue) }
  package func multiplied(by factor: Double) -> Self { self * factor }
  package func divided(by divisor: Double) -> Self { self / DoubleDouble(divisor) }
  package var blockExponential: Self { exponential() }
  package static var taylorTerms: Int { 30 }
  package static func bidiagonalExponential(_ nodes: [Self], time: Double) -> [Self] {
    scaledAndSquared(nodes, time: time)
  }
}
