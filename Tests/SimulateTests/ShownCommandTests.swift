import Foundation
import Testing

/// The commands that README, docs and examples show must run.
///
/// Shown are lines that begin with `simulate` or pipe into it, indented or in a plain fence. They
/// run in the page's order, in a copy of `docs/run` or, for an example, of its folder after its
/// `cmd`. A fence marked `text` and a line with `…` or a lone `...` are not run; `console` is
/// `DocumentTests`'.
struct ShownCommandTests {
  /// A page with commands.
  struct Page: Sendable, CustomStringConvertible {
    let description: String
    let commands: [String]
    /// The files that the commands name.
    let folder: URL

    /// Reads a page, nil where it shows no command.
    init?(_ file: String, folder: String) {
      let place = CaseTests.package.appending(path: file)
      guard let text = try? String(contentsOf: place, encoding: .utf8) else { return nil }
      description = file
      commands = Page.commands(in: text)
      self.folder = CaseTests.package.appending(path: folder)
      if commands.isEmpty { return nil }
    }

    /// The commands of a text, lines that go on joined.
    static func commands(in text: String) -> [String] {
      var commands: [String] = []
      var fence: String?
      var begun = ""
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if line.hasPrefix("```") {
          fence = fence == nil ? String(line.dropFirst(3)) : nil
          continue
        }
        guard fence.map({ ["", "sh"].contains($0) }) ?? line.hasPrefix("    ") else {
          begun = ""
          continue
        }
        begun += line.trimmingCharacters(in: .whitespaces)
        if begun.hasSuffix("\\") || begun.hasSuffix("|") {
          begun += "\n"
          continue
        }
        let isShown = begun.hasPrefix("simulate ") || begun.contains("| simulate ")
          || begun.contains("|\nsimulate ")
        if isShown, !begun.contains(" ... "), !begun.contains("…") { commands.append(begun) }
        begun = ""
      }
      return commands
    }
  }

  static let pages: [Page] = {
    func names(_ folder: String) -> [String] {
      let path = CaseTests.package.appending(path: folder).path
      return ((try? FileManager.default.contentsOfDirectory(atPath: path)) ?? []).sorted()
    }
    let docs = names("docs").filter { $0.hasSuffix(".md") }
    return (["README.md"] + docs.map { "docs/\($0)" }).compactMap { Page($0, folder: "docs/run") }
      + names("Examples").compactMap { Page("Examples/\($0)/README.md", folder: "Examples/\($0)") }
  }()

  @Test("a command that a page shows runs and gives something", arguments: pages)
  func runs(_ page: Page) throws {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "simulate-shown-\(UUID().uuidString)")
    try files.copyItem(at: page.folder, to: place)
    defer { try? files.removeItem(at: place) }
    if page.folder.path.contains("/Examples/") {
      _ = try Shell.output(of: "sh ./cmd > .printed", in: place)
    }
    for command in page.commands {
      let drawing = command.contains("simulate plot") || command.contains("--plot")
      if drawing, !Shell.has("gnuplot") { continue }
      let said = try Shell.output(
        of: "{\n\(command)\n} > .printed\necho status $?", in: place)
      #expect(said.hasSuffix("status 0\n"), "\(page): \(command): \(said)")
      #expect(
        ([".printed"] + ShownCommandTests.written(by: command)).contains { name in
          let path = place.appending(path: name).path
          if let inside = try? files.contentsOfDirectory(atPath: path) { return !inside.isEmpty }
          return files.contents(atPath: path)?.isEmpty == false
        }, "\(page): \(command) gives nothing")
    }
  }

  /// The files that a command says it writes.
  static func written(by command: String) -> [String] {
    let words = command.split(whereSeparator: \.isWhitespace).map(String.init)
    return zip(words, words.dropFirst()).filter { [">", "--output"].contains($0.0) }.map(\.1)
  }

  @Test("commands are found, joined and told from what is only written about")
  func areFound() {
    let text = """
      Text says simulate runs.

          simulate --impulse a.csv \\
            --input b.csv > c.csv
          seq 3 |
            simulate --impulse a.csv --input -
          y(t) = simulate
          simulate ... --bounds

      ```text
      simulate --not run
      ```
      """
    #expect(
      Page.commands(in: text) == [
        "simulate --impulse a.csv \\\n--input b.csv > c.csv",
        "seq 3 |\nsimulate --impulse a.csv --input -",
      ])
    #expect(ShownCommandTests.written(by: "simulate --output a.png > b.csv") == ["a.png", "b.csv"])
    #expect(ShownCommandTests.pages.count >= 8)
  }
}
