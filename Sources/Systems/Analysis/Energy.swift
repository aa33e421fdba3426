internal import ComplexModule
internal import NumericalMethods
internal import RealModule

extension Signal {
  /// The integral of the square: the variance that white noise of unit density gets from the system.
  ///
  ///     E = ∫ h(t)² dt;   of impulses, the sum of their squares
  ///
  /// Rationals by the Gramian of their blocks, anything else panel by panel.
  ///
  /// - Returns: nil where it is infinite: the signal does not decay, or holds an impulse beside a
  ///   waveform.
  /// - Throws: What sampling throws.
  public func energy() throws -> Double? { try energy(over: naturalSpan()) }

  /// The integral of the square over a span, which is all.
  func energy(over span: ClosedRange<Double>?) throws -> Double? {
    guard let span, try stability() == .stable else { return nil }
    if isTrain {
      let end = span.upperBound
      var sum = CompensatedSum()
      for event in try impulses(until: end) { sum.add(event.weight * event.weight) }
      return sum.value
    }
    if let rationals = plainRationals {
      return Self.energy(of: PoleClusters.make(rationals, horizon: span.upperBound))
    }
    let plain = try withLoopsWritten(until: span.upperBound)
    guard try plain.sampled(at: .listed([span.upperBound])).impulses.isEmpty else { return nil }
    return try Self.energy(of: plain, over: span)
  }

  /// The integral of the square by Gauss's rule, in cells between breaks that are halved until it stays.
  ///
  /// - Returns: nil where it does not come to rest.
  private static func energy(of signal: Signal, over span: ClosedRange<Double>) throws -> Double? {
    let rule = GaussLegendre.rule(atLeast: 16)
    let inner = signal.breakpoints(in: span).filter { span.lowerBound < $0 && $0 < span.upperBound }
    let edges = [span.lowerBound] + inner + [span.upperBound]
    // A start that is infinite would ask for panels of its own.
    let isInfinite = signal.terms.flatMap(\.factors).contains { factor in
      if case .closedForm(let form) = factor { form.startExponent.map { $0 < 0 } ?? false } else { false }
    }
    guard edges.count < 20_000, !isInfinite else { return nil }
    var before: Double?
    var parts = edges.count > 500 ? 1 : 4
    while parts == 1 || parts * edges.count <= 8_000 {
      var times: [Double] = []
      var weights: [Double] = []
      for k in edges.indices.dropFirst() {
        let width = (edges[k] - edges[k - 1]) / Double(parts)
        for part in 0..<parts {
          for (node, weight) in zip(rule.nodes, rule.weights) {
            times.append(edges[k - 1] + width * (Double(part) + (1 + node) / 2))
            weights.append(weight * width / 2)
          }
        }
      }
      var sum = CompensatedSum()
      for (value, weight) in zip(try signal.sampled(at: .listed(times)).values, weights) {
        sum.add(value * value * weight)
      }
      if let before, (sum.value - before).magnitude <= 1e-13 * sum.value { return sum.value }
      before = sum.value
      parts *= 4
    }
    return nil
  }

  /// The rationals where all is one of them, without dead time or impulses.
  private var plainRationals: [Rational]? {
    var list: [Rational] = []
    for term in terms {
      guard term.delay == 0, term.filters.isEmpty, term.loops.isEmpty else { return nil }
      var product: Rational?
      for factor in term.factors {
        guard case .rational(let next) = factor else { return nil }
        product = product?.convolved(with: next) ?? next
      }
      guard let rational = product, rational.degree < rational.poles.count else { return nil }
      var gain = 1.0
      for train in term.trains {
        guard train.past.isEmpty, train.events.count == 1, train.events[0].time == 0 else { return nil }
        gain *= train.events[0].weight
      }
      list.append(rational.scaled(by: gain))
    }
    return list.isEmpty ? nil : list
  }

  /// `Σ r_a P_ab r_b*`,  `Z_a P_ab + P_ab Z_b* = −e e*`, from the last entries backwards.
  private static func energy(of blocks: [PoleCluster]) -> Double {
    var all: [(nodes: [Complex<Double>], row: [Complex<Double>])] = []
    for block in blocks {
      all.append((block.nodes, block.row))
      if block.isPair { all.append((block.nodes.map(\.conjugate), block.row.map(\.conjugate))) }
    }
    var total = ComplexDoubleDouble.zero
    for a in all {
      for b in all {
        let (m, n) = (a.nodes.count, b.nodes.count)
        var p = [ComplexDoubleDouble](repeating: .zero, count: (m + 1) * (n + 1))
        for i in stride(from: m - 1, through: 0, by: -1) {
          for j in stride(from: n - 1, through: 0, by: -1) {
            var sum = ComplexDoubleDouble.zero
            if i == m - 1, j == n - 1 { sum = sum - .one }
            sum = sum - p[(i + 1) * (n + 1) + j] - p[i * (n + 1) + j + 1]
            let speed = ComplexDoubleDouble(a.nodes[i]) + ComplexDoubleDouble(b.nodes[j].conjugate)
            p[i * (n + 1) + j] = sum / speed
            total += ComplexDoubleDouble(a.row[i]) * p[i * (n + 1) + j]
              * ComplexDoubleDouble(b.row[j].conjugate)
          }
        }
      }
    }
    return total.rounded.real
  }
}
