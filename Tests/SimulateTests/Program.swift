import Foundation

/// The built program, called with arguments that no shell has touched.
enum Program {
  /// What a call left.
  struct Outcome {
    var status: Int32
    var isSignal: Bool
    var stdout: Data
    var stderr: Data
    /// Standard error as text.
    var said: String { String(decoding: stderr, as: UTF8.self) }
  }

  /// Calls the program, or another one, in a folder.
  static func run(
    _ arguments: [String], in folder: URL, program: URL = CaseTests.program,
    environment: [String: String] = [:]
  ) throws -> Outcome {
    let streams = FileManager.default.temporaryDirectory
      .appending(path: "simulate-streams-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: streams, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: streams) }
    let paths = ["out", "err"].map { streams.appending(path: $0) }
    for path in paths { _ = FileManager.default.createFile(atPath: path.path, contents: nil) }
    let process = Process()
    process.executableURL = program
    process.arguments = arguments
    process.currentDirectoryURL = folder
    process.environment = Shell.environment.merging(environment) { $1 }
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: paths[0])
    process.standardError = try FileHandle(forWritingTo: paths[1])
    try process.run()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, isSignal: process.terminationReason == .uncaughtSignal,
      stdout: try Data(contentsOf: paths[0]), stderr: try Data(contentsOf: paths[1]))
  }

  /// Calls `body` with an empty folder that goes away afterwards.
  static func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "trust-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// The names in a folder.
  static func names(in folder: URL) throws -> Set<String> {
    Set(try FileManager.default.contentsOfDirectory(atPath: folder.path))
  }
}
