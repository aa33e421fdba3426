import ArgumentParser
import CSV
import Files
import Formulas
import Pictures
import Runs
import Systems

/// The one place where the modules' errors become a message and an exit code.
enum FailureWording {
  /// The failure that an error stands for.
  static func failure(of error: any Error) -> Failure {
    switch error {
    case let failure as Failure: failure
    case let error as CSVError: Failure(.init(rawValue: error.kind.rawValue) ?? .badText, "\(error)")
    case let error as FileError: Failure(.init(rawValue: error.kind.rawValue) ?? .inputOutput, "\(error)")
    case PictureError.noMemory: Failure(.usage, "\(error)")
    case let error as PictureError: Failure(.badText, "\(error)")
    case let error as SystemsError: Failure(code(of: error), wording(of: error))
    case let error as RunsError: failure(of: error)
    default: CommandLineWording.failure(of: error)
    }
  }

  /// The failure that a run's error stands for, with the option that answers.
  private static func failure(of error: RunsError) -> Failure {
    switch error {
    case .endless: .option("--to", "\(error)")
    case .grid(let part, _): .option("--\(part)", "\(error)")
    case .clash(let part, _):
      switch part {
      case .events: Failure(.badText, "--input: \(error)")
      case .rate: .option("--rate", "\(error)")
      }
    case .past: Failure(.usage, "--input: \(error)")
    case .repetitions(let count):
      Failure(.usage, "--input: " + (Input.objection(to: count) ?? "\(error)"))
    case .parameter, .correlation, .name, .undefined, .tooMany: Failure(.badText, "\(error)")
    }
  }

  /// Does a piece of work whose errors have no place of their own, and puts one before them.
  ///
  /// - Parameters:
  ///   - place: an option or a file.
  ///   - prefix: what stands before a formula's text where the user typed it, such as `=`.
  static func located<Result>(
    at place: String, after prefix: String = "", _ work: () throws -> Result
  ) throws -> Result {
    do {
      return try work()
    } catch let error as FormulaError {
      let report = error.report(after: prefix)
      throw Failure(
        .badText, "\(place):\(report.line):\(report.column): \(error.message)",
        shown: report.shown)
    } catch let error as SystemsError {
      throw Failure(code(of: error), "\(place): \(wording(of: error))")
    }
  }

  /// The message, with times as the output prints them.
  private static func wording(of error: SystemsError) -> String {
    guard case .notFinite(let time, let why) = error else { return "\(error)" }
    return "the value at t = \(NumberText.text(time)) must be finite: \(why)"
  }

  private static func code(of error: SystemsError) -> Failure.Code {
    .init(rawValue: error.kind.rawValue) ?? .badText
  }
}
