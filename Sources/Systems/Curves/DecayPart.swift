internal import NumericalMethods
internal import RealModule

/// The parts of an output that are one real pole each: what most curves are made of.
///
///     y(s) = Σ cᵢ e^{pᵢ s},   y′ = Σ pᵢ cᵢ e^{pᵢ s}
struct DecayPart: Sendable {
  /// The poles.
  private(set) var poles: [Double] = []
  /// The amounts at the beginning of each cell, one pole after another.
  private var amounts: [Double] = []
  private let cells: Int

  /// No poles, of so many cells.
  init(cells: Int) { self.cells = cells }

  /// Adds a pole with its amounts at the beginning of each cell.
  mutating func add(_ pole: Double, _ amounts: [Double]) {
    poles.append(pole)
    self.amounts += amounts
  }

  /// The amount of a pole some time after the beginning of a cell.
  @inline(__always)
  private func amount(_ k: Int, _ cell: Int, _ s: Double) -> Double {
    let amount = amounts[k * cells + cell]
    return s == 0 || amount == 0 ? amount : amount * .exp(poles[k] * s)
  }

  /// Whether no amount has overflowed.
  var isFinite: Bool { amounts.allSatisfy(\.isFinite) }

  /// The value some time after the beginning of a cell.
  func value(_ cell: Int, _ s: Double) -> Double {
    var sum = 0.0
    for k in poles.indices { sum += amount(k, cell, s) }
    return sum
  }

  /// Adds what it does at a place, and bounds that hold over a width from there on.
  func add(to point: inout OutputCurve.Point, _ cell: Int, over width: Double) {
    for k in poles.indices {
      let (pole, value) = (poles[k], amount(k, cell, point.s))
      let growth = pole > 0 && width > 0 ? Double.exp(pole * width) : 1
      point.value += value
      point.slope += pole * value
      point.curvature += pole * pole * value
      point.mostCurvature += (pole * pole * value).magnitude * growth
      point.mostJerk += (pole * pole * pole * value).magnitude * growth
      point.size += value.magnitude
    }
  }

  /// What `sign · y` is nowhere above in a cell: the sum of the amounts of that sign, where nothing grows.
  func most(_ cell: Int, _ sign: Double) -> Double {
    var sum = 0.0
    for k in poles.indices {
      let amount = sign * amounts[k * cells + cell]
      if amount > 0 { sum += poles[k] <= 0 ? amount : .infinity }
    }
    return sum
  }

  /// The integral over the first `s` of a cell.
  ///
  ///     ∫₀ˢ c e^{pu} du = c (e^{ps} − 1)/p
  func area(_ cell: Int, _ s: Double) -> Double {
    var sum = 0.0
    for k in poles.indices {
      let (pole, amount) = (poles[k], amounts[k * cells + cell])
      sum += pole == 0 ? amount * s : amount * (.expMinusOne(pole * s) / pole)
    }
    return sum
  }

  /// The part multiplied by a number.
  func scaled(by gain: Double) -> DecayPart {
    var copy = self
    for k in copy.amounts.indices { copy.amounts[k] *= gain }
    return copy
  }

  /// The part that begins so late in some cells.
  func cut(_ kept: [(cell: Int, s: Double)]) -> DecayPart {
    var copy = DecayPart(cells: kept.count)
    for k in poles.indices { copy.add(poles[k], kept.map { amount(k, $0.cell, $0.s) }) }
    return copy
  }
}
