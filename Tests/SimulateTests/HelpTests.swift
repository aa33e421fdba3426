import Foundation
import Testing

/// Laws of every help at 80 columns.
struct HelpTests {
  /// All commands that have a help of their own.
  static let commands: [[String]] = [
    [], ["run"], ["sweep"], ["sweep", "runs"], ["sweep", "status"], ["sweep", "merge"], ["sweep", "plan"], ["fit"],
    ["plot"], ["page"], ["deconvolve"], ["describe"], ["smooth"],
  ]

  private func help(_ command: [String]) throws -> [String] {
    let outcome = try Program.run(
      command + ["--help"], in: FileManager.default.temporaryDirectory, environment: ["COLUMNS": "80"])
    #expect(outcome.status == 0)
    return String(decoding: outcome.stdout, as: UTF8.self).split(
      separator: "\n", omittingEmptySubsequences: false
    ).map(String.init)
  }

  @Test("no line is longer than 80 columns, no example than 77", arguments: commands)
  func linesFit(_ command: [String]) throws {
    var isExample = false
    for line in try help(command) {
      #expect(line.count <= 80, "\(line)")
      if line.hasPrefix("Example") { isExample = true } else if !line.hasPrefix("  ") { isExample = false }
      if isExample { #expect(line.count <= 77, "\(line)") }
      // A wrapped example would go on without its indent.
      if isExample, line.hasPrefix("  ") {
        #expect(["simulate", "seq", "awk", "--"].contains { line.drop { $0 == " " }.hasPrefix($0) }, "\(line)")
      }
    }
  }

  @Test("a paragraph is broken only where its next word does not fit", arguments: commands)
  func paragraphsAreWrappedOnce(_ command: [String]) throws {
    let lines = try help(command).prefix { !$0.hasPrefix("USAGE") }
    for (line, next) in zip(lines, lines.dropFirst()) {
      let isText = { (text: String) in !text.isEmpty && !text.hasPrefix(" ") && !text.hasPrefix("Example") }
      guard isText(line), isText(next), let word = next.split(separator: " ").first else { continue }
      #expect(line.count + 1 + word.count >= 80, "\(line)\n\(next)")
    }
  }

  @Test("the help of a command is its own", arguments: commands.filter { !$0.isEmpty })
  func isItsOwn(_ command: [String]) throws {
    let lines = try help(command)
    let usage = try #require(lines.first { $0.hasPrefix("USAGE: ") })
    #expect(usage.hasPrefix("USAGE: simulate " + command.joined(separator: " ")), "\(usage)")
    let examples = lines.filter { $0.hasPrefix("  simulate ") }
    if !["run", "runs", "status", "merge"].contains(command.last) {
      #expect(examples.contains { $0.hasPrefix("  simulate \(command[0]) ") })
    }
  }
}
