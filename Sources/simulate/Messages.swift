import ArgumentParser
import CSV
import Files
import Glibc

/// Lines on standard error, and how an error becomes one and an exit code.
enum Messages {
  /// Writes `simulate: text` and a line end to standard error, with lines that show a place after it.
  ///
  /// Whatever a name, a file or an option holds, a terminal gets printable characters alone.
  static func say(_ text: String, shown: [String] = []) {
    let lines = ["simulate: " + text] + shown
    _ = write(lines.map { CSVProblem.escaped(FileName.shown($0)) + "\n" }.joined(), to: STDERR_FILENO)
  }

  /// Writes text to a file descriptor.
  ///
  /// - Returns: Whether all of it was written; `errno` says why not.
  static func write(_ text: String, to descriptor: Int32) -> Bool {
    var text = text
    return text.withUTF8 { bytes in
      var rest = UnsafeRawBufferPointer(bytes)
      while !rest.isEmpty {
        let written = Glibc.write(descriptor, rest.baseAddress, rest.count)
        if written < 0 {
          if errno == EINTR { continue }
          return false
        }
        rest = UnsafeRawBufferPointer(rebasing: rest.dropFirst(written))
      }
      return true
    }
  }

  /// Says what went wrong, or prints the help that was asked for.
  ///
  /// - Returns: The exit code.
  static func report(_ error: any Error) -> Int32 {
    let exitCode = Simulate.exitCode(for: error)
    if exitCode == .success {
      return CommandLineWording.printed(Simulate.fullMessage(for: error))
    }
    let failure = FailureWording.failure(of: error)
    say(failure.message, shown: failure.shown)
    return failure.code.rawValue
  }
}
