import Synchronization

/// The default times of each combination of parameters, computed once for all groups.
package final class SharedTimes: Sendable {
  package init() {}

  private let known = Mutex<[Int: RowTimes]>([:])

  /// The times of a combination.
  ///
  /// - Throws: what `make` throws.
  package func times(of combination: Int, _ make: () throws -> RowTimes) rethrows -> RowTimes {
    if let times = known.withLock({ $0[combination] }) { return times }
    let times = try make()
    known.withLock { $0[combination] = times }
    return times
  }
}
