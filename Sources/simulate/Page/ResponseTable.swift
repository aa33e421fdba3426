import RealModule
import Systems

/// A signal as a table of short pieces, from which a page computes it again at any time.
///
/// Each piece holds its ends and eight values at Chebyshev-Lobatto nodes (a polynomial of degree
/// 7), or two where it is a straight line. Pieces are halved until the polynomial meets the signal
/// at three more points, so that a jump is closed in to the last bits of its place.
struct ResponseTable {
  /// One piece.
  struct Piece {
    var from: Double
    var to: Double
    var values: [Double]
  }

  /// The pieces, ascending.
  private(set) var pieces: [Piece] = []
  /// The largest difference that was found between the table and the signal.
  private(set) var difference = 0.0
  /// The largest magnitude of the signal that was met.
  private(set) var peak = 0.0

  /// The places of a piece's values and of its three checks, in parts of its width.
  private static let nodes = (0..<8).map { (1 - Double.cos(.pi * Double($0) / 7)) / 2 }
  private static let checks = [0.11, 0.5, 0.93]

  /// Tabulates a signal.
  ///
  /// - Parameters:
  ///   - range: from when to when.
  ///   - breaks: places inside at which the signal may jump or bend.
  ///   - most: about how many values may be stored; beyond it the rest is taken as it is.
  ///   - tolerance: of the sampling.
  /// - Throws: `SystemsError`.
  init(
    of signal: Signal, over range: ClosedRange<Double>, breaks: [Double], most: Int,
    tolerance: Tolerance
  ) throws {
    let ends = Set(breaks.filter(range.contains) + [range.lowerBound, range.upperBound]).sorted()
    // Few breaks say little of where the signal moves: an even division finds what is narrow.
    let parts = max(1, 48 / max(1, ends.count - 1))
    var pending = zip(ends, ends.dropFirst()).flatMap { a, b in
      (0..<parts).map { k in
        (
          a + (b - a) * Double(k) / Double(parts),
          k + 1 == parts ? b : a + (b - a) * Double(k + 1) / Double(parts)
        )
      }
    }
    var stored = 0
    while !pending.isEmpty {
      let candidates = try ResponseTable.candidates(pending, of: signal, tolerance)
      peak = candidates.reduce(peak) {
        max($0, $1.piece.values.reduce(0) { max($0, $1.magnitude) })
      }
      let isLast = stored + 20 * pending.count > most
      pending = []
      for (piece, misfit) in candidates {
        let isNarrow =
          piece.to - piece.from <= 32 * max(piece.from.magnitude, piece.to.magnitude).ulp
        if misfit <= 4e-14 * peak || isLast || isNarrow {
          if !isNarrow { difference = max(difference, misfit) }
          stored += piece.values.count
          pieces.append(piece)
        } else {
          let middle = piece.from + (piece.to - piece.from) / 2
          pending += [(piece.from, middle), (middle, piece.to)]
        }
      }
    }
    pieces.sort { $0.from < $1.from }
    straighten()
    while let last = pieces.last, last.values.allSatisfy({ $0 == 0 }) { pieces.removeLast() }
  }

  /// The pieces over some intervals, each with how far it is off at its checks.
  private static func candidates(
    _ intervals: [(Double, Double)], of signal: Signal, _ tolerance: Tolerance
  ) throws -> [(piece: Piece, misfit: Double)] {
    let inner = nodes.dropLast() + checks
    let times = intervals.flatMap { a, b in inner.map { $0 == 0 ? a : a + (b - a) * $0 } }
    let after = try signal.sampled(at: .listed(times), tolerance: tolerance).values
    let before = try signal.sampled(
      at: .listed(intervals.map(\.1)), side: .before, tolerance: tolerance
    ).values
    return intervals.indices.map { k in
      let own = after[k * inner.count..<(k + 1) * inner.count]
      let piece = Piece(
        from: intervals[k].0, to: intervals[k].1, values: own.prefix(7) + [before[k]])
      let misfit = zip(checks, own.suffix(3)).reduce(0) { most, check in
        max(most, (interpolated(piece.values, at: check.0) - check.1).magnitude)
      }
      return (piece, misfit)
    }
  }

  /// The polynomial through eight values, by the barycentric formula.
  private static func interpolated(_ values: [Double], at place: Double) -> Double {
    var over = 0.0
    var under = 0.0
    for k in values.indices {
      let sign = k % 2 == 0 ? 1.0 : -1.0
      let weight = sign * (k == 0 || k == 7 ? 0.5 : 1) / (place - nodes[k])
      over += weight * values[k]
      under += weight
    }
    return over / under
  }

  /// Stores two values where a piece is a straight line, and one piece where lines go on.
  private mutating func straighten() {
    var result: [Piece] = []
    for piece in pieces {
      let values = piece.values
      let isStraight = zip(ResponseTable.nodes, values).allSatisfy { place, value in
        (values[0] * (1 - place) + values[7] * place - value).magnitude <= 1e-15 * peak
      }
      guard isStraight else {
        result.append(piece)
        continue
      }
      let line = Piece(from: piece.from, to: piece.to, values: [values[0], values[7]])
      if let last = result.last, let joined = last.continued(by: line, within: 5e-16 * peak) {
        result[result.count - 1] = joined
      } else {
        result.append(line)
      }
    }
    pieces = result
  }
}

extension ResponseTable.Piece {
  /// The one line that two lines are; nil where they don't meet, or bend.
  fileprivate func continued(by next: Self, within limit: Double) -> Self? {
    guard values.count == 2, to == next.from, (values[1] - next.values[0]).magnitude <= limit else {
      return nil
    }
    let part = (to - from) / (next.to - from)
    let onLine = values[0] * (1 - part) + next.values[1] * part
    guard (onLine - values[1]).magnitude <= limit else { return nil }
    return Self(from: from, to: next.to, values: [values[0], next.values[1]])
  }
}
