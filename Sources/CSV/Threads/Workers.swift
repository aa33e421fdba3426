internal import Glibc

/// Runs pieces of one job on several threads.
enum Workers {
  /// The number of processors that this process may use.
  static var processors: Int { max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))) }

  private struct Piece {
    var body: @Sendable (Int) -> Void
    var index: Int
  }

  /// Calls `body` with 0 ..< count, each on its own thread, and waits for all.
  ///
  /// Where a thread can't be made, its piece runs on the calling one.
  static func run(_ count: Int, _ body: @Sendable (Int) -> Void) {
    withoutActuallyEscaping(body) { body in
      var threads: [pthread_t] = []
      for index in stride(from: 1, to: count, by: 1) {
        let piece = UnsafeMutablePointer<Piece>.allocate(capacity: 1)
        piece.initialize(to: Piece(body: body, index: index))
        var thread = pthread_t()
        let status = pthread_create(
          &thread, nil,
          { argument in
            guard let piece = argument?.assumingMemoryBound(to: Piece.self) else { return nil }
            piece.pointee.body(piece.pointee.index)
            piece.deinitialize(count: 1)
            piece.deallocate()
            return nil
          }, piece)
        if status == 0 {
          threads.append(thread)
        } else {
          piece.deinitialize(count: 1)
          piece.deallocate()
          body(index)
        }
      }
      if count > 0 { body(0) }
      for thread in threads { pthread_join(thread, nil) }
    }
  }
}

/// A pointer that several threads may use, each its own part.
struct Shared<Pointer>: @unchecked Sendable {
  var pointer: Pointer
  init(_ pointer: Pointer) { self.pointer = pointer }
}
