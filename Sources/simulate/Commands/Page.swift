import ArgumentParser

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

  func run() throws { try PageJob(self).write() }
}
