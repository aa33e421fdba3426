import Foundation
import Testing

/// Calls of the system that fail, one after the other, put in by strace: the old file stays as it was or the
/// new one is whole, nothing else is left, and the exit code is the contract's.
///
/// Some of the calls of each kind are tried; with `FAULTS=all` in the environment every one.
@Suite struct FaultTests {
  /// A command that writes a file, once there is something to read.
  struct Job: CustomTestStringConvertible {
    var name: String
    var arguments: [String]
    /// The file that it writes, which is there before.
    var target: String
    var testDescription: String { name }
  }

  /// A way in which calls fail.
  struct Fault {
    /// The call's name: strace counts each one's by itself.
    var call: String
    var error: String
    /// Whether the program tries again, so that nothing shows.
    var isPassing = false
  }

  private static let sweep = [
    "sweep", "--impulse", "=exp(-k*t)", "--input", "e.csv", "--vary", "k=1,2,3,4", "--from", "0", "--to", "20",
    "--step", "0.1",
  ]

  static let jobs = [
    Job(name: "run", arguments: ["--impulse", "h.csv", "--input", "e.csv", "--output", "a.csv"], target: "a.csv"),
    Job(
      name: "run into a sound",
      arguments: [
        "--impulse", "=exp(-9*t)", "--input", "e.csv", "--from", "0", "--to", "1", "--step", "1/8000", "--output",
        "a.wav",
      ], target: "a.wav"),
    Job(
      name: "run into an array",
      arguments: [
        "--impulse", "=exp(-9*t)", "--input", "e.csv", "--from", "0", "--to", "1", "--step", "1/8000", "--output",
        "a.npy",
      ], target: "a.npy"),
    Job(name: "sweep", arguments: sweep + ["--output", "a.csv"], target: "a.csv"),
    Job(name: "shard", arguments: sweep + ["--shard", "2/2", "--output", "d"], target: "d/other.txt"),
    Job(name: "merge", arguments: ["sweep", "merge", "whole", "--output", "a.csv"], target: "a.csv"),
    Job(name: "smooth", arguments: ["smooth", "--kernel", "box:3", "p.pgm", "--output", "a.pgm"], target: "a.pgm"),
    Job(name: "plot", arguments: ["plot", "h.csv", "--script", "a.gp"], target: "a.gp"),
    Job(
      name: "page",
      arguments: ["page", "--impulse", "h.csv", "--input", "e.csv", "--output", "a.html"], target: "a.html"),
  ]

  static let faults = [
    Fault(call: "write", error: "ENOSPC"), Fault(call: "write", error: "EIO"),
    Fault(call: "write", error: "EINTR", isPassing: true), Fault(call: "pwrite64", error: "EIO"),
    Fault(call: "pwrite64", error: "EINTR", isPassing: true),
    Fault(call: "fsync", error: "EIO"), Fault(call: "fsync", error: "EINTR", isPassing: true),
    Fault(call: "fdatasync", error: "EIO"), Fault(call: "fdatasync", error: "EINTR", isPassing: true),
    Fault(call: "rename", error: "EIO"), Fault(call: "rename", error: "EINTR", isPassing: true),
    Fault(call: "link", error: "EPERM"),
    Fault(call: "openat", error: "EIO"), Fault(call: "openat", error: "ENOSPC"),
    Fault(call: "openat", error: "EINTR", isPassing: true),
    Fault(call: "read", error: "EIO"), Fault(call: "read", error: "EINTR", isPassing: true),
    Fault(call: "pread64", error: "EIO"), Fault(call: "pread64", error: "EINTR", isPassing: true),
    Fault(call: "mmap", error: "ENOMEM"), Fault(call: "ftruncate", error: "EIO"),
    Fault(call: "fchmod", error: "EPERM"), Fault(call: "unlink", error: "EINTR", isPassing: true),
    Fault(call: "flock", error: "EINTR", isPassing: true), Fault(call: "close", error: "EIO"),
  ]

  private static let isLong = ProcessInfo.processInfo.environment["FAULTS"] == "all"

  /// Whether strace is there and may look at other processes.
  private static let canTrace: Bool = {
    let said = try? Shell.output(
      of: "strace -f -qq -o /dev/null true && echo yes", in: FileManager.default.temporaryDirectory)
    return said == "yes\n"
  }()

  private func prepare(_ folder: URL) throws {
    func put(_ text: String, _ name: String) throws {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    try put("t,h\n0,1\n1,0.5\n2,0\n", "h.csv")
    try put("0,1\n0.5,2\n", "e.csv")
    try put("P2\n4 3\n9\n1 2 3 4\n5 6 7 8\n9 8 7 6\n", "p.pgm")
    for share in ["1/2", "2/2"] {
      let shard = try Program.run(Self.sweep + ["--shard", share, "--output", "whole"], in: folder)
      try #require(shard.status == 0, "\(shard.said)")
    }
    for job in Self.jobs {
      let file = folder.appending(path: job.target)
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try put("the old file\n", job.target)
    }
  }

  /// Every file below a folder, by its name.
  private func files(in folder: URL) throws -> [String: Data] {
    var result: [String: Data] = [:]
    for name in try FileManager.default.subpathsOfDirectory(atPath: folder.path) {
      let file = folder.appending(path: name)
      if !file.hasDirectoryPath, let data = try? Data(contentsOf: file) { result[name] = data }
    }
    return result
  }

  private func restore(_ folder: URL, to before: [String: Data]) throws {
    for name in try files(in: folder).keys where before[name] == nil {
      try FileManager.default.removeItem(at: folder.appending(path: name))
    }
    for (name, data) in before { try data.write(to: folder.appending(path: name)) }
  }

  /// Which calls of a job concern its folder or its streams: their numbers in their thread, from 1.
  private func places(of fault: Fault, _ job: Job, in folder: URL) throws -> [Int] {
    let log = FileManager.default.temporaryDirectory.appending(path: "calls-\(UUID().uuidString)")
    defer { try? FileManager.default.removeItem(at: log) }
    _ = try Program.run(
      ["-f", "-qq", "-y", "-s", "200", "-o", log.path, "-e", "trace=" + fault.call, CaseTests.program.path]
        + job.arguments, in: folder, program: URL(filePath: "/usr/bin/strace"))
    var counts: [Substring: Int] = [:]
    var result: Set<Int> = []
    // A fault comes at its number in every thread: numbers that calls of the start have too are left out.
    var others: Set<Int> = []
    for whole in String(decoding: try Data(contentsOf: log), as: UTF8.self).split(separator: "\n") {
      // The folder that relative names begin at is said with every name, absolute ones too.
      let line = whole.replacing(/AT_FDCWD<[^>]*>/, with: "AT_FDCWD")
      // Signals, and the second halves of calls that another thread's stand between.
      guard !line.contains("---"), !line.contains("+++"), !line.contains("resumed>") else { continue }
      let thread = line.prefix { $0.isNumber }
      counts[thread, default: 0] += 1
      // Of the system's own files the loader is the one who asks.
      let isLoaded = line.contains("</lib") || line.contains("</usr/lib") || line.contains("\"/proc/")
      let isOurs =
        !isLoaded && (line.contains(folder.lastPathComponent) || line.contains("(AT_FDCWD") && !line.contains(", \"/")
        || line.contains("(\"") && !line.contains("(\"/"))
      guard let number = counts[thread] else { continue }
      if isOurs { result.insert(number) } else if isLoaded { others.insert(number) }
    }
    let all = result.subtracting(others).sorted()
    guard !Self.isLong, all.count > 4 else { return all }
    return [all[0], all[1], all[all.count - 2], all[all.count - 1]]
  }

  @Test("no call that fails leaves half a file, or another exit code than the contract's", arguments: jobs)
  func everyCall(_ job: Job) throws {
    guard Self.canTrace else {
      print("skipped: strace is needed to let calls fail")
      return
    }
    try Program.inFolder { folder in
      try prepare(folder)
      let before = try files(in: folder)
      let plain = try Program.run(job.arguments, in: folder)
      try #require(plain.status == 0, "\(plain.said)")
      let after = try files(in: folder)
      var tried = 0
      for fault in Self.faults {
        try restore(folder, to: before)
        for place in try places(of: fault, job, in: folder) {
          try restore(folder, to: before)
          let outcome = try Program.run(
            [
              "-f", "-qq", "-o", "/dev/null", "-e", "trace=" + fault.call, "-e",
              "inject=\(fault.call):error=\(fault.error):when=\(place)", CaseTests.program.path,
            ] + job.arguments, in: folder, program: URL(filePath: "/usr/bin/strace"))
          tried += 1
          let what: Comment =
            "\(job.name), \(fault.call) \(place): \(fault.error): \(outcome.status) \(outcome.said)"
          let left = try files(in: folder)
          #expect(!outcome.isSignal, what)
          if outcome.status == 0 {
            #expect(left == after, what)
            continue
          }
          #expect(!fault.isPassing, what)
          if job.name == "sweep", left != before {
            // What was finished stays beside the old file, and the same command goes on from there.
            #expect(left["a.csv"] == before["a.csv"], what)
            #expect(!outcome.said.contains("a.csv.part") || left["a.csv.part"] != nil, what)
            let again = try Program.run(job.arguments, in: folder)
            let whole = try files(in: folder)
            #expect(again.status == 0 && whole == after, what)
          } else {
            #expect(left == before, what)
          }
          #expect([66, 73, 74].contains(outcome.status) || job.name == "merge" && [65, 75].contains(outcome.status), what)
          #expect(outcome.said.filter { $0 == "\n" }.count == 1 && outcome.said.hasPrefix("simulate: "), what)
        }
      }
      #expect(tried > 10, "\(job.name): calls must be found to let them fail")
    }
  }

  @Test("writes that a limit makes short leave the old file")
  func shortWrites() throws {
    try Program.inFolder { folder in
      try prepare(folder)
      let before = try files(in: folder)
      for job in Self.jobs where !job.name.hasPrefix("merge") {
        // In blocks of 512 bytes; every file is longer than the first.
        let outcome = try Program.run(
          ["-c", "ulimit -f 0; exec simulate \"$@\"", "sh"] + job.arguments, in: folder,
          program: URL(filePath: "/bin/sh"))
        // Standard error is a file too, and can't say so.
        #expect(outcome.status == 74, "\(job.name): \(outcome.said)")
        #expect(try files(in: folder) == before, "\(job.name)")
      }
    }
  }

  @Test("reads that bring one byte at a time give the same bytes")
  func shortReads() throws {
    try Program.inFolder { folder in
      try prepare(folder)
      try Data("# of a pipe\nt,h\r\n0,1\r\n1,0.5\r\n2,0\r\n".utf8).write(to: folder.appending(path: "crlf.csv"))
      let array = try Program.run(
        ["--impulse", "=exp(-t)", "--input", "e.csv", "--from", "0", "--to", "2", "--step", "0.5", "--output", "y.npy"],
        in: folder)
      try #require(array.status == 0, "\(array.said)")
      for (file, arguments) in [
        ("e.csv", ["--impulse", "h.csv", "--input", "-"]), ("h.csv", ["--impulse", "-", "--input", "e.csv"]),
        ("crlf.csv", ["--impulse", "-", "--input", "e.csv"]), ("e.csv", ["--impulse", "h.csv", "--input", "-", "--follow"]),
        ("p.pgm", ["smooth", "--kernel", "box:3", "-", "--output", "-"]), ("h.csv", ["plot", "-", "--script", "-"]),
        ("whole/\(try Program.names(in: folder.appending(path: "whole")).sorted()[0])", ["smooth", "--kernel", "box:1", "-"]),
        ("y.npy", ["--impulse", "=exp(-t)", "--rate", "-", "--step", "0.1"]),
      ] {
        func outcome(_ size: String) throws -> Program.Outcome {
          try Program.run(
            ["-c", "f=$1; shift; dd bs=\(size) if=\"$f\" 2>/dev/null | simulate \"$@\"", "sh", file] + arguments, in: folder,
            program: URL(filePath: "/bin/sh"))
        }
        let (whole, short) = (try outcome("1M"), try outcome("1"))
        #expect(whole.status == short.status && whole.stdout == short.stdout && whole.said == short.said, "\(file) \(arguments)")
      }
    }
  }

  @Test("a sweep killed at random moments ends with the bytes of a whole one")
  func kills() throws {
    try Program.inFolder { folder in
      try prepare(folder)
      let sweep = [
        "sweep", "--impulse", "=t*exp(-t/tau)", "--input", "e.csv", "--from", "0", "--to", "99.9", "--step", "0.1",
        "--vary", "tau=1:30:0.02",
      ]
      let wanted = try Program.run(sweep + ["--jobs", "1"], in: folder).stdout
      var generator = SeededGenerator(state: 17)
      let target = folder.appending(path: "all.csv")
      for kill in 0..<(Self.isLong ? 100 : 5) {
        let process = Process()
        process.executableURL = CaseTests.program
        process.arguments = sweep + ["--output", "all.csv"]
        process.currentDirectoryURL = folder
        process.standardError = FileHandle.nullDevice
        try process.run()
        usleep(UInt32.random(in: 0..<1_500_000, using: &generator))
        if process.isRunning { Foundation.kill(process.processIdentifier, SIGKILL) }
        process.waitUntilExit()
        if FileManager.default.fileExists(atPath: target.path) {
          #expect(try Data(contentsOf: target) == wanted, "kill \(kill)")
          if process.terminationReason == .exit { try FileManager.default.removeItem(at: target) }
        }
      }
      let last = try Program.run(sweep + ["--output", "all.csv"], in: folder)
      #expect(last.status == 0, "\(last.said)")
      #expect(try Data(contentsOf: target) == wanted)
      let names = try Program.names(in: folder)
      #expect(!names.contains("all.csv.part") && !names.contains("all.csv.journal"))
    }
  }
}
