import Files

/// The options as they were typed, in order.
struct TypedOptions {
  /// An option, and its value where it has one.
  struct Option {
    var name: String
    var value: String?
  }

  /// The options in the order in which they were typed.
  private(set) var options: [Option] = []

  /// Reads arguments as the parser does: an option with a value takes the next argument, whatever it is.
  init(_ arguments: some Sequence<String>) {
    var arguments = Array(arguments)[...]
    while let argument = arguments.popFirst() {
      if argument == "--" { return }
      guard argument.hasPrefix("--") else { continue }
      if let equals = argument.firstIndex(of: "=") {
        options.append(Option(name: String(argument[..<equals]), value: String(argument[argument.index(after: equals)...])))
      } else if OptionRule.of(argument)?.kind == .flag {
        options.append(Option(name: argument, value: nil))
      } else {
        options.append(Option(name: argument, value: arguments.popFirst()))
      }
    }
  }

  /// Those of the command line.
  static var ofThisRun: TypedOptions { TypedOptions(FileName.arguments.dropFirst()) }

  /// Refuses an option that is given twice and of which only one can count.
  ///
  /// - Throws: `Failure` (64).
  func checkRepetition() throws {
    var seen: Set<String> = []
    for option in options where OptionRule.of(option.name)?.kind == .single {
      guard seen.insert(option.name).inserted else {
        throw Failure.option(option.name, "must be given once, found it twice")
      }
    }
  }

  /// The options whose values are read, and can be standard input.
  private static let readers: Set = [
    "--impulse", "--input", "--rate", "--times", "--parameters", "--measured", "--system",
  ]

  /// Refuses standard input where it is asked for twice, before anything is read.
  ///
  /// - Throws: `Failure` (64).
  func checkStandardInput() throws {
    let asked = options.filter { option in
      guard TypedOptions.readers.contains(option.name), let value = option.value else { return false }
      return value == "-" || value.hasSuffix(":-") || (option.name == "--system" && value.hasSuffix("=-"))
    }
    guard asked.count > 1 else { return }
    throw Failure.option(asked[1].name, "standard input can be read once, found - for the second time")
  }
}
