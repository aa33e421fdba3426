import CSV
import Glibc
import NumericalMethods

/// Runs computed on several threads and written in the order of the plan.
///
/// A thread takes the next window of runs, prints it into memory of its own, and hands it over; what
/// is next in order is written at once. Threads may be a few windows ahead of what is written, no
/// more, so that memory does not grow with the number of runs. Windows are as long as they take a
/// few hundredths of a second; the bytes depend neither on them nor on the number of threads.
final class RunQueue {
  /// Takes bytes in order, and how many runs are then done; nil within a run.
  typealias Sink = (_ bytes: UnsafeRawBufferPointer, _ done: Int?) throws -> Void

  private struct Window {
    var index: Int
    var runs: Range<Int>
  }

  private struct Printed {
    var text: RowText
    var end: Int
    var failure: (any Error)?
  }

  private let runs: Range<Int>
  private let sink: Sink
  private let progress: Progress?
  private var mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
  private var changed = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)
  private var nextRun: Int
  private var nextWindow = 0
  private var written = 0
  private var length = 1
  private var waiting: [Int: Printed] = [:]
  private var spare: [RowText] = []
  private var failure: (any Error)?

  /// How far ahead of what is written a thread may be, in windows for each thread.
  private static let ahead = 3
  /// How long a window should take, in seconds.
  private static let duration = 0.02
  /// The most bytes of a window: few enough for a core's own cache.
  private static let most = 1 << 19

  /// Makes a queue of runs whose text goes to `sink`.
  init(_ runs: Range<Int>, progress: Progress?, sink: @escaping Sink) {
    self.runs = runs
    self.sink = sink
    self.progress = progress
    nextRun = runs.lowerBound
    pthread_mutex_init(mutex, nil)
    pthread_cond_init(changed, nil)
  }

  deinit {
    pthread_mutex_destroy(mutex)
    pthread_cond_destroy(changed)
    mutex.deallocate()
    changed.deallocate()
  }

  /// Computes and writes all runs.
  ///
  /// - Parameters:
  ///   - jobs: the number of threads.
  ///   - print: prints a run; called on any of the threads. Where a run is long it hands over what
  ///     it has by the closure that it is given.
  /// - Throws: the error of the first run that fails, once all runs before it are written.
  func run(
    jobs: Int,
    _ print: (_ run: Int, _ text: RowText, _ flush: (RowText) throws -> Void) throws -> Void
  ) throws {
    try Parallel.forEachShard(jobs: jobs, count: jobs) { _ in
      while let window = self.take(jobs) { try self.work(window, jobs, print) }
    }
    if let failure { throw failure }
  }

  private func work(
    _ window: Window, _ jobs: Int,
    _ print: (_ run: Int, _ text: RowText, _ flush: (RowText) throws -> Void) throws -> Void
  ) throws {
    let text = locked { spare.popLast() } ?? RowText()
    text.removeAll()
    let start = Clock.now
    var end = window.runs.lowerBound
    var problem: (any Error)?
    do {
      for run in window.runs {
        try print(run, text) { text in
          // A run too long for memory: it is written as it comes, once it is its turn.
          try self.waitForTurn(window.index)
          try text.withBytes { try self.sink($0, nil) }
          text.removeAll()
        }
        end = run + 1
        if text.count > RunQueue.most, end < window.runs.upperBound {
          try waitForTurn(window.index)
          try text.withBytes { try self.sink($0, end) }
          text.removeAll()
        }
      }
    } catch {
      problem = error
    }
    hand(Printed(text: text, end: end, failure: problem), window, Clock.now - start, jobs)
  }

  private func locked<Result>(_ body: () throws -> Result) rethrows -> Result {
    pthread_mutex_lock(mutex)
    defer { pthread_mutex_unlock(mutex) }
    return try body()
  }

  /// The next window; nil where none is left, or something has failed.
  private func take(_ jobs: Int) -> Window? {
    locked {
      while failure == nil, nextRun < runs.upperBound, nextWindow - written >= Self.ahead * jobs {
        pthread_cond_wait(changed, mutex)
      }
      guard failure == nil, nextRun < runs.upperBound else { return nil }
      // The last windows are short, so that the threads end together.
      let left = runs.upperBound - nextRun
      let count = min(length, max(1, left / (2 * jobs)))
      defer {
        nextRun += count
        nextWindow += 1
      }
      return Window(index: nextWindow, runs: nextRun..<nextRun + count)
    }
  }

  private func waitForTurn(_ index: Int) throws {
    try locked {
      while failure == nil, written != index { pthread_cond_wait(changed, mutex) }
      if let failure { throw failure }
    }
  }

  /// Takes a window's text; writes all that is next in order.
  private func hand(_ printed: Printed, _ window: Window, _ seconds: Double, _ jobs: Int) {
    locked {
      if printed.failure == nil {
        let perRun = max(seconds, 1e-6) / Double(window.runs.count)
        let byTime = Int(min(Self.duration / perRun, 1e6))
        let bySize = Self.most / max(1, printed.text.count / window.runs.count)
        length = max(1, min(byTime, bySize, 2 * length))
      }
      waiting[window.index] = printed
      while failure == nil, let next = waiting.removeValue(forKey: written) {
        do {
          try next.text.withBytes { try sink($0, next.end) }
          progress?.show(next.end - runs.lowerBound)
        } catch {
          failure = error
        }
        if failure == nil { failure = next.failure }
        spare.append(next.text)
        written += 1
      }
      pthread_cond_broadcast(changed)
    }
  }
}

/// Seconds of a clock that never goes back.
enum Clock {
  static var now: Double {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
  }
}
