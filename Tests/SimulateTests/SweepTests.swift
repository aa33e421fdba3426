import Foundation
import Testing

/// Sweeps that are killed, and sweeps on the engines that users have.
@Suite(.serialized) struct SweepTests {
  private static let engines = CaseTests.package.appending(path: "Tests/SimulateTests/Engines")

  /// A sweep of 2901 runs of 1,000 rows, a second or so of work.
  private static let sweep = """
    simulate sweep --impulse '=t*exp(-t/tau)' --input slaps.csv --from 0 --to 99.9 --step 0.1 \
    --vary tau=1:30:0.01
    """

  /// Calls `body` with an empty folder that goes away afterwards.
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "sweep-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("a file that was killed at random moments ends with the bytes of one serial run")
  func resumes() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: """
          printf 'time,amount\\n0,1\\n1,1\\n2.5,0.5\\n' > slaps.csv
          \(Self.sweep) --jobs 1 > serial.csv
          for wait in 0.1 0.7 0.3 0.9 0.2 0.8; do
            \(Self.sweep) --output all.csv & run=$!
            sleep $wait
            kill -9 $run 2> /dev/null
            wait $run 2> /dev/null
            [ -e all.csv ] && break
          done
          \(Self.sweep) --output all.csv
          cmp all.csv serial.csv && ls
          """, in: folder)
      #expect(said.hasSuffix("all.csv\nserial.csv\nslaps.csv\n"), "it said: \(said)")
    }
  }

  @Test("what a killed sweep had finished is not computed again")
  func keepsWhatIsDone() throws {
    try inFolder { folder in
      // What the journal says stays when the same command goes on.
      let said = try Shell.output(
        of: """
          printf 'time,amount\\n0,1\\n' > slaps.csv
          run() { exec \(Self.sweep.replacing("0.01", with: "0.0001")) --jobs 1 --output all.csv; }
          run & first=$!
          until [ "$(wc -l < all.csv.journal 2> /dev/null || echo 0)" -ge 2 ]; do sleep 0.05; done
          kill -9 $first; wait $first 2> /dev/null
          cp all.csv.journal before
          run & second=$!
          until [ "$(wc -l < all.csv.journal)" -gt "$(wc -l < before)" ]; do sleep 0.05; done
          kill -9 $second; wait $second 2> /dev/null
          head -n "$(wc -l < before)" all.csv.journal | cmp - before && echo kept
          """, in: folder)
      #expect(said.hasSuffix("kept\n"), "it said: \(said)")
    }
  }

  @Test("an input that changed makes another plan, and nothing of the old part is kept")
  func forgetsAnotherPlan() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: """
          printf 'time,amount\\n0,1\\n' > slaps.csv
          run() { \(Self.sweep) --jobs 1 "$@"; }
          printf 'simulate sweep journal 1 plan=abc\\nruns=1 bytes=3 sha256=x\\n' > all.csv.journal
          printf 'tau' > all.csv.part
          run --output all.csv
          run | cmp - all.csv && echo same
          """, in: folder)
      #expect(said == "same\n")
    }
  }

  @Test("memory does not grow with the number of runs")
  func staysSmall() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: """
          printf 'time,amount\\n0,1\\n' > slaps.csv
          ulimit -v 3000000
          simulate sweep --impulse '=exp(-t/tau)' --input slaps.csv --from 0 --to 9.9 --step 0.1 \
            --vary tau=1:200000:1 --jobs 2 | tail -n 1 | cut -d, -f1,2
          """, in: folder)
      // The shortest text of 200000, as std::to_chars writes it.
      #expect(said == "2e+05,9.9\n")
    }
  }

  @Test("an engine's shards, failures and kills give the bytes of one serial run",
    arguments: [
      ("parallel.sh", "exit 75\nthe same bytes\nthe same bytes\n"),
      ("make.sh", "exit 2\nexit 75\nthe same bytes\n"),
      ("slurm.sh", "exit 73\nexit 75, missing 4\nthe same bytes\n"),
    ])
  func runsOn(_ script: String, _ wanted: String) throws {
    try inFolder { folder in
      let path = Self.engines.appending(path: script).path
      let said = try Shell.output(of: "sh '\(path)' 2> err", in: folder)
      if said.hasPrefix("skipped: ") {
        print(script, said)
      } else {
        let problem = try? String(contentsOf: folder.appending(path: "err"), encoding: .utf8)
        #expect(said.hasSuffix(wanted), "\(script) said: \(said)\(problem ?? "")")
      }
    }
  }
}
