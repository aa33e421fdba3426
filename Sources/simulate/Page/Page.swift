import ArgumentParser
import CSV
import Files

/// One self-contained page that shows a run being added up.
struct Page: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "page",
    abstract: "Write a page that shows the copies being placed, scaled and added.",
    discussion: """
      Example:
        simulate page --impulse decay.csv --input slaps.csv --call slap --output page.html

      The page is one file, works offline and has a time slider: at each moment it shows what every
      past impulse still contributes, by shifting and adding and by flipping and sliding.
      """)

  @OptionGroup(title: "Response") var response: ResponseOptions
  @OptionGroup(title: "Input") var input: InputOptions
  @OptionGroup(title: "Times") var times: TimesOptions
  @OptionGroup(title: "Output") var output: OutputOptions

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The page's heading.", valueName: "text"))
  var title: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What an impulse is: a slap, a dose, a spike.", valueName: "word"))
  var call: String = "impulse"

  func run() throws {
    var wishes = try output.wishes()
    wishes.stack = false
    let simulation = try Simulation(response, input, times, jobs: wishes.jobs)
    try simulation.reader.checkUse(
      honoured: OptionUse.output.union(["--title", "--call"]), settings: response.set)
    let run = PageRun(simulation: simulation, wishes: wishes, word: call)
    let page = PageTemplate(
      title: title ?? "How the \(call)s add up", word: call, run: try run.json())
    var file = try CheckedOutput(output.output ?? "-")
    try file.write(page.text)
    try file.finish()
  }
}
