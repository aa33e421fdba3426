import Foundation

/// A folder with a command and what it must print; see `Cases/README.md`.
struct Case: Sendable, CustomStringConvertible {
  let folder: URL
  let description: String

  /// All folders with a `cmd` below a place.
  static func all(below root: URL) -> [Case] {
    let files = FileManager.default.enumerator(at: root, includingPropertiesForKeys: nil)
    var cases: [Case] = []
    while let url = files?.nextObject() as? URL {
      guard url.lastPathComponent == "cmd" else { continue }
      let folder = url.deletingLastPathComponent()
      let name = folder.standardizedFileURL.path.dropFirst(root.standardizedFileURL.path.count + 1)
      cases.append(Case(folder: folder, description: String(name)))
    }
    return cases.sorted { $0.description < $1.description }
  }

  /// A file of the folder, nil where there is none.
  func bytes(_ name: String) -> Data? { try? Data(contentsOf: folder.appending(path: name)) }

  /// A file's text, nil where there is none.
  func text(_ name: String) -> String? { bytes(name).map { String(decoding: $0, as: UTF8.self) } }

  /// The files that must be left behind.
  var expectedFiles: [String] {
    let names = try? FileManager.default.contentsOfDirectory(
      atPath: folder.appending(path: "expected").path)
    return (names ?? []).sorted()
  }

  /// What a run of the command left.
  struct Outcome {
    var stdout: Data
    var stderr: Data
    var status: Int32
    var files: [String: Data]
  }

  /// Runs the command in a copy of the folder.
  func run(with program: URL) throws -> Outcome {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "simulate-case-\(UUID().uuidString)")
    try files.copyItem(at: folder, to: place)
    defer { try? files.removeItem(at: place) }
    let out = place.appending(path: ".stdout")
    let err = place.appending(path: ".stderr")
    _ = files.createFile(atPath: out.path, contents: nil)
    _ = files.createFile(atPath: err.path, contents: nil)
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["./cmd"]
    process.currentDirectoryURL = place
    process.environment = [
      "PATH": program.deletingLastPathComponent().path + ":/usr/local/bin:/usr/bin:/bin",
      "LC_ALL": "C", "TZ": "UTC", "HOME": place.path,
    ]
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = try FileHandle(forWritingTo: out)
    process.standardError = try FileHandle(forWritingTo: err)
    try process.run()
    process.waitUntilExit()
    var left: [String: Data] = [:]
    for name in expectedFiles { left[name] = try? Data(contentsOf: place.appending(path: name)) }
    let signal: Int32 = process.terminationReason == .uncaughtSignal ? 128 : 0
    return Outcome(
      stdout: try Data(contentsOf: out), stderr: try Data(contentsOf: err),
      status: signal + process.terminationStatus, files: left)
  }
}
