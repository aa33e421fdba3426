internal import Glibc

/// Lets threads act one after the other, in the order of their pieces of work.
struct Turns: @unchecked Sendable {
  private struct State {
    var mutex = pthread_mutex_t()
    var condition = pthread_cond_t()
    var next = 0
    var isOver = false
    var rows = 0
    var error: CSVError?
  }

  private let state: UnsafeMutablePointer<State>

  init() {
    state = .allocate(capacity: 1)
    state.initialize(to: State())
    pthread_mutex_init(&state.pointee.mutex, nil)
    pthread_cond_init(&state.pointee.condition, nil)
  }

  func deallocate() {
    pthread_cond_destroy(&state.pointee.condition)
    pthread_mutex_destroy(&state.pointee.mutex)
    state.deinitialize(count: 1)
    state.deallocate()
  }

  /// Waits until it is the piece's turn; false where an earlier one was the last.
  func wait(for piece: Int) -> Bool {
    pthread_mutex_lock(&state.pointee.mutex)
    defer { pthread_mutex_unlock(&state.pointee.mutex) }
    while state.pointee.next != piece, !state.pointee.isOver {
      pthread_cond_wait(&state.pointee.condition, &state.pointee.mutex)
    }
    return !state.pointee.isOver
  }

  /// Ends the piece's turn.
  func finish(_ piece: Int, rows: Int, isLast: Bool, error: CSVError?) {
    pthread_mutex_lock(&state.pointee.mutex)
    defer { pthread_mutex_unlock(&state.pointee.mutex) }
    state.pointee.next = piece + 1
    state.pointee.rows += rows
    state.pointee.isOver = isLast
    state.pointee.error = error
    pthread_cond_broadcast(&state.pointee.condition)
  }

  /// The rows done in all, and what went wrong; once the threads are done.
  var result: (rows: Int, error: CSVError?) { (state.pointee.rows, state.pointee.error) }
}
