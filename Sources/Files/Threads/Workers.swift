internal import Glibc
internal import Synchronization

/// Runs pieces of one job on several threads.
public enum Workers {
  /// The number of processors that this process may use.
  public static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  /// Calls `body` with each of 0 ..< count, on as many threads as the system gives, and waits for all.
  ///
  /// The calling thread is one of them, and pieces are begun in rising order: a piece may wait for those
  /// before it, and where no thread can be had, all are done one after the other.
  public static func run(_ count: Int, threads: Int = .max, _ body: @Sendable (Int) -> Void) {
    let wanted = min(threads, count)
    guard wanted > 1 else {
      for piece in 0..<max(0, count) { body(piece) }
      return
    }
    withoutActuallyEscaping(body) { body in
      let work = Work(count: count, body: body)
      let started = (1..<wanted).compactMap { _ in work.start() }
      work.run()
      for thread in started { pthread_join(thread, nil) }
    }
  }

  /// The pieces that are left.
  private final class Work: Sendable {
    let count: Int
    let body: @Sendable (Int) -> Void
    let next = Atomic<Int>(0)

    init(count: Int, body: @escaping @Sendable (Int) -> Void) {
      self.count = count
      self.body = body
    }

    func run() {
      while true {
        let piece = next.add(1, ordering: .relaxed).oldValue
        guard piece < count else { return }
        body(piece)
      }
    }

    /// Starts a thread that does pieces; nil where there is none.
    func start() -> pthread_t? {
      let work = Unmanaged.passRetained(self)
      var thread = pthread_t()
      let status = pthread_create(
        &thread, nil,
        { argument in
          guard let argument else { return nil }
          Unmanaged<Work>.fromOpaque(argument).takeRetainedValue().run()
          return nil
        }, work.toOpaque())
      guard status == 0 else {
        work.release()
        return nil
      }
      return thread
    }
  }
}

/// A pointer that several threads may use, each its own part.
public struct Shared<Pointer>: @unchecked Sendable {
  /// The pointer.
  public var pointer: Pointer

  /// Shares a pointer.
  public init(_ pointer: Pointer) { self.pointer = pointer }
}
