import NumericalMethods

/// Where a formula or its slope may jump: where the argument of a comparison, a step, an absolute
/// value, a floor or a root changes its sign.
struct Corners: Sendable {
  /// The places that straight lines give, ascending.
  private var fixed: [Double] = []
  /// Lines under `floor`: slope and intercept.
  private var stairs: [(slope: Double, intercept: Double)] = []
  /// Arguments that are no straight lines, sought by their sign.
  private var sought: [Bytecode] = []
  /// Arguments of `floor` that are no straight lines.
  private var soughtStairs: [Bytecode] = []

  /// How many steps of a staircase are worth listing.
  private static let maximalCount = 100_000
  /// Into how many parts a window is cut to find changes of sign.
  private static let parts = 512

  init(_ expression: Expression, parts: [Quadratic?]) {
    for (k, node) in expression.nodes.enumerated() {
      let operands = expression.operands(of: k)
      switch node.kind {
      case .binary(let sign) where sign.isComparison:
        note(expression, parts, operands[0], operands[1])
      case .binary(.power):
        guard let p = parts[operands[1]], p.isConstant else { continue }
        if p.factors[0].hi != p.factors[0].hi.rounded() || p.factors[0].hi < 0 {
          note(expression, parts, operands[0], nil)
        }
      case .call(let function, _):
        switch function {
        case .min, .max:
          for i in operands.indices where operands.count <= 100 {
            for j in 0..<i { note(expression, parts, operands[j], operands[i]) }
          }
        case .floor:
          if let line = parts[operands[0]], line.isLine {
            stairs.append((line.factors[1].hi, line.factors[0].hi))
          } else {
            soughtStairs.append(Bytecode(expression.part(operands[0])))
          }
        case .abs, .step, .sqrt, .log, .log10, .besselk0, .gammaDensity, .weibullDensity,
          .lognormalDensity, .inverseGaussianDensity, .hrf:
          note(expression, parts, operands[0], nil)
        default: break
        }
      default: break
      }
    }
    fixed = Array(Set(fixed)).sorted()
  }

  private mutating func note(
    _ expression: Expression, _ parts: [Quadratic?], _ first: Int, _ second: Int?
  ) {
    let a = parts[first]
    let b = second.map { parts[$0] } ?? Quadratic(0)
    if let a, let b {
      let difference = b.isConstant && b.factors[0].isZero ? a : a + b * DoubleDouble(-1)
      if difference.isConstant { return }
      if difference.isLine {
        if difference.root.isFinite { fixed.append(difference.root + 0) }
        return
      }
    }
    guard sought.count < 64 else { return }
    var joined = expression.part(first)
    if let second {
      joined.nodes += expression.part(second).nodes
      joined.nodes.append(
        Expression.Node(kind: .binary(.subtract), offset: 0, size: joined.nodes.count + 1))
    }
    sought.append(Bytecode(joined))
  }

  /// The corners inside a window, ascending.
  ///
  /// - Complexity: O(n) in the corners listed, and a few thousand evaluations for each argument that
  ///   is no straight line.
  func inside(_ window: ClosedRange<Double>) -> [Double] {
    var found = fixed.filter { window.contains($0) }
    for (slope, intercept) in stairs {
      let ends = [
        slope * window.lowerBound + intercept, slope * window.upperBound + intercept,
      ].sorted()
      guard ends[0].isFinite, ends[1] - ends[0] < Double(Self.maximalCount) else { continue }
      var step = ends[0].rounded(.up)
      while step <= ends[1] {
        found.append((step - intercept) / slope)
        step += 1
      }
    }
    guard window.lowerBound.isFinite, window.upperBound.isFinite else {
      return Array(Set(found)).sorted()
    }
    for tape in sought { found += Self.changes(in: window) { tape.value(at: $0) > 0 ? 1 : 0 } }
    for tape in soughtStairs {
      found += Self.changes(in: window) { tape.value(at: $0).rounded(.down) }
    }
    return Array(Set(found.filter { window.contains($0) })).sorted()
  }

  /// Where a function that is constant between jumps has one, by halving.
  private static func changes(
    in window: ClosedRange<Double>, _ level: (Double) -> Double
  ) -> [Double] {
    var found: [Double] = []
    let width = (window.upperBound - window.lowerBound) / Double(parts)
    guard width > 0, width.isFinite else { return [] }
    var lower = window.lowerBound
    var below = level(lower)
    for k in 1...parts {
      let upper = k == parts ? window.upperBound : window.lowerBound + Double(k) * width
      let above = level(upper)
      if above != below, !above.isNaN, !below.isNaN {
        var (a, b) = (lower, upper)
        while true {
          let middle = a + (b - a) / 2
          // Towards 0 doubles have no end; what changes beside it changes there.
          guard middle > a, middle < b, max(a.magnitude, b.magnitude) > 1e-290 else { break }
          if level(middle) == below { a = middle } else { b = middle }
        }
        found.append(b.magnitude <= 1e-290 ? 0 : b)
      }
      lower = upper
      below = above
    }
    return found
  }
}
