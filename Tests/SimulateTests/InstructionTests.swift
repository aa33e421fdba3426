import Foundation
import Testing

/// How many instructions a run takes: what makes the program fast can't get lost unseen. Counts do not
/// depend on what else the machine does; limits are twice what was counted.
@Suite struct InstructionTests {
  private static let canCount = Shell.has("valgrind") && isWhole

  /// Whether every library is inside the program, so that none is looked up when it starts.
  private static var isWhole: Bool {
    let said = try? Shell.output(
      of: "ldd \"$(command -v simulate)\"", in: FileManager.default.temporaryDirectory)
    return said?.contains("not a dynamic executable") == true
  }

  @Test(
    "a run takes no more instructions than twice what it did", .enabled(if: canCount),
    arguments: [
      ("--version", 140_000),
      // Ten thousand rows and a hundred impulses.
      ("--impulse '=exp(-t/20)-exp(-t/2)' \(run)", 23_000_000),
      ("--impulse '=hrf(t)' \(run)", 33_000_000),
      ("--impulse '=gamma_pdf(t, 2.5, 20)' \(run)", 50_000_000),
      // A hundred thousand rows through a thousand samples.
      ("--impulse h.csv --input x.csv", 195_000_000),
    ])
  func staysSmall(arguments: String, count: Int) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "count-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let said = try Shell.output(
      of: """
        seq 0 9.5 945 > doses.csv
        awk 'BEGIN { for (k = 0; k < 1000; k++) printf "%.3f,%.15f\\n", k / 1000, exp(-k / 100) }' > h.csv
        awk 'BEGIN { for (k = 0; k < 100000; k++) printf "%.3f,%.15f\\n", k / 1000, sin(k) }' > x.csv
        valgrind --tool=callgrind --callgrind-out-file=/dev/null simulate \(arguments) 2> said > rows
        sed -n 's/.*Collected : //p' said
        """, in: folder)
    let counted = try #require(Int(said.trimmingCharacters(in: .whitespacesAndNewlines)), "\(said)")
    #expect(counted < 2 * count, "simulate \(arguments)")
  }

  private static let run = "--input doses.csv --from 0 --to 999.9 --step 0.1 --jobs 1"
}
