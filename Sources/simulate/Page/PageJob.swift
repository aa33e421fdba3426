import CSV
import Files
import Runs

/// A page of every group, channel and output of a run.
struct PageJob {
  private let command: Page
  private let pattern: RunPattern
  private let wishes: Wishes

  /// Reads the options and the files.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  init(_ command: Page) throws {
    self.command = command
    var wishes = try command.output.wishes()
    wishes.stack = false
    if command.groups.wide { throw Failure.option("--wide", "a page shows each group by itself") }
    let options = RunOptions(
      response: command.response, input: command.input, times: command.times, by: command.groups.by, eventColumns: command.groups.eventColumn)
    pattern = try RunPattern(options, jobs: wishes.jobs)
    try pattern.checkUse(
      options, honoured: OptionUse.output.union(["--title", "--xlabel", "--ylabel", "--call"]))
    self.wishes = wishes
  }

  /// Writes the page.
  ///
  /// - Throws: `Failure`, `SystemsError`, `FileError`.
  func write() throws {
    var text = ""
    // Many choices have fewer rows each, so that a page stays as small as it is promised.
    for rows in [2_000, 1_000, 500, 250] {
      text = try page(rows: rows)
      if text.utf8.count <= 300_000 { break }
    }
    try CheckedOutput.write(text, to: command.output.output ?? "-")
  }

  /// The most choices of a page.
  private static let most = 60

  /// The page with at most so many rows for each choice.
  private func page(rows: Int) throws -> String {
    let bound = try command.response.set.map { try Bindings.pair($0, option: "--set").name }
    var tables: [String] = []
    var choices: [String] = []
    for run in 0..<pattern.plan.count {
      let simulation = try pattern.simulation(of: run)
      guard simulation.inputs.epochs.count == 1 else {
        throw Failure(.badText, "--input: resets (evid 3 or 4) of an event table are for a run, not for a page")
      }
      let system = simulation.system
      let count = pattern.plan.count * system.paths.count * system.paths[0].count
      guard count <= Self.most else {
        throw Failure.option(
          command.groups.by == nil ? "--observe" : "--by",
          "a page shows at most \(Self.most) groups, channels and outputs, found \(count); --where chooses among groups")
      }
      for output in system.paths.indices {
        for channel in system.paths[output].indices {
          let names = [
            pattern.plan.group(of: run).map { "\(pattern.plan.groups?.column ?? "") \($0)" },
            system.paths.count > 1 ? system.outputs[output] : nil,
            system.paths[output].count > 1 ? "by \(system.inputs[channel])" : nil,
          ].compactMap { $0 }
          let choice = PageRun(
            simulation: simulation, wishes: wishes, word: command.call, bound: bound, xlabel: command.output.picture.xlabel,
            ylabel: command.output.picture.ylabel, name: names.isEmpty ? nil : names.joined(separator: ", "),
            output: output, channel: channel, mostRows: rows)
          choices.append(try choice.json(tables: &tables))
        }
      }
    }
    let numbers = "{\"tables\":[\(tables.joined(separator: ","))],\"choices\":[\(choices.joined(separator: ","))]}"
    return PageTemplate(
      title: command.output.picture.title ?? "How the \(command.call)s add up", word: command.call, run: numbers
    ).text
  }
}
