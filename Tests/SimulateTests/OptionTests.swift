import Foundation
import Testing

/// Every option on every subcommand: used, or refused with its name in front.
struct OptionTests {
  /// An option as `--help` knows it.
  struct Known: Sendable, CustomStringConvertible {
    var name: String
    var isFlag: Bool
    var description: String { name }
  }

  /// A command that works, and the options that have a say in it beside those that it holds.
  struct Base: Sendable, CustomStringConvertible {
    var description: String
    var subcommand: [String]
    var arguments: [String]
    var used: Set<String>
    /// The files that they name.
    var files: [String: String] = [:]
  }

  private static let formulas = ["--impulse", "=exp(-t)", "--rate", "=1", "--from", "0", "--to", "1", "--step", "1"]
  private static let output: Set = [
    "--delay", "--two-sided", "--rate-two-sided", "--at-event", "--tolerance", "--jobs", "--output",
    "--mean-over", "--total-over",
  ]

  static let bases = [
    Base(
      description: "run of formulas", subcommand: ["run"], arguments: formulas,
      used: output.union([
        "--stack", "--bounds", "--digits", "--impulses", "--explain", "--verify", "--manifest", "--plot", "--ode",
        "--impulse", "--rate", "--input",
      ])),
    Base(
      description: "sweep of formulas", subcommand: ["sweep", "runs"],
      arguments: ["--impulse", "=exp(-k*t)"] + formulas.dropFirst(2) + ["--vary", "k=1,2"],
      used: output.union([
        "--bounds", "--digits", "--manifest", "--ode", "--impulse", "--rate", "--input", "--vary", "--summary", "--wide",
      ])),
    Base(
      description: "page of formulas", subcommand: ["page"], arguments: formulas,
      used: output.union(["--title", "--xlabel", "--ylabel", "--call", "--ode", "--impulse", "--rate", "--input"])),
    Base(
      description: "describe a formula", subcommand: ["describe"], arguments: ["--impulse", "=exp(-t)"],
      used: [
        "--delay", "--two-sided", "--output", "--digits", "--frequency", "--ode", "--impulse", "--hertz", "--decibel", "--degrees",
        "--plot", "--discretize",
      ]),
    Base(
      description: "fit of a formula", subcommand: ["fit"],
      arguments: ["--impulse", "=a*exp(-k*t)", "--input", "one.csv", "--measured", "m.csv"],
      used: output.union(tables).union([
        "--measured-columns", "--errors", "--weights", "--baseline", "--scale", "--by", "--guess", "--limits", "--loss", "--noise",
        "--starts", "--seed", "--intervals", "--format", "--output-fit", "--output-residuals", "--output-model", "--ode", "--rate",
        "--where", "--input-columns", "--from", "--to", "--digits", "--explain", "--verify", "--manifest", "--plot",
      ]).subtracting(["--rate-two-sided"]), files: measured),
    Base(
      description: "deconvolution with a formula", subcommand: ["deconvolve"],
      arguments: ["--impulse", "=exp(-t)", "--measured", "m.csv"],
      used: tables.union(unknown).union([
        "--delay", "--two-sided", "--ode", "--rate-between", "--spikes", "--from", "--to", "--step", "--times", "--rate",
      ]), files: measured),
    Base(
      description: "deconvolution with an input", subcommand: ["deconvolve"],
      arguments: ["--input", "one.csv", "--measured", "m.csv"],
      used: tables.union(unknown).union([
        "--delay", "--between", "--decreasing", "--scale", "--from", "--to", "--step", "--times", "--rate", "--where", "--input-columns",
        "--impulse", "--ode",
      ]), files: measured),
    Base(
      description: "smooth a table", subcommand: ["smooth"], arguments: ["--kernel", "box:3", "pixels.csv"],
      used: ["--output", "--edge", "--correlate", "--jobs", "--digits"], files: ["pixels.csv": "1,2\n3,4\n"]),
  ]

  /// Options that may stand again and again.
  private static let repeated: Set = [
    "--impulse", "--ode", "--rate", "--input", "--vary", "--guess", "--limits", "--scale", "--where", "--skip-lines",
  ]
  private static let tables: Set = ["--missing", "--skip-lines", "--decimal", "--date-format"]
  private static let unknown: Set = [
    "--measured-columns", "--errors", "--weights", "--baseline", "--by", "--prior", "--regularization", "--nonnegative",
    "--zero-start", "--zero-end", "--intervals", "--total", "--resolution", "--format", "--output", "--digits", "--explain",
    "--verify", "--manifest", "--plot", "--jobs",
  ]
  private static let measured = ["one.csv": "0,1\n", "m.csv": "t,y\n0,1\n1,0.6\n2,0.4\n3,0.2\n4,0.13\n"]

  /// Values that are right in themselves.
  private static let values = [
    "--impulse": "=exp(-t)", "--rate": "=1", "--ode": "y' = -y + u", "--set": "zz=1", "--where": "a=b",
    "--input-columns": "1,2", "--columns": "1,2", "--rate-columns": "1,2", "--between": "previous",
    "--rate-between": "previous", "--tail": "zero", "--missing": "zero", "--unit": "hour", "--decimal": "comma",
    "--date-format": "%d/%m/%Y", "--at-event": "before", "--initial": "y=1", "--event-column": "amount=amount",
    "--summary": "peak", "--shard": "1/2", "--vary": "m=1,2", "--frequency": "0.1:1:3", "--plot": "x.svg",
    "--tolerance": "1e-9", "--observe": "y", "--system": "P==1/s", "--times-column": "t",
    "--draw-file": "=1", "--errors": "0.1", "--guess": "a=1", "--limits": "a=0:", "--loss": "huber", "--noise": "ar",
    "--format": "json", "--prior": "smooth", "--regularization": "none", "--edge": "wrap", "--baseline": "0.1",
    "--size": "800x600",
  ]

  /// All options of a subcommand, as the parser itself lists them.
  static func known(_ subcommand: [String]) throws -> [Known] {
    var names: [Known] = []
    try Program.inFolder { folder in
      let outcome = try Program.run(subcommand + ["--experimental-dump-help"], in: folder)
      let root = try #require(try JSONSerialization.jsonObject(with: outcome.stdout) as? [String: Any])
      let command = try #require(root["command"] as? [String: Any])
      for argument in try #require(command["arguments"] as? [[String: Any]]) {
        guard let kind = argument["kind"] as? String, kind != "positional",
          let name = (argument["preferredName"] as? [String: Any])?["name"] as? String
        else { continue }
        names.append(Known(name: "--" + name, isFlag: kind == "flag"))
      }
    }
    return names
  }

  @Test("an option that a run does not use is refused by its name", arguments: bases)
  func isUsedOrRefused(_ base: Base) throws {
    let known = try OptionTests.known(base.subcommand)
    #expect(known.count > 5)
    try Program.inFolder { folder in
      for (name, text) in base.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
      #expect(try Program.run(base.subcommand + base.arguments, in: folder).status == 0)
      for option in known where !["--help", "--version", "--follow"].contains(option.name) {
        if base.used.contains(option.name) || base.arguments.contains(option.name) { continue }
        let value = option.isFlag ? [] : [OptionTests.values[option.name] ?? "1"]
        let outcome = try Program.run(base.subcommand + base.arguments + [option.name] + value, in: folder)
        #expect(outcome.status == 64, "\(base): \(option) is neither used nor refused; it said: \(outcome.said)")
        #expect(
          outcome.said.hasPrefix("simulate: \(option.name)"), "\(base): \(option) is not named; it said: \(outcome.said)")
      }
    }
  }

  @Test("an option of which one counts is refused the second time", arguments: bases)
  func isGivenOnce(_ base: Base) throws {
    try Program.inFolder { folder in
      for (name, text) in base.files { try Data(text.utf8).write(to: folder.appending(path: name)) }
      for option in try OptionTests.known(base.subcommand) where !option.isFlag && base.used.contains(option.name) {
        guard !OptionTests.repeated.contains(option.name) else { continue }
        let pair = [option.name, OptionTests.values[option.name] ?? "1"]
        let outcome = try Program.run(base.subcommand + base.arguments + pair + pair, in: folder)
        #expect(outcome.status == 64, "\(base): \(option) twice; it said: \(outcome.said)")
        #expect(outcome.said.hasPrefix("simulate: \(option.name): must be given once"))
      }
    }
  }
}
