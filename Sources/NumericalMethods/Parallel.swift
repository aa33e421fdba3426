#if canImport(Glibc)
  import Glibc
#elseif canImport(Musl)
  import Musl
#else
  import Darwin
#endif
import Synchronization

/// Work split over threads of the operating system.
package enum Parallel {
  /// The number of processors that this process may use.
  package static var processors: Int {
    max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
  }

  /// Calls `body` once for every shard 0..<count, on up to `jobs` threads at once.
  ///
  /// The calling thread is one of them; with one job or one shard no thread is started. Shards are taken
  /// in rising order, each by the next free thread, so `body` must not depend on which thread
  /// it runs on, and may only write to memory that belongs to its shard.
  ///
  /// - Throws: what `body` throws, that of the lowest shard; shards above it may not have been run.
  package static func forEachShard(
    jobs: Int, count: Int, body: (_ shard: Int) throws -> Void
  ) throws {
    let threads = min(jobs, count)
    guard threads > 1 else {
      for shard in 0..<max(count, 0) { try body(shard) }
      return
    }
    try withoutActuallyEscaping(body) { body in
      let work = ShardedWork(count: count, body: body)
      var started: [pthread_t] = []
      for _ in 1..<threads {
        if let thread = work.start() { started.append(thread) }
      }
      work.run()
      for thread in started { pthread_join(thread, nil) }
      if let error = work.failure { throw error }
    }
  }

  /// Calls a `body` that does not throw once for every shard 0..<count.
  package static func forEachShard(jobs: Int, count: Int, body: (_ shard: Int) -> Void) {
    let throwing: (Int) throws -> Void = { body($0) }
    // The closure passed does not throw.
    try? forEachShard(jobs: jobs, count: count, body: throwing)
  }
}

/// The shards that are left, shared by the threads of one `forEachShard`.
private final class ShardedWork {
  let count: Int
  let body: (Int) throws -> Void
  let next = Atomic<Int>(0)
  let failures = Mutex<(shard: Int, error: any Error)?>(nil)

  init(count: Int, body: @escaping (Int) throws -> Void) {
    self.count = count
    self.body = body
  }

  var failure: (any Error)? { failures.withLock { $0?.error } }

  /// Takes shards until none is left or one has failed.
  func run() {
    while true {
      let shard = next.add(1, ordering: .relaxed).oldValue
      guard shard < count else { return }
      do {
        try body(shard)
      } catch {
        next.store(count, ordering: .relaxed)
        failures.withLock { failure in
          if failure == nil || shard < failure?.shard ?? 0 { failure = (shard, error) }
        }
      }
    }
  }

  /// Starts a thread that runs shards; nil where the system refuses: the others do its part.
  func start() -> pthread_t? {
    let pointer = Unmanaged.passRetained(self).toOpaque()
    #if canImport(Darwin)
      var thread: pthread_t?
      let status = pthread_create(&thread, nil, { argument in
        Unmanaged<ShardedWork>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, pointer)
    #else
      var thread = pthread_t()
      let status = pthread_create(&thread, nil, { argument in
        if let argument {
          Unmanaged<ShardedWork>.fromOpaque(argument).takeRetainedValue().run()
        }
        return nil
      }, pointer)
    #endif
    guard status == 0 else {
      Unmanaged<ShardedWork>.fromOpaque(pointer).release()
      return nil
    }
    return thread
  }
}
