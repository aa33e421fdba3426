import Files
import Foundation
import Testing

@Suite struct StreamTests {
  private func whole(_ path: String) throws -> [UInt8] {
    let stream = try Source(path).open()
    var bytes = [UInt8](repeating: 0, count: 1 << 20)
    let count = try bytes.withRoom { (room) throws(FileError) in try stream.readFully(into: room) }
    return Array(bytes[..<count])
  }

  private func run(_ command: String) throws {
    let process = Process()
    process.executableURL = URL(fileURLWithPath: "/bin/sh")
    process.arguments = ["-c", command]
    try process.run()
    process.waitUntilExit()
    #expect(process.terminationStatus == 0)
  }

  @Test func gzipComesOutUnpackedMemberAfterMember() throws {
    let path = NSTemporaryDirectory() + "filestests-" + UUID().uuidString
    defer { for ending in ["", ".gz", ".two", ".cut", ".bad"] { unlink(path + ending) } }
    let bytes = (0..<300_000).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 7) }
    _ = FileManager.default.createFile(atPath: path, contents: Data(bytes))
    try run("gzip -nc \(path) > \(path).gz; cat \(path).gz \(path).gz > \(path).two")
    #expect(try whole(path + ".gz") == bytes)
    #expect(try whole(path + ".two") == bytes + bytes)
    let packed = try [UInt8](Data(contentsOf: URL(fileURLWithPath: path + ".gz")))
    // Cut anywhere: never taken for whole.
    for count in [3, 11, packed.count / 2, packed.count - 1] {
      _ = FileManager.default.createFile(atPath: path + ".cut", contents: Data(packed[..<count]))
      let error = #expect(throws: FileError.self) { try whole(path + ".cut") }
      #expect(error?.kind == .data)
    }
    // Flipped anywhere in the data: found by gzip's checksum.
    for place in stride(from: 20, to: packed.count, by: packed.count / 7) {
      var damaged = packed
      damaged[place] ^= 16
      _ = FileManager.default.createFile(atPath: path + ".bad", contents: Data(damaged))
      #expect(throws: FileError.self) { try whole(path + ".bad") }
    }
  }

  @Test func everyPieceIsDoneOnceWithAnyNumberOfThreads() throws {
    for threads in [1, 2, 7, .max] {
      for count in [0, 1, 5, 40] {
        var done = [Int](repeating: 0, count: count)
        done.withUnsafeMutableBufferPointer { done in
          let shared = Shared(done)
          let turns = OrderedAccess()
          Workers.run(count, threads: threads) { piece in
            turns.take(piece) {
              shared.pointer[piece] += 1
              return false
            }
          }
        }
        #expect(done.allSatisfy { $0 == 1 })
      }
    }
  }
}
