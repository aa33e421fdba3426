import ComplexModule
import RealModule

extension Signal {
  /// The same signal with its waveforms known by their values alone, so that sampling it, or its
  /// convolution with something else, goes another way: value by value at each lag, and by
  /// quadrature. It is what `--verify` compares with.
  ///
  /// Impulses (terms without waveforms) stay what they are.
  public func knownByValues() -> Signal {
    Signal(
      terms: terms.flatMap { term in
        guard !term.factors.isEmpty else { return [term] }
        var copy = term
        copy.factors = [.closedForm(ClosedForm(valuesOf: term.factors))]
        return [copy] + (term.impulsive.map { [$0] } ?? [])
      })
  }

  /// Whether all its waveforms are single formulas, so that `knownByValues()` changes nothing.
  public var isKnownByValuesAlone: Bool {
    terms.allSatisfy { term in
      if case .closedForm? = term.factors.first { term.factors.count == 1 } else { term.factors.isEmpty }
    }
  }
}

extension ClosedForm {
  /// The convolution of waveforms as a formula that is evaluated by sampling it.
  fileprivate init(valuesOf factors: [Waveform]) {
    let signal = Signal(terms: [Signal.Term(factors: factors)])
    var start = 0.0
    var end = 0.0
    var places: [Double] = []
    for factor in factors {
      switch factor {
      case .pieces(let pieces):
        start += pieces.knots.first ?? 0
        end += pieces.knots.last ?? 0
        if factors.count == 1 { places = pieces.knots.array }
      case .rational:
        end = .infinity
      case .closedForm(let form):
        start += form.support.lowerBound
        end += form.support.upperBound
      }
    }
    let knots = places
    // A formula may be infinite at its start, which no row can hold.
    var alone: ClosedForm?
    if factors.count == 1, case .closedForm(let form) = factors[0] { alone = form }
    let form = alone
    self.init(
      text: "the response", on: start...end,
      corners: { window in
        form?.corners(window) ?? knots.filter { window.contains($0) }
      },
      features: factors.flatMap(\.scales), startExponent: form?.startExponent
    ) { times, values in
      if let form { return try form.evaluate(times, values) }
      let sampled = try signal.sampled(at: .listed(Array(times)))
      for k in values.indices { values[k] = sampled.values[k] }
    }
  }
}

extension Waveform {
  /// Where the waveform changes, so that no quadrature steps over it.
  fileprivate var scales: [ClosedForm.Feature] {
    switch self {
    case .pieces: []
    case .rational(let rational):
      rational.poles.filter { $0 != .zero }.map {
        ClosedForm.Feature(centre: 1 / $0.length, width: 1 / $0.length)
      }
    case .closedForm(let form): form.features
    }
  }
}
