internal import NumericalMethods
internal import RealModule

/// A factor of an integrand, with what a rule must know of it.
struct Integrand: Sendable {
  /// The ends of the panels in each of which it is smooth, ascending.
  var edges: [Double]
  /// The power that makes its start smooth; nil where it is smooth.
  var corePower: Double?
  /// Its values.
  var evaluate: ClosedForm.Evaluation
  private var shape: Shape

  private enum Shape {
    /// Resolved by degree 16, by coefficients that fall so much each: the largest value of each panel,
    /// and what each is off, relative to it.
    case panels(fall: Double, sizes: [Double], roughness: [Double])
    case pieces(PiecewisePolynomial)
  }

  init(_ form: ClosedForm, _ panels: ChebyshevPanels) {
    edges = panels.edges
    corePower = panels.corePower
    evaluate = form.evaluate
    let peak = panels.summit
    let roughness = zip(panels.sizes, panels.roughness).map { size, roughness in
      // A function that has fallen is mostly an exponential, whose argument's rounding shows.
      roughness + (size > 0 && size < peak ? 0x1p-51 * (Double.log(peak) - Double.log(size)) : 0)
    }
    // 1e-13 and 2e-15 are reached at degree 16.
    let fall = panels.purpose == .integrals ? 6.5 : 8.3
    shape = .panels(fall: fall, sizes: panels.sizes, roughness: roughness)
  }

  init(_ pieces: PiecewisePolynomial) {
    edges = pieces.knots.array
    evaluate = pieces.evaluation
    shape = .pieces(pieces)
  }

  /// The degree of a polynomial that meets it to rounding on a part of a panel.
  ///
  /// A resolved panel's coefficients fall by 6.5 to 8.3 each, by that times `W/w` on a part w of its
  /// width W; in a core, a power of the distance from the start falls by `z + √(z² − 1)`, z being the
  /// distance of the middle in half widths, and the smooth rest is resolved in the core's variable
  /// alone.
  func degree(from low: Double, to high: Double, in panel: Int) -> Double {
    var fall = 0.0
    switch shape {
    case .pieces(let pieces): return Double(pieces.degree)
    case .panels(let each, _, _): fall = each
    }
    let width = edges[panel + 1] - edges[panel]
    var needed = 36.8 / Double.log(fall * max(1, width / (high - low)))
    if panel == 0, corePower != nil {
      let z = max(1.01, (low + high - 2 * edges[0]) / (high - low))
      needed = 0.5 * needed + 36.8 / Double.log(z + (z * z - 1).squareRoot())
    }
    return needed
  }

  /// About the largest value on a part of a panel; for a part that begins at a core's start, the
  /// integral over the core in place of a value times the part's width.
  func size(from low: Double, to high: Double, in panel: Int) -> Double {
    switch shape {
    case .panels(_, let sizes, _):
      guard panel == 0, let power = corePower else { return sizes[panel] }
      let width = edges[1] - edges[0]
      guard low > edges[0] else { return sizes[0] / (high - low) }
      // f(s) = g(v) / (m w v^(m−1)) with s = w vᵐ.
      let v = Double.pow((low - edges[0]) / width, 1 / power)
      return sizes[0] / (power * width * Double.pow(v, power - 1))
    case .pieces(let pieces):
      let places = [low, 0.5 * (low + high), high]
      return places.reduce(0.0) { size, place in
        max(size, pieces.polynomial(panel, at: place - edges[panel]).magnitude)
      }
    }
  }

  /// What its values are off on a panel, relative to them, beside the rounding of a few operations.
  func roughness(in panel: Int) -> Double {
    if case .panels(_, _, let roughness) = shape { return roughness[panel] }
    return 0
  }
}

extension PiecewisePolynomial {
  /// A cell's polynomial at a distance from its left knot.
  func polynomial(_ cell: Int, at distance: Double) -> Double {
    let first = cell * (degree + 1)
    var sum = 0.0
    for j in stride(from: first + degree, through: first, by: -1) {
      sum = sum * distance + coefficients[j]
    }
    return sum
  }

  /// The values inside cells, for quadrature: at a knot that of the cell to the right.
  var evaluation: ClosedForm.Evaluation {
    let knots = self.knots.array
    let pieces = self
    return { times, values in
      var k = 0
      for n in times.indices {
        let time = times[n]
        guard let first = knots.first, let last = knots.last, first <= time, time <= last else {
          values[n] = 0
          continue
        }
        if time < knots[k] || time > knots[k + 1] {
          // The next cell in either direction first: places come in order.
          if k > 0, knots[k - 1] <= time, time < knots[k] {
            k -= 1
          } else if k + 2 < knots.count, knots[k + 1] <= time, time < knots[k + 2] {
            k += 1
          } else {
            k = min(knots.partition { $0 <= time }, knots.count - 1) - 1
          }
        }
        values[n] = pieces.polynomial(k, at: time - knots[k])
      }
    }
  }
}
