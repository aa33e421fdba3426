import ComplexModule
import CSV
import RealModule
import Systems

/// The rows that describe an impulse response, in their order; what does not exist has none.
struct Description {
  /// Names and values.
  private(set) var rows: [(name: String, value: String)] = []
  private let digits: Int?

  /// Computes all that exists.
  ///
  /// - Throws: `SystemsError`.
  init(of signal: Signal, units: FrequencyUnits = FrequencyUnits(), digits: Int?) throws {
    self.digits = digits
    rows.append(("kind", Description.kind(of: signal)))
    let moments = try signal.moments()
    add("area", moments?.area)
    add("mean_time", moments?.meanTime)
    let found = try signal.characteristics()
    add("half_life", found.halfLife)
    add("peak", found.peak?.value)
    add("time_of_peak", found.peak?.time)
    let step = found.step
    add("rise_time", step?.riseTime)
    add("settling_time", step?.settlingTime)
    add("overshoot", step?.overshoot)
    if let roots = try signal.polesAndZeros() {
      for pole in roots.poles { rows.append(("pole", text(pole))) }
      for zero in roots.zeros ?? [] { rows.append(("zero", text(zero))) }
    }
    rows.append(("stable", try signal.stability().rawValue))
    add("energy", found.energy)
    // What has no frequency response has no margins.
    guard let margins = try? signal.margins() else { return }
    add("gain_margin", margins.gain.map(units.magnitude))
    add("phase_margin", margins.phase.map(units.phase))
    add("gain_crossover", margins.gainCrossover.map(units.frequency))
    add("phase_crossover", margins.phaseCrossover.map(units.frequency))
    add("delay_margin", margins.delay)
  }

  private mutating func add(_ name: String, _ value: Double?) {
    guard let value, value.isFinite else { return }
    rows.append((name, text(value)))
  }

  /// A number; 0 without a sign.
  private func text(_ value: Double) -> String { NumberText.text(value + 0, digits: digits) }

  /// `a+bi`.
  private func text(_ value: Complex<Double>) -> String {
    "\(text(value.real))\(value.imaginary < 0 ? "-" : "+")\(text(value.imaginary.magnitude))i"
  }

  /// What the response is kept as: one word, or several joined by "and".
  private static func kind(of signal: Signal) -> String {
    var kinds: Set<String> = []
    for term in signal.terms {
      for factor in term.factors {
        switch factor {
        case .rational: kinds.insert("rational")
        case .pieces: kinds.insert("pieces")
        case .closedForm: kinds.insert("closed form")
        }
      }
      if !term.loops.isEmpty { kinds.insert("loop with dead time") }
      if !term.filters.isEmpty { kinds.insert("discrete filter") }
      if term.trains.contains(where: { $0.events.count != 1 }) { kinds.insert("impulses") }
    }
    // One impulse alone is a direct term, which is rational too.
    return kinds.isEmpty ? "impulses" : kinds.sorted().joined(separator: " and ")
  }
}
