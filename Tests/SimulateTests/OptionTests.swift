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
      used: output.union(["--title", "--call", "--ode", "--impulse", "--rate", "--input"])),
    Base(
      description: "describe a formula", subcommand: ["describe"], arguments: ["--impulse", "=exp(-t)"],
      used: [
        "--delay", "--two-sided", "--output", "--digits", "--frequency", "--ode", "--impulse", "--hertz", "--decibel", "--degrees",
        "--plot", "--discretize",
      ]),
  ]

  /// Values that are right in themselves.
  private static let values = [
    "--impulse": "=exp(-t)", "--rate": "=1", "--ode": "y' = -y + u", "--set": "zz=1", "--where": "a=b",
    "--input-columns": "1,2", "--columns": "1,2", "--rate-columns": "1,2", "--between": "previous",
    "--rate-between": "previous", "--tail": "zero", "--missing": "zero", "--unit": "hour", "--decimal": "comma",
    "--date-format": "%d/%m/%Y", "--at-event": "before", "--initial": "y=1", "--event-column": "amount=amount",
    "--summary": "peak", "--shard": "1/2", "--vary": "m=1,2", "--frequency": "0.1:1:3", "--plot": "x.svg",
    "--tolerance": "1e-9", "--observe": "y", "--system": "P==1/s", "--times-column": "t",
    "--draw-file": "=1",
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
    #expect(known.count > 10)
    try Program.inFolder { folder in
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
      for option in try OptionTests.known(base.subcommand) where !option.isFlag && base.used.contains(option.name) {
        guard !["--impulse", "--ode", "--rate", "--input", "--vary"].contains(option.name) else { continue }
        let pair = [option.name, OptionTests.values[option.name] ?? "1"]
        let outcome = try Program.run(base.subcommand + base.arguments + pair + pair, in: folder)
        #expect(outcome.status == 64, "\(base): \(option) twice; it said: \(outcome.said)")
        #expect(outcome.said.hasPrefix("simulate: \(option.name): must be given once"))
      }
    }
  }
}
