internal import ComplexModule
import NumericalMethods
internal import RealModule

extension Signal {
  /// The Laplace transform as quotients with dead time; nil where a term is none.
  package var quotients: RationalSum? {
    var sum: [RationalFunction] = []
    for term in terms {
      guard term.filters.isEmpty, term.loops.isEmpty else { return nil }
      var product = RationalFunction(DoubleDouble.one)
      product.delay = DoubleDouble(term.delay)
      for train in term.trains {
        guard train.past.isEmpty, train.events.count == 1 else { return nil }
        product.gain = product.gain * train.events[0].weight
        product.delay = product.delay + train.events[0].time
      }
      for factor in term.factors {
        guard case .rational(let rational) = factor, rational.realization == nil else { return nil }
        product = product.multiplied(by: rational.quotient)
      }
      sum.append(product)
    }
    return RationalSum(sum)
  }
}

extension Rational {
  /// The same as a quotient of real factors.
  var quotient: RationalFunction {
    var product = RationalFunction(DoubleDouble(gain))
    for row in numerators {
      product = product.multiplied(by: RationalFunction(Polynomial(Array(row.reversed()))))
    }
    for pole in poles where pole.imaginary >= 0 {
      let square = DoubleDouble.product(pole.real, pole.real)
        + DoubleDouble.product(pole.imaginary, pole.imaginary)
      let factor = pole.imaginary == 0
        ? Polynomial([DoubleDouble(-pole.real), .one])
        : Polynomial([square, DoubleDouble(-2 * pole.real), .one])
      product = product.multiplied(by: RationalFunction(factor).inverse)
    }
    return product
  }
}
