internal import ComplexModule
internal import NumericalMethods
internal import RealModule

/// Whether every bounded input gives a bounded output.
public enum Stability: String, CaseIterable, Hashable, Sendable {
  /// It does.
  case stable = "yes"
  /// Some bounded input gives an unbounded output, though the impulse response itself is bounded.
  case marginal
  /// The impulse response itself is unbounded, or it has infinite area.
  case unstable = "no"

  /// The worse of two.
  func and(_ other: Stability) -> Stability {
    self == .unstable || other == .unstable
      ? .unstable : self == .marginal || other == .marginal ? .marginal : .stable
  }
}

extension Signal {
  /// Whether the system with this impulse response is stable.
  ///
  /// Rational waveforms by their poles: all left of the imaginary axis, or simple ones on it;
  /// filters likewise by the unit circle; formulas by whether their absolute area is finite.
  ///
  /// - Throws: What evaluating a formula throws.
  public func stability() throws -> Stability {
    var worst = Stability.stable
    for term in terms {
      for filter in term.filters {
        guard let taps = filter.taps else {
          throw SystemsError.undefined(
            "whether a power series in z^-1 is stable can't be said: its coefficients do not die away "
              + "within 16384 periods")
        }
        worst = worst.and(filter.series == nil ? taps.stability : .stable)
      }
      for loop in term.loops { worst = worst.and(try loop.stability()) }
      let rationals = term.factors.compactMap { factor -> Rational? in
        if case .rational(let rational) = factor { rational } else { nil }
      }
      if let first = rationals.first {
        worst = worst.and(rationals.dropFirst().reduce(first) { $0.convolved(with: $1) }.stability)
      }
      for case .closedForm(let form) in term.factors where try LegendrePanels(form) == nil {
        worst = .unstable
      }
    }
    return worst
  }
}

extension Rational {
  /// The stability that the poles say; one within rounding of the axis is on it.
  package var stability: Stability {
    let slack = perturbations.isEmpty ? 0 : 0x1p-50
    return Stability(
      inside: poles.map { $0.real < -slack * $0.length },
      outside: poles.map { $0.real > slack * $0.length }, of: poles)
  }
}

extension DiscreteFilter {
  /// The stability that the poles in z say.
  package var stability: Stability {
    guard let poles = try? planePolesAndZeros().poles else { return .unstable }
    let slack = 0x1p-50
    return Stability(
      inside: poles.map { $0.length < 1 - slack }, outside: poles.map { $0.length > 1 + slack },
      of: poles)
  }
}

extension Stability {
  /// Poles inside, outside and, where they are neither, on the border: there a repeated one grows.
  fileprivate init(inside: [Bool], outside: [Bool], of poles: [Complex<Double>]) {
    if outside.contains(true) {
      self = .unstable
      return
    }
    let border = poles.indices.filter { !inside[$0] }.map { poles[$0] }
    let isRepeated = border.indices.contains { i in
      border[..<i].contains { ($0 - border[i]).length <= 1e-9 * border[i].length }
    }
    self = border.isEmpty ? .stable : isRepeated ? .unstable : .marginal
  }
}
