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

  /// Filters in series.
  ///
  /// - Throws: `SystemsError.notRational` for a power series.
  public init(inZ filters: [DiscreteFilter]) throws(SystemsError) {
    var product = RationalFunction(DoubleDouble.one)
    for filter in filters {
      guard filter.series == nil else { throw .notRational(what: "a filter") }
      product = product.multiplied(by: Self.inZ(filter.numerator))
        .multiplied(by: Self.inZ(filter.denominator).inverse)
    }
    self.init(inZ: RationalSum([product]))
  }

  /// What a state space that goes from sample to sample makes of its state at sample 0: `y[k] = C Aᵏ x`, so
  /// `z C (z − A)⁻¹ x`.
  ///
  /// - Throws: `SystemsError.undefined` as of the state space.
  public init(stateInZ state: [Double], of model: StateSpace) throws(SystemsError) {
    var free = model
    free.b = state
    free.d = 0
    let z = RationalSum([RationalFunction(RationalFunction.variable)])
    self.init(inZ: try free.quotients().multiplied(by: z))
  }

  /// Coefficients of rising powers of `z⁻¹` as a function of `z`: `(c₀ zⁿ + … + cₙ) / zⁿ`.
  private static func inZ(_ coefficients: [Double]) -> RationalFunction {
    let rising = coefficients.reversed().map { DoubleDouble($0) }
    return RationalFunction(Polynomial(rising))
      .multiplied(by: RationalFunction(RationalFunction.variable).raised(to: coefficients.count - 1).inverse)
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
