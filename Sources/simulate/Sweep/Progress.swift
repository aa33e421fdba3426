import CSV
import Glibc

/// A line on standard error that says how far a sweep is: on a terminal, after a second.
final class Progress {
  private let count: Int
  private let what: String
  private let begin = Clock.now
  private var shown = 0.0
  private var isShown = false
  /// Runs that were finished before, by an earlier call.
  private let before: Int

  /// Makes a bar; nil where standard error is no terminal.
  ///
  /// - Parameter before: runs that need not be made again.
  init?(of count: Int, before: Int = 0, what: String = "") {
    guard isatty(STDERR_FILENO) == 1 else { return nil }
    self.count = count
    self.before = before
    self.what = what
  }

  /// Shows how many runs are done, at most ten times a second.
  func show(_ done: Int) {
    let now = Clock.now
    guard now - begin > 1, now - shown > 0.1 else { return }
    shown = now
    isShown = true
    let rate = Double(done - before) / (now - begin)
    let left = rate > 0 ? Double(count - done) / rate : .infinity
    let width = 24
    let filled = count > 0 ? Int(Double(width) * Double(done) / Double(count)) : width
    let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: width - filled)
    let text = "\r\(what)[\(bar)] \(done) of \(count) runs, "
      + "\(NumberText.rough(rate)) a second, \(Self.duration(left)) left\u{1B}[K"
    _ = Messages.write(text, to: STDERR_FILENO)
  }

  /// Replaces the bar by a last line, where there was one.
  func finish(_ done: Int) {
    guard isShown else { return }
    let seconds = Clock.now - begin
    let rate = NumberText.rough(Double(done - before) / seconds)
    _ = Messages.write(
      "\r\(what)\(done) runs in \(Self.duration(seconds)), \(rate) a second\u{1B}[K\n",
      to: STDERR_FILENO)
  }

  /// Takes the bar away, before a message.
  func clear() {
    if isShown { _ = Messages.write("\r\u{1B}[K", to: STDERR_FILENO) }
  }

  /// Seconds as people read them.
  static func duration(_ seconds: Double) -> String {
    guard seconds.isFinite else { return "?" }
    if seconds < 60 { return "\(NumberText.rough(seconds, digits: seconds < 10 ? 2 : 3)) s" }
    let minutes = Int(min(seconds / 60, 1e9))
    return minutes < 60
      ? "\(minutes) min \(Int(seconds) % 60) s" : "\(minutes / 60) h \(minutes % 60) min"
  }
}
