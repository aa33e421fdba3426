package import ComplexModule

extension ComplexDoubleDouble: BlockScalar {
  @usableFromInline package static var blockZero: Self { .zero }
  @usableFromInline package init(blockValue: Complex<Double>) { self.init(blockValue) }
  @usableFromInline package func multiplied(by factor: Double) -> Self { self * factor }
  @usableFromInline package func divided(by divisor: Double) -> Self { self / DoubleDouble(divisor) }
  @usableFromInline package var blockExponential: Self { exponential() }
  @usableFromInline package static var taylorTerms: Int { 30 }
  @usableFromInline package static func bidiagonalExponential(_ nodes: [Self], time: Double) -> [Self] {
    scaledAndSquared(nodes, time: time)
  }
}
