import Systems

extension Formula {
  func transferFunction() throws(FormulaError) -> Signal { fatalError("not yet") }
  func discreteFilter(period: Double?) throws(FormulaError) -> Signal { fatalError("not yet") }
}
