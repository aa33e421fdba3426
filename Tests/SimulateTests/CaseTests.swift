import Foundation
import Testing

/// The folders of `Cases` and `Examples`, each run by the built program.
struct CaseTests {
  static let package = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
  static let cases = Case.all(below: package.appending(path: "Tests/SimulateTests/Cases"))
  static let examples = Case.all(below: package.appending(path: "Examples"))

  /// `simulate` beside the tests' own program, where the build puts both.
  static let program: URL = {
    var folder = URL(filePath: ProcessInfo.processInfo.arguments[0]).deletingLastPathComponent()
    for _ in 0..<4 {
      let candidate = folder.appending(path: "simulate")
      if FileManager.default.isExecutableFile(atPath: candidate.path) { return candidate }
      folder.deleteLastPathComponent()
    }
    return package.appending(path: ".build/release/simulate")
  }()

  @Test("a case prints what its folder says, byte for byte", arguments: cases)
  func printsWhatItMust(_ example: Case) throws { try check(example) }

  @Test("an example prints what its folder says", arguments: examples)
  func exampleHolds(_ example: Case) throws { try check(example) }

  @Test("there are cases and examples to run")
  func areFound() {
    #expect(CaseTests.cases.count >= 100)
    #expect(CaseTests.examples.count >= 3)
  }

  private func check(_ example: Case) throws {
    let outcome = try example.run(with: CaseTests.program)
    let said = String(decoding: outcome.stderr, as: UTF8.self)
    let status = example.text("status")?.trimmingCharacters(in: .whitespacesAndNewlines) ?? "0"
    #expect(String(outcome.status) == status, "\(example): the exit code; it said: \(said)")
    #expect(said == example.text("stderr") ?? "", "\(example): standard error")
    let printed = String(decoding: outcome.stdout, as: UTF8.self)
    if let reference = example.text("reference"), let limit = example.text("tolerance") {
      let tolerance = try #require(Double(limit.trimmingCharacters(in: .whitespacesAndNewlines)))
      let difference = Comparison(printed: printed, reference: reference, tolerance: tolerance)
      #expect(difference.problem == nil, "\(example): \(difference.problem ?? "")")
    } else {
      #expect(printed == example.text("stdout") ?? "", "\(example): standard output")
    }
    for name in example.expectedFiles {
      #expect(outcome.files[name] == example.bytes("expected/\(name)"), "\(example): \(name)")
    }
  }
}
