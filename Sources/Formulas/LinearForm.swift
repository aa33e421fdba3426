import NumericalMethods

/// A linear combination of unknowns, and a constant.
struct LinearForm {
  /// The factors of the unknowns, by their index in the expression's symbols.
  var factors: [Int: DoubleDouble] = [:]
  var constant = DoubleDouble.zero

  var isConstant: Bool { factors.isEmpty }

  func scaled(by factor: DoubleDouble) -> LinearForm {
    var copy = self
    copy.factors = factors.mapValues { $0 * factor }.filter { !$0.value.isZero }
    copy.constant = constant * factor
    return copy
  }

  func adding(_ other: LinearForm) -> LinearForm {
    var copy = self
    copy.factors.merge(other.factors) { $0 + $1 }
    copy.factors = copy.factors.filter { !$0.value.isZero }
    copy.constant = constant + other.constant
    return copy
  }
}

extension LinearForm {
  /// The linear form that an expression is.
  ///
  /// - Parameter error: makes the error for a message and a place.
  /// - Throws: `FormulaError` where it is not linear in the unknowns.
  init(
    _ expression: Expression, error: (String, Int) -> FormulaError
  ) throws(FormulaError) {
    func name(_ form: LinearForm) -> String {
      guard let index = form.factors.keys.min() else { return "a number" }
      let symbol = expression.symbols[index]
      return "'\(symbol.name)\(String(repeating: "'", count: symbol.primes))'"
    }
    var stack: [LinearForm] = []
    for node in expression.nodes {
      switch node.kind {
      case .number(let value): stack.append(LinearForm(constant: DoubleDouble(value)))
      case .symbol(let index):
        guard expression.symbols[index].name != "t" else {
          throw error(
            "an equation must have constant coefficients, found the time 't'", node.offset)
        }
        stack.append(LinearForm(factors: [index: .one]))
      case .negate: stack.append(stack.removeLast().scaled(by: DoubleDouble(-1)))
      case .binary(let sign):
        let b = stack.removeLast()
        let a = stack.removeLast()
        switch sign {
        case .add: stack.append(a.adding(b))
        case .subtract: stack.append(a.adding(b.scaled(by: DoubleDouble(-1))))
        case .multiply where a.isConstant: stack.append(b.scaled(by: a.constant))
        case .multiply where b.isConstant: stack.append(a.scaled(by: b.constant))
        case .divide where b.isConstant:
          guard !b.constant.isZero else { throw error("a divisor must not be 0", node.offset) }
          stack.append(a.scaled(by: DoubleDouble.one / b.constant))
        case .power where b.isConstant && b.constant == .one: stack.append(a)
        case _ where a.isConstant && b.isConstant:
          let value = sign.value(a.constant.hi, b.constant.hi)
          stack.append(LinearForm(constant: DoubleDouble(value)))
        case .multiply:
          throw error(
            "an equation must be linear, found the product of \(name(a)) and \(name(b)); "
              + "--set NAME=VALUE binds a constant",
            node.offset)
        case .divide:
          throw error("an equation must be linear, found a division by \(name(b))", node.offset)
        default:
          throw error(
            "an equation must be linear, found '\(sign.rawValue)' of "
              + "\(name(a.isConstant ? b : a))", node.offset)
        }
      case .call(let function, let count):
        let arguments = stack.suffix(count)
        guard arguments.allSatisfy(\.isConstant) else {
          let unknown = arguments.first { !$0.isConstant } ?? LinearForm()
          throw error(
            "an equation must be linear, found \(function.rawValue) of \(name(unknown))",
            node.offset)
        }
        let value = function.value(arguments.map(\.constant.hi))
        stack.removeLast(count)
        stack.append(LinearForm(constant: DoubleDouble(value)))
      }
    }
    self = stack.last ?? LinearForm()
  }
}
