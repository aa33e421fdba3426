import ArgumentParser
import CSV
import Files
import Runs

/// One self-contained page that shows a run being added up.
struct Page: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write a page that shows the copies being placed, scaled and added.",
    discussion: """
      Example:
        simulate page --impulse decay.csv --input slaps.csv --call slap > page.html

      The page is one file, works offline and has a time slider: at each moment it shows what every \
      past impulse still contributes, by shifting and adding and by flipping and sliding. Amounts, and \
      names that --set binds, can be moved in it; --by gives a choice of groups.
      """)

  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Groups") var groups: GroupOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What an impulse is: a slap, a dose, a spike.", valueName: "word"))
  var call: String = "impulse"

  func run() throws {
    var wishes = try output.wishes()
    wishes.stack = false
    if groups.wide { throw Failure.option("--wide", "a page shows each group by itself") }
    let options = RunOptions(
      response: response, input: input, times: times, by: groups.by, eventColumns: groups.eventColumn)
    let pattern = try RunPattern(options, jobs: wishes.jobs)
    try pattern.checkUse(
      options, honoured: OptionUse.output.union(["--title", "--xlabel", "--ylabel", "--call"]))
    var text = ""
    // Many choices have fewer rows each, so that a page stays as small as it is promised.
    for rows in [2_000, 1_000, 500, 250] {
      text = try page(of: pattern, wishes, rows: rows)
      if text.utf8.count <= 300_000 { break }
    }
    var file = try CheckedOutput(output.output ?? "-")
    try file.write(text)
    try file.finish()
  }

  /// The most choices of a page.
  private static let most = 60

  /// The page with at most so many rows for each choice.
  private func page(of pattern: RunPattern, _ wishes: Wishes, rows: Int) throws -> String {
    let bound = try response.set.map { try Bindings.pair($0, option: "--set").name }
    var tables: [String] = []
    var choices: [String] = []
    for run in 0..<pattern.plan.count {
      let simulation = try pattern.simulation(of: run)
      guard simulation.inputs.epochs.count == 1 else {
        throw Failure(.badText, "--input: resets (evid 3 or 4) of an event table are for a run, not for a page")
      }
      let system = simulation.system
      let count = pattern.plan.count * system.paths.count * system.paths[0].count
      guard count <= Page.most else {
        throw Failure.option(
          groups.by == nil ? "--observe" : "--by",
          "a page shows at most \(Page.most) groups, channels and outputs, found \(count); --where chooses among groups")
      }
      for output in system.paths.indices {
        for channel in system.paths[output].indices {
          let names = [
            pattern.plan.group(of: run).map { "\(pattern.plan.groups?.column ?? "") \($0)" },
            system.paths.count > 1 ? system.outputs[output] : nil,
            system.paths[output].count > 1 ? "by \(system.inputs[channel])" : nil,
          ].compactMap { $0 }
          let choice = PageRun(
            simulation: simulation, wishes: wishes, word: call, bound: bound, xlabel: self.output.picture.xlabel,
            ylabel: self.output.picture.ylabel, name: names.isEmpty ? nil : names.joined(separator: ", "),
            output: output, channel: channel, mostRows: rows)
          choices.append(try choice.json(tables: &tables))
        }
      }
    }
    let numbers = "{\"tables\":[\(tables.joined(separator: ","))],\"choices\":[\(choices.joined(separator: ","))]}"
    return PageTemplate(
      title: output.picture.title ?? "How the \(call)s add up", word: call, run: numbers
    ).text
  }
}
