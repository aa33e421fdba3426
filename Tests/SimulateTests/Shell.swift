import Foundation

/// A shell that finds the built program.
enum Shell {
  /// The environment of every run: the program first in the PATH, nothing of the user's.
  static var environment: [String: String] {
    [
      "PATH": CaseTests.program.deletingLastPathComponent().path
        + ":/usr/local/bin:/usr/bin:/bin",
      "LC_ALL": "C", "TZ": "UTC", "HOME": NSTemporaryDirectory(),
    ]
  }

  /// What a script prints, standard error with it.
  static func output(of script: String, in folder: URL) throws -> String {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", "exec 2>&1\n" + script]
    process.currentDirectoryURL = folder
    process.environment = environment
    process.standardInput = FileHandle.nullDevice
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let bytes = pipe.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Whether a program is in the PATH.
  static func has(_ program: String) -> Bool {
    ["/usr/local/bin", "/usr/bin", "/bin"].contains {
      FileManager.default.isExecutableFile(atPath: "\($0)/\(program)")
    }
  }
}
