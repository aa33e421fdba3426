import Foundation
import Testing

/// What real shells offer when TAB is pressed, from the scripts that `make install` puts in place.
struct CompletionTests {
  /// Lines, and what must be offered at their end.
  private static let lines: [(line: String, offered: String)] = [
    ("simulate --imp", "--impulse --impulses"),
    ("simulate --impulse de", "decay.csv"),
    ("simulate --between pre", "previous"),
    ("simulate --plot sl", "slaps.csv"),
    ("simulate sw", "sweep"),
    ("simulate sweep --va", "--vary"),
    ("simulate sweep --summary peak,ar", "peak,area"),
    ("simulate sweep --parameters sl", "slaps.csv"),
    ("simulate sweep --impulse '=a*exp(-k*t)' --set a=1 --vary ", "k="),
    ("simulate sweep plan --for sl", "slurm"),
    ("simulate fit --impulse '=a*exp(-k*t)' --guess a", "a="),
    ("simulate fit --measured sl", "slaps.csv"),
    ("simulate smooth --kernel box:3 --edge w", "wrap"),
    ("simulate smooth --kernel de", "decay.csv"),
    ("simulate plot sl", "slaps.csv"),
  ]

  /// What a shell offers for each line.
  private func offered(by shell: String, running command: String) throws -> [String] {
    var printed = ""
    try Program.inFolder { folder in
      let lines = CompletionTests.lines.map(\.line).joined(separator: "\n") + "\n"
      try Data(lines.utf8).write(to: folder.appending(path: "lines.txt"))
      let scripts = CaseTests.package.appending(path: "Tests/Completions").path
      printed = try Shell.output(
        of: """
          touch decay.csv slaps.csv
          export LC_ALL=C.UTF-8 TERM=xterm
          simulate --generate-completion-script \(shell) > script
          \(command) '\(scripts)'/\(shell).* ./script < lines.txt
          """, in: folder)
    }
    return printed.split(separator: "\n").map(String.init)
  }

  private static let shells = [
    (name: "bash", command: "bash --norc"), (name: "zsh", command: "zsh -f"),
    (name: "fish", command: "fish --no-config"),
  ].filter { Shell.has($0.name) }

  @Test("each shell that is there offers options, files, values and names", arguments: shells)
  func isOffered(_ shell: (name: String, command: String)) throws {
    let found = try offered(by: shell.name, running: shell.command)
    #expect(found.count == CompletionTests.lines.count)
    for (expected, line) in zip(CompletionTests.lines, found) {
      let words = line.dropFirst(expected.line.count + 1).split(separator: " ").joined(separator: " ")
      #expect(line.hasPrefix(expected.line + ":") && words == expected.offered, "\(shell.name): \(line)")
    }
  }

  @Test("zsh is there", .enabled(if: Shell.has("zsh"), "no zsh; apt-get install zsh"))
  func zshIsThere() {}

  @Test("fish is there", .enabled(if: Shell.has("fish"), "no fish; apt-get install fish"))
  func fishIsThere() {}
}
