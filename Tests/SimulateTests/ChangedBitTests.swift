import Foundation
import Testing

/// Every bit of what says how far a sweep is: one that is changed is found, or changes nothing.
@Suite(.serialized) struct ChangedBitTests {
  private static let sweep = [
    "sweep", "--impulse", "=exp(-k*t)", "--input", "e.csv", "--vary", "k=1,2,3,4", "--from", "0", "--to",
    "2", "--step", "1",
  ]

  private func changed(_ bytes: Data, at byte: Int, bit: Int) -> Data {
    var other = bytes
    other[other.startIndex + byte] ^= UInt8(1) << UInt8(bit)
    return other
  }

  @Test("a bit that is changed anywhere in a shard is found by status and by merge")
  func shards() throws {
    try Program.inFolder { folder in
      try Data("0,1\n".utf8).write(to: folder.appending(path: "e.csv"))
      for share in ["1/2", "2/2"] {
        #expect(try Program.run(Self.sweep + ["--shard", share, "--output", "d"], in: folder).status == 0)
      }
      let name = try #require(try Program.names(in: folder.appending(path: "d")).sorted().first)
      let file = folder.appending(path: "d/" + name)
      let whole = try Data(contentsOf: file)
      for byte in whole.indices {
        try changed(whole, at: byte, bit: byte % 8).write(to: file)
        let status = try Program.run(["sweep", "status", "d"], in: folder)
        #expect(status.status == 75, "byte \(byte): \(status.said)")
        if byte % 16 == 0 {
          let merged = try Program.run(["sweep", "merge", "d", "--output", "all.csv"], in: folder)
          #expect(merged.status == 65 || merged.status == 75, "byte \(byte): \(merged.said)")
        }
      }
    }
  }

  /// A sweep that was killed when its journal had lines, and what it prints where it is not.
  ///
  /// A line is written when some time has passed, so runs are added until the sweep is slower than that.
  private func stopped(in folder: URL) throws -> (arguments: [String], output: Data) {
    let script = """
      simulate "$@" --output all.csv & run=$!
      while kill -0 $run && [ "$(wc -l < all.csv.journal 2> /dev/null || echo 0)" -lt 2 ]; do sleep 0.02; done
      kill -9 $run; wait $run 2> /dev/null; true
      """
    for runs in [60, 240, 960, 3840] {
      let sweep = [
        "sweep", "--impulse", "=gamma_pdf(t,k,1)", "--rate", "=exp(-exp(-t))", "--vary",
        "k=1.001:\(1 + Double(runs) / 1000):0.001", "--from", "0", "--to", "30", "--step", "0.03", "--jobs", "1",
      ]
      _ = try Program.run(["-c", script, "sh"] + sweep, in: folder, program: URL(filePath: "/bin/sh"))
      if try Program.names(in: folder).contains("all.csv.part") {
        return (sweep, try Program.run(sweep, in: folder).stdout)
      }
      try FileManager.default.removeItem(at: folder.appending(path: "all.csv"))
    }
    Issue.record("no sweep was slow enough to be stopped")
    throw CancellationError()
  }

  @Test("a bit that is changed anywhere in a journal or a part still ends with the bytes of one run")
  func journals() throws {
    try Program.inFolder { folder in
      try Data("0,1\n".utf8).write(to: folder.appending(path: "e.csv"))
      let (long, wanted) = try stopped(in: folder)
      let (part, journal) = (
        folder.appending(path: "all.csv.part"), folder.appending(path: "all.csv.journal")
      )
      let parts = try Data(contentsOf: part)
      let lines = try Data(contentsOf: journal)
      var generator = SeededGenerator(state: 7)
      for _ in 0..<4 {
        let byte = Int.random(in: 0..<lines.count, using: &generator)
        try changed(lines, at: byte, bit: byte % 8).write(to: journal)
        try parts.write(to: part)
        let done = try Program.run(long + ["--output", "all.csv"], in: folder)
        // A first line that is no longer a journal's makes it another's file, which is left alone.
        if done.status == 73 {
          #expect(byte < "simulate sweep journal ".utf8.count, "byte \(byte): \(done.said)")
          #expect(try Data(contentsOf: journal) == changed(lines, at: byte, bit: byte % 8))
          continue
        }
        #expect(done.status == 0, "\(done.said)")
        #expect(try Data(contentsOf: folder.appending(path: "all.csv")) == wanted, "byte \(byte)")
        try FileManager.default.removeItem(at: folder.appending(path: "all.csv"))
      }
    }
  }
}
