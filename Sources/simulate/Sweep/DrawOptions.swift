import ArgumentParser
import CSV
import Files
import Formulas
import Runs

/// The options of parameters that are drawn.
struct DrawOptions: ParsableArguments {
  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Draws a name in each run: \(Distribution.usages.joined(separator: ", ")); MU and SIGMA are those of the "
        + "logarithm. May repeat.", valueName: "name=law"),
    completion: CompletedWords.assignment)
  var draw: [String] = []

  @Option(
    name: .customLong("draw-file"), parsing: .unconditional,
    help: ArgumentHelp(
      "Samples drawn elsewhere, such as a posterior's: a row for each run; the header names the parameters.",
      valueName: "file"),
    completion: .file())
  var drawFile: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "How many runs are drawn, for each group and each value that is varied.", valueName: "n"))
  var runs: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "A matrix of correlations of the drawn names in its header, between the normal numbers behind them.",
      valueName: "file"),
    completion: .file())
  var correlation: String?
}

extension DrawOptions {
  /// The population that the options draw; nil where they draw none.
  ///
  /// - Parameters:
  ///   - hasTrains: whether impulses are drawn in each run, so that runs differ without a parameter.
  ///   - isWanted: whether a column of `--draw-file` is read.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func population(
    reader: inout Reader, seed: UInt64, hasTrains: Bool, where isWanted: (String) -> Bool
  ) throws -> Population? {
    if draw.isEmpty, drawFile == nil, !hasTrains || runs == nil { return nil }
    reader.use.mark("--runs")
    let count = try runs.map { try Self.count($0) }
    var draws: Draws?
    if !draw.isEmpty {
      guard count != nil || drawFile != nil else {
        throw Failure.option("--draw", "how many runs must be said: --runs N")
      }
      reader.use.mark("--seed", "--correlation")
      draws = try self.draws(seed: seed, reader: &reader)
    }
    var samples: [(name: String, values: [Double])] = []
    if let drawFile {
      let source = try reader.source(try Value(drawFile, option: "--draw-file"), option: "--draw-file")
      samples = try RunPlan.columns(of: source, option: "--draw-file", reader: reader, where: isWanted)
    }
    do { return try Population(samples: samples, draws, count: count) } catch {
      if case .tooMany = error { throw Failure.option("--runs", "\(error)") }
      throw Failure.option("--draw", "\(error)")
    }
  }

  private static func count(_ text: String) throws -> Int {
    let decimal = try? Number.decimal(text, option: "--runs").double
    // A count such as 1e6 is whole too.
    if let decimal, decimal == decimal.rounded(), decimal >= 1, decimal <= Double(Population.most) {
      return Int(decimal)
    }
    throw Failure.option(
      "--runs", "a whole number from 1 to \(Population.most) is needed, found '\(text)'")
  }

  private func draws(seed: UInt64, reader: inout Reader) throws -> Draws {
    let laws = try draw.map { text in
      let (name, law) = try Bindings.pair(text, option: "--draw")
      if let objection = Formula.objection(toBinding: name) { throw Failure.option("--draw", objection) }
      let parts = law.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false).map(String.init)
      guard parts.count == 2 else {
        throw Failure.option(
          "--draw", "NAME=LAW:NUMBERS is needed, such as k=lognormal:-1,0.3, found '\(text)'")
      }
      let values = try parts[1].split(separator: ",", omittingEmptySubsequences: false).map {
        try Number.double($0.trimmingSpaces, option: "--draw")
      }
      do { return (name: name, distribution: try Distribution(named: parts[0], values)) } catch {
        throw Failure.option("--draw", "\(name): \(error)")
      }
    }
    var draws: Draws
    do { draws = try Draws(laws, seed: seed) } catch { throw Failure.option("--draw", "\(error)") }
    guard let correlation else { return draws }
    let source = try reader.source(
      try Value(correlation, option: "--correlation"), option: "--correlation")
    let (names, rows) = try Self.matrix(source, reader: reader)
    do { try draws.correlate(names, by: rows) } catch {
      throw Failure(.badText, "\(source.name): \(error)")
    }
    return draws
  }

  /// A matrix with names over its columns, and before its rows where they are named too.
  private static func matrix(
    _ source: Source, reader: Reader
  ) throws -> (names: [String], rows: [[Double]]) {
    var names: [String] = []
    var hasRowNames = false
    let table = try Table(reading: source, format: reader.format, jobs: 1) { header in
      guard let found = header.names else {
        throw header.error("the first row of --correlation must name what is drawn, found numbers")
      }
      hasRowNames = found.count > 1 && Formula.objection(toBinding: found[0]) != nil
      names = hasRowNames ? Array(found.dropFirst()) : found
      return found.indices.map { ColumnRequest($0, hasRowNames && $0 == 0 ? .text : .numbers) }
    }
    if hasRowNames, case .text(let labels) = table.columns[0], labels != names {
      throw table.error("the rows must be named as the columns are, in their order")
    }
    let columns = table.columns.dropFirst(hasRowNames ? 1 : 0).map(\.numbers)
    return (names, (0..<table.rowCount).map { row in columns.map { $0[row] } })
  }
}
