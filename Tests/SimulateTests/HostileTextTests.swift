import Foundation
import Testing

/// Names of files and columns, options and words are text: nothing of them runs, breaks out of its
/// quotes or reaches a terminal raw.
struct HostileTextTests {
  private static let seeds = Array(UInt64(1)...3)

  /// Tables of every kind that has a picture, with a name in their header.
  private func tables(_ name: String) -> [String] {
    let field = "\"" + name.utf8.map { $0 == 0x22 ? [0x22, 0x22] : [$0] }.joined().asText + "\""
    return [
      "t,\(field)\n0,0\n1,1\n", "\(field),y\n0,0\n1,1\n",
      "t,y,\(field),b\n0,1,1,0\n1,2,1,1\n", "\(field),t,y\n1,0,0\n1,1,1\n2,0,0\n2,1,3\n",
      "\(field),peak\n1,2\n2,3\n4,3\n", "a,\(field),peak\n1,1,2\n1,2,3\n2,1,1\n2,2,5\n",
      "name,estimate,standard_error\n\(field),1,0.1\nk,2,1\n",
    ]
  }

  @Test(
    "gnuplot draws a picture of any name, and nothing else happens",
    .enabled(if: Shell.has("gnuplot"), "no gnuplot; apt-get install gnuplot-nox"), arguments: seeds)
  func scriptsAreText(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    for table in tables(HostileText.name(&generator)) {
      try Program.inFolder { folder in
        let file = HostileText.fileName(&generator) + ".csv"
        try Data(table.utf8).write(to: folder.appending(path: file))
        let script = try Program.run(["plot", file, "--script", "n.gp"], in: folder)
        #expect(HostileText.raw(script.said).isEmpty, "\(script.said)")
        try #require([0, 65].contains(script.status), "\(script.said)")
        guard script.status == 0 else { return }
        let before = try Program.names(in: folder)
        let drawn = try Program.run(["n.gp"], in: folder, program: URL(filePath: "/usr/bin/gnuplot"),
          environment: ["LC_ALL": "C.UTF-8"])
        let more = try Program.names(in: folder).subtracting(before)
        #expect(drawn.status == 0 && drawn.stdout.isEmpty && drawn.said.isEmpty, "\(drawn.said)")
        #expect(more.count == 1 && more.allSatisfy { $0.hasSuffix(".png") }, "\(file): \(more)")
        let shown = try Program.run(["plot", file], in: folder)
        #expect(HostileText.raw(String(decoding: shown.stdout, as: UTF8.self)).isEmpty)
        #expect(try Program.names(in: folder) == before.union(more))
      }
    }
  }

  @Test("a script of plan makes its shards and nothing else", arguments: seeds)
  func plansAreText(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let directory = HostileText.fileName(&generator)
    let input = HostileText.fileName(&generator) + "x"
    let engines = ["slurm": ["sh", "s"], "make": ["make", "-s", "-f", "s"], "parallel": ["sh", "s"]]
    for (engine, command) in engines where engine == "slurm" || Shell.has(engine) {
      try Program.inFolder { folder in
        try Data("0,1\n".utf8).write(to: folder.appending(path: input))
        let plan = try Program.run(
          [
            "sweep", "plan", "--for", engine, "--shards", "2", "--impulse", "=exp(-k*t)",
            "--input", input, "--vary", "k=1,2", "--from", "0", "--to", "1", "--step", "0.5",
            "--output", directory,
          ], in: folder)
        #expect(HostileText.raw(plan.said).isEmpty, "\(plan.said)")
        let isPlain = (directory + input).utf8.allSatisfy { $0 >= 0x20 && $0 != 0x7F }
        try #require(plan.status == (isPlain ? 0 : 64), "\(plan.said)")
        guard isPlain else { return }
        try plan.stdout.write(to: folder.appending(path: "s"))
        let done = try Program.run(
          Array(command.dropFirst()), in: folder,
          program: URL(filePath: command[0] == "sh" ? "/bin/sh" : "/usr/bin/make"),
          environment: [
            "SLURM_ARRAY_TASK_ID": "1", "SLURM_ARRAY_TASK_MIN": "1", "SLURM_ARRAY_TASK_COUNT": "2",
          ])
        #expect(done.status == 0, "\(engine): \(done.said)")
        let left = try Program.names(in: folder)
        #expect(left == Set([input, directory, "s"] + (engine == "slurm" ? [] : ["all.csv"])))
      }
    }
  }

  @Test("a page's title and word are text in HTML and in JSON", arguments: seeds)
  func pagesAreText(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    for _ in 0..<4 {
      let name = HostileText.name(&generator)
      try Program.inFolder { folder in
        try Data("0,1\n".utf8).write(to: folder.appending(path: "e.csv"))
        let page = try Program.run(
          ["page", "--impulse", "=exp(-t)", "--input", "e.csv", "--call", name, "--title", name],
          in: folder)
        try #require(page.status == 0, "\(page.said)")
        let text = String(decoding: page.stdout, as: UTF8.self)
        for (tag, count) in ["<script": 2, "</script": 2, "<title>": 1, "<!--": 0] {
          #expect(text.utf8Occurrences(of: tag) == count, "\(tag) for \(name.debugDescription)")
        }
        let start = try #require(text.range(of: "id=\"run\">", options: .literal)).upperBound
        let end = try #require(text.range(of: "</script>", options: .literal, range: start..<text.endIndex))
        let run = try JSONSerialization.jsonObject(with: Data(text[start..<end.lowerBound].utf8))
        let choices = (run as? [String: Any])?["choices"] as? [[String: Any]]
        let word = choices?.first?["word"] as? String
        #expect(word.map { Array($0.utf8) } == Array(name.utf8))
      }
    }
  }

  @Test("a message shows control characters as escapes, on one line", arguments: seeds)
  func messagesAreText(_ seed: UInt64) throws {
    var generator = SeededGenerator(state: seed)
    let name = HostileText.name(&generator)
    let run = ["--impulse", "=exp(-t)", "--input", "e.csv"]
    let calls: [[String]] = [
      ["--" + name], ["--impulse", name], ["--impulse", "=" + name] + Array(run.suffix(2)),
      Array(run.prefix(2)) + ["--input", name], run + ["--set", name], run + ["--set", name + "=1"],
      run + ["--step", name], run + ["--where", name], ["sweep"] + run + ["--vary", name + "=1,2"],
      ["sweep", "status", "--", name], ["sweep", "merge", "--", name], ["plot", "--", name],
      ["plot", "e.csv", "--with", name], ["plot", "e.csv", "--column", name], ["--ode", name],
      ["--", name], run + ["--output", name + "/x/y"], ["--impulse", "m.toml"],
    ]
    try Program.inFolder { folder in
      try Data("0,1\n".utf8).write(to: folder.appending(path: "e.csv"))
      let quoted = name.utf8.map { String(format: "\\u%04x", Int($0)) }.joined()
      try Data("\"\(quoted)\" = 1\n".utf8).write(to: folder.appending(path: "m.toml"))
      for call in calls {
        let outcome = try Program.run(call, in: folder)
        #expect(!outcome.isSignal && outcome.status != 70, "\(call): \(outcome.status)")
        #expect(HostileText.raw(outcome.said).isEmpty, "\(call): \(outcome.said)")
        #expect(try Program.names(in: folder) == ["e.csv", "m.toml"])
      }
    }
  }
}

extension Sequence<UInt8> {
  /// The bytes as text.
  fileprivate var asText: String { String(decoding: Array(self), as: UTF8.self) }
}

extension String {
  /// How often some bytes occur.
  fileprivate func utf8Occurrences(of text: String) -> Int {
    let bytes = Array(utf8)
    let wanted = Array(text.utf8)
    guard bytes.count >= wanted.count else { return 0 }
    return (0...bytes.count - wanted.count).count { bytes[$0..<$0 + wanted.count].elementsEqual(wanted) }
  }
}
