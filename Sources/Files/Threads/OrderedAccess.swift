internal import Glibc

/// Lets threads act one after the other, in the order of their pieces of work.
public final class OrderedAccess: @unchecked Sendable {
  private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private let condition = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  // Touched by whoever holds the mutex alone.
  private var next = 0
  private var isOver = false

  /// Begins with piece 0.
  public init() {
    mutex.initialize(to: pthread_mutex_t())
    condition.initialize(to: pthread_cond_t())
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(condition, nil)
  }

  deinit {
    pthread_cond_destroy(condition)
    pthread_mutex_destroy(mutex)
    condition.deallocate()
    mutex.deallocate()
  }

  /// Waits until it is the piece's turn, and lets it act; not where an earlier one was the last.
  ///
  /// - Parameter act: what the piece does; returns whether it is the last to act.
  public func take(_ piece: Int, _ act: () -> Bool) {
    pthread_mutex_lock(mutex)
    while next != piece, !isOver { pthread_cond_wait(condition, mutex) }
    let acts = !isOver
    pthread_mutex_unlock(mutex)
    let isLast = acts ? act() : true
    pthread_mutex_lock(mutex)
    if acts {
      next = piece + 1
      isOver = isLast
    }
    pthread_cond_broadcast(condition)
    pthread_mutex_unlock(mutex)
  }

  /// Whether a piece has said that it is the last.
  public var areOver: Bool {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return isOver
  }
}
