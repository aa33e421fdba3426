import Foundation
import Testing

/// The commands that README and docs show, with what they say is printed.
struct DocumentTests {
  /// A block of a document that begins with ```` ```console ````.
  struct Document: Sendable, CustomStringConvertible {
    let description: String
    let text: String

    /// Commands and the lines expected after each; `...` stands for any further lines.
    var steps: [(command: String, lines: [String])] {
      var steps: [(String, [String])] = []
      var isInside = false
      for line in text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init) {
        if line == "```console" {
          isInside = true
        } else if line == "```" {
          isInside = false
        } else if isInside, line.hasPrefix("$ ") {
          steps.append((String(line.dropFirst(2)), []))
        } else if isInside, !steps.isEmpty {
          steps[steps.count - 1].1.append(line)
        }
      }
      return steps
    }
  }

  /// The documents that have such blocks; those that draw only where gnuplot is.
  static let documents: [Document] = {
    let folder = CaseTests.package.appending(path: "docs")
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path)) ?? []
    let files =
      [CaseTests.package.appending(path: "README.md")]
      + names.sorted().map { folder.appending(path: $0) }
    return files.compactMap { file in
      guard let text = try? String(contentsOf: file, encoding: .utf8),
        text.contains("\n```console\n")
      else { return nil }
      guard Shell.has("gnuplot") || !text.contains("$ gnuplot") else { return nil }
      return Document(description: file.lastPathComponent, text: text)
    }
  }()

  @Test("a document's commands print what the document shows", arguments: documents)
  func printsWhatItShows(_ document: Document) throws {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "simulate-document-\(UUID().uuidString)")
    try files.copyItem(at: CaseTests.package.appending(path: "docs/run"), to: place)
    defer { try? files.removeItem(at: place) }
    // One shell for all, because later commands use what earlier ones defined.
    let mark = "@@ next command @@"
    let script = document.steps.map { "\($0.command)\necho '\(mark)'\n" }.joined()
    let printed = try Shell.output(of: script, in: place)
    let parts = printed.components(separatedBy: mark + "\n")
    #expect(parts.count == document.steps.count + 1, "\(document): every command must end")
    for (step, part) in zip(document.steps, parts) {
      var found = part.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
      if found.last == "" { found.removeLast() }
      if step.lines.last == "..." {
        #expect(
          Array(found.prefix(step.lines.count - 1)) == step.lines.dropLast(), "\(step.command)")
      } else {
        #expect(found == step.lines, "\(step.command)")
      }
    }
  }

  @Test("the page of the idea is among the documents that are run")
  func ideaIsRun() {
    #expect(
      DocumentTests.documents.contains { $0.description == "idea.md" && $0.steps.count >= 10 })
  }
}
