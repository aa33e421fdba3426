import NumericalMethods
public import Systems

extension NamedSystem {
  /// A system whose transform, as that of zeros, poles and gain, is taken as a function of `z`.
  ///
  /// - Throws: `SystemsError.notRational`.
  public init(inZ system: System) throws(SystemsError) {
    guard let quotients = system.impulseResponse.quotients else {
      throw .notRational(what: "a filter")
    }
    self.init(inZ: quotients)
  }

  /// A state space that goes from sample to sample: `x[k+1] = A x[k] + B u[k]`, `H = C (z − A)⁻¹ B + D`.
  ///
  /// - Throws: `SystemsError.undefined` for numbers that are not finite, and other shapes.
  public init(inZ model: StateSpace) throws(SystemsError) {
    self.init(inZ: try model.quotients())
  }

  private init(inZ quotients: RationalSum) {
    self.init(variable: .z, value: .quotients(quotients))
  }

  /// The filter that the system is.
  ///
  /// - Throws: `FormulaError` for one that answers before its input.
  public func filter(period: Double) throws(FormulaError) -> System {
    try Formula("G", systems: ["G": self]).system(period: period)
  }
}
