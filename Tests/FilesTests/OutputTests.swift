import Files
import Foundation
import Testing

@Suite struct OutputTests {
  private func inDirectory(_ body: (String) throws -> Void) throws {
    let path = NSTemporaryDirectory() + "filestests-" + UUID().uuidString
    try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(atPath: path) }
    try body(path)
  }

  private func write(_ text: String, to path: String) throws {
    var output = try CheckedOutput(path)
    try output.write(text)
    try output.finish()
  }

  private func names(_ directory: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: directory).sorted()
  }

  @Test func aFileAppearsOnceItIsFinished() throws {
    try inDirectory { directory in
      let path = directory + "/o.csv"
      var output = try CheckedOutput(path)
      try output.write(String(repeating: "0123456789", count: 100_000))
      #expect(!FileManager.default.fileExists(atPath: path))
      try output.finish()
      #expect(try String(contentsOfFile: path, encoding: .utf8).count == 1_000_000)
      #expect(try names(directory) == ["o.csv"])
    }
  }

  @Test func anUnfinishedFileLeavesTheOldOneAndNothingElse() throws {
    try inDirectory { directory in
      try write("old", to: directory + "/o.csv")
      do {
        var output = try CheckedOutput(directory + "/o.csv")
        try output.write("new")
        try output.flush()
      }
      #expect(try String(contentsOfFile: directory + "/o.csv", encoding: .utf8) == "old")
      #expect(try names(directory) == ["o.csv"])
    }
  }

  @Test func aLinkStaysALinkAndTheModeStays() throws {
    try inDirectory { directory in
      try write("old", to: directory + "/target.csv")
      #expect(chmod(directory + "/target.csv", 0o640) == 0)
      #expect(symlink("target.csv", directory + "/link.csv") == 0)
      #expect(symlink("later.csv", directory + "/dangling.csv") == 0)
      try write("new", to: directory + "/link.csv")
      try write("first", to: directory + "/dangling.csv")
      #expect(try names(directory) == ["dangling.csv", "later.csv", "link.csv", "target.csv"])
      #expect(try String(contentsOfFile: directory + "/target.csv", encoding: .utf8) == "new")
      let kind = try FileManager.default.attributesOfItem(atPath: directory + "/link.csv")[.type]
      #expect(kind as? FileAttributeType == .typeSymbolicLink)
      var status = stat()
      #expect(stat(directory + "/target.csv", &status) == 0)
      #expect(status.st_mode & 0o7777 == 0o640)
    }
  }

  @Test func whatCannotBeCreatedIsRefusedBeforeAnythingIsWritten() throws {
    for (path, kind) in [
      ("/tmp", FileErrorKind.cannotCreate), ("/nonexistent/o.csv", .cannotCreate),
    ] {
      let error = #expect(throws: FileError.self) { try write("x", to: path) }
      #expect(error?.kind == kind)
    }
  }

  @Test func aFullDeviceIsNoticed() throws {
    let error = #expect(throws: FileError.self) { try write("x", to: "/dev/full") }
    #expect(error?.kind == .inputOutput)
    #expect(error?.description == "/dev/full: writing stopped: no space left on device")
  }

  @Test func theRightsOfTheOldFileHoldFromTheStart() throws {
    try inDirectory { directory in
      try write("old", to: directory + "/o.csv")
      #expect(chmod(directory + "/o.csv", 0o600) == 0)
      var output = try CheckedOutput(directory + "/o.csv")
      try output.write("secret")
      try output.flush()
      for name in try names(directory) {
        var status = stat()
        #expect(stat(directory + "/" + name, &status) == 0)
        #expect(status.st_mode & 0o7777 == 0o600, "\(name)")
      }
      try output.finish()
    }
  }

  @Test func whatIsOpenAlreadyIsWrittenThroughWhereItStands() throws {
    try inDirectory { directory in
      try write("log\n", to: directory + "/log")
      let descriptor = open(directory + "/log", O_WRONLY | O_APPEND)
      defer { close(descriptor) }
      try write("more\n", to: "/dev/fd/\(descriptor)")
      try write("still\n", to: "/proc/self/fd/\(descriptor)")
      #expect(try String(contentsOfFile: directory + "/log", encoding: .utf8) == "log\nmore\nstill\n")
      var ends: [Int32] = [0, 0]
      #expect(pipe(&ends) == 0)
      try write("through", to: "/dev/fd/\(ends[1])")
      var bytes = [UInt8](repeating: 0, count: 100)
      #expect(read(ends[0], &bytes, 100) == 7)
      close(ends[0])
      close(ends[1])
    }
  }

  @Test func namesAreBytes() throws {
    let name: [UInt8] = [0x61, 0xFF, 0x0A, 0xC3, 0xA9, 0xF4, 0x8F, 0xBE, 0x80, 0xC0]
    let text = FileName.text(of: name)
    #expect(FileName.bytes(of: text) == name)
    #expect(FileName.shown(FileName.text(of: [0x61, 0xFF])) == "a\\xff")
    // Every byte alone and every pair: no two names are one text.
    var texts: Set<[UInt8]> = []
    for a in 1...255 as ClosedRange<UInt8> {
      for b in 0...255 as ClosedRange<UInt8> {
        let bytes = b == 0 ? [a] : [a, b]
        let text = FileName.text(of: bytes)
        #expect(FileName.bytes(of: text) == bytes)
        texts.insert(Array(text.utf8))
      }
    }
    #expect(texts.count == 255 * 256)
    try inDirectory { directory in
      let path = directory + "/" + FileName.text(of: name)
      try write("x", to: path)
      let stream = try #require(opendir(directory))
      defer { closedir(stream) }
      var found: [[UInt8]] = []
      while let entry = readdir(stream) {
        let bytes = withUnsafeBytes(of: entry.pointee.d_name) { Array($0.prefix { $0 != 0 }) }
        if bytes.first != UInt8(ascii: ".") { found.append(bytes) }
      }
      #expect(found == [name])
      #expect(try Source(path).open().peek(1) == [0x78])
    }
  }
}
