import NumericalMethods

/// Where a loop's output jumps, bends or is an impulse: what goes in, as often delayed as it can be.
struct LoopBreaks: Sendable {
  /// The moments, ascending.
  private(set) var times: [DoubleDouble] = []
  /// The derivative that jumps there; 0 is a jump of the value.
  private(set) var orders: [Int] = []
  /// The impulses of the output, ascending.
  private(set) var impulses: [(time: DoubleDouble, weight: Double)] = []

  /// From this derivative on a jump is no matter to panels of degree 15.
  static let smooth = 24
  private static let most = 200_000

  /// - Throws: `SystemsError.tooLarge`.
  init(_ paths: LoopPaths, input: LoopInput, until last: Double) throws(SystemsError) {
    var waiting: [(time: DoubleDouble, order: Int, weight: Double)] = []
    for path in paths.forward {
      let weight = input.isImpulse ? path.direct : 0
      if weight != 0 { waiting.append((path.delay, -1, weight)) }
      if !input.isImpulse || path.rows.contains(where: { $0.contains { $0 != .zero } }) {
        // Without its direct term a path integrates once or more.
        let own = input.isImpulse ? max(1, path.smoothing) : path.smoothing
        waiting.append((path.delay, input.smoothing + own - 1, 0))
      }
    }
    let least = paths.around.map(\.delay).min() ?? .one
    let near = least * 1e-11
    var heap = Heap(waiting)
    while let next = heap.popFirst(), next.time.hi <= last {
      guard times.count < Self.most, impulses.count < Self.most else {
        throw .tooLarge(what: "the moments at which a loop's dead times end", size: Double(Self.most))
      }
      var order = next.order
      var weight = next.weight
      // All that meets here.
      var orders = Set([next.order])
      while let same = heap.first, (same.time - next.time) < near {
        _ = heap.popFirst()
        orders.insert(same.order)
        order = min(order, same.order)
        weight += same.weight
      }
      if orders.contains(-1) { impulses.append((next.time, weight)) }
      times.append(next.time)
      self.orders.append(max(0, order))
      for path in paths.around {
        let then = next.time + path.delay
        if orders.contains(-1) {
          if path.direct != 0 { heap.insert((then, -1, weight * path.direct)) }
          if path.rows.contains(where: { $0.contains { $0 != .zero } }) {
            heap.insert((then, max(1, path.smoothing) - 1, 0))
          }
        }
        if let shaped = orders.filter({ $0 >= 0 }).min(), shaped + path.smoothing < Self.smooth {
          heap.insert((then, shaped + path.smoothing, 0))
        }
      }
    }
  }

  /// Entries by time.
  private struct Heap {
    private var entries: [(time: DoubleDouble, order: Int, weight: Double)] = []

    init(_ list: [(time: DoubleDouble, order: Int, weight: Double)]) {
      for entry in list { insert(entry) }
    }

    var first: (time: DoubleDouble, order: Int, weight: Double)? { entries.first }

    mutating func insert(_ entry: (time: DoubleDouble, order: Int, weight: Double)) {
      entries.append(entry)
      var k = entries.count - 1
      while k > 0, entries[k].time < entries[(k - 1) / 2].time {
        entries.swapAt(k, (k - 1) / 2)
        k = (k - 1) / 2
      }
    }

    mutating func popFirst() -> (time: DoubleDouble, order: Int, weight: Double)? {
      guard let first = entries.first else { return nil }
      let last = entries.removeLast()
      guard !entries.isEmpty else { return first }
      entries[0] = last
      var k = 0
      while true {
        var least = k
        for child in [2 * k + 1, 2 * k + 2] where child < entries.count {
          if entries[child].time < entries[least].time { least = child }
        }
        if least == k { return first }
        entries.swapAt(k, least)
        k = least
      }
    }
  }
}
