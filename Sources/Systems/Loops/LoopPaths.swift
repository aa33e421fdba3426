import ComplexModule
import NumericalMethods
import RealModule

/// A loop's paths over one list of poles: what each gives to the states, and what passes directly.
///
///     x' = Z x + Σ bᵢ u(t − τᵢ) + Σ kⱼ y(t − θⱼ),   y = Σ last states + Σ dᵢ u(t − τᵢ) + Σ eⱼ y(t − θⱼ)
///
/// Input and output drive the same states, so that nothing grows that the loop holds back.
struct LoopPaths: Sendable {
  /// One path.
  struct Path: Sendable {
    var delay: DoubleDouble
    /// What passes without a state.
    var direct: Double
    /// What it gives to each state of each block.
    var rows: [[Complex<Double>]]
    /// How many times what it does has been integrated: the degree below less that above.
    var smoothing: Int
  }

  /// The poles of each block, and whether its conjugate belongs to it.
  var blocks: [(nodes: [Complex<Double>], isPair: Bool)]
  /// From the input.
  var forward: [Path]
  /// From the output.
  var around: [Path]

  /// Brings the loop's quotients over common blocks of poles.
  ///
  /// - Throws: `SystemsError` where poles can't be found.
  init(_ loop: DelayLoop, horizon: Double) throws {
    var rationals: [Rational?] = []
    let terms = loop.forward.terms + loop.around.terms
    for term in terms { rationals.append(try term.strictlyProperPart()) }
    let all = rationals.compactMap { $0 }
    let made = all.isEmpty ? [] : PoleClusters.make(all, horizon: horizon)
    blocks = made.map { ($0.nodes, $0.isPair) }
    var paths: [Path] = []
    for (term, rational) in zip(terms, rationals) {
      let direct = term.direct
      paths.append(
        Path(
          delay: term.delay, direct: direct,
          rows: made.map { block in
            rational.map { PoleClusters.block(block.nodes, of: [$0]).row }
              ?? [Complex<Double>](repeating: .zero, count: block.size)
          },
          smoothing: direct != 0 ? 0 : term.denominatorDegree - term.numeratorDegree))
    }
    forward = Array(paths.prefix(loop.forward.terms.count))
    around = Array(paths.dropFirst(loop.forward.terms.count))
  }
}

extension RationalFunction {
  /// The response without its direct term and dead time; nil where that is nothing.
  fileprivate func strictlyProperPart() throws -> Rational? {
    var bare = self
    bare.delay = .zero
    for term in try bare.signal().terms {
      if case .rational(let rational)? = term.factors.first { return rational }
    }
    return nil
  }
}
