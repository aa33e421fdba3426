internal import Dispatch

/// Runs `body(0) … body(count − 1)` on at most `jobs` threads, and throws the error of the lowest.
///
/// What is done never depends on `jobs`, only who does it: so results are the same for any number.
///
/// - Throws: what `body` throws first in the order of its numbers.
package func concurrently(
  _ count: Int, jobs: Int, _ body: @Sendable (Int) throws -> Void
) throws {
  let workers = min(jobs, count)
  guard workers > 1 else {
    for k in 0..<count { try body(k) }
    return
  }
  var failures = [(any Error)?](repeating: nil, count: count)
  failures.withUnsafeMutableBufferPointer { buffer in
    nonisolated(unsafe) let failures = buffer
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      for k in stride(from: worker, to: count, by: workers) {
        do { try body(k) } catch { failures[k] = error }
      }
    }
  }
  for failure in failures { if let failure { throw failure } }
}
