import CSV
import Formulas
import Runs
import Systems

/// A random train of impulses of all runs: `--train poisson:RATE`.
struct TrainPattern {
  private enum Rate {
    case quantity(Quantity)
    case formula(Formula)
  }

  private let rate: Rate
  /// The channel that it goes into.
  let channel: Int
  private let number: Int
  private let seed: UInt64
  private let isTwoSided: Bool

  private static let law = "poisson:"

  /// Reads an option's value.
  ///
  /// - Parameter number: which of the trains it is.
  /// - Throws: `Failure`.
  init(
    _ text: String, number: Int, seed: UInt64, twoSided: Bool, channels: ChannelNames, formulas: FormulaReader,
    reader: inout Reader
  ) throws {
    let (name, value) = text.hasPrefix(Self.law) ? (nil, text) : Channel.split(text)
    guard value.hasPrefix(Self.law) else {
      throw Failure.option("--train", "poisson:RATE is needed, or NAME:poisson:RATE, found '\(text)'")
    }
    guard let channel = try channels.index(of: name, option: "--train") else {
      throw Failure.option("--train", channels.question(option: "--train", "poisson:RATE"))
    }
    (self.channel, self.number, self.seed, isTwoSided) = (channel, number, seed, twoSided)
    let rate = String(value.dropFirst(Self.law.count))
    reader.use.read(rate)
    if rate.hasPrefix("=") {
      let formula = try formulas.formula(String(rate.dropFirst()), place: "--train")
      guard formula.variable == .time || formula.variable == .none else {
        throw Failure.option("--train", "a rate is a formula in t, found the variable '\(formula.variable.rawValue)'")
      }
      reader.use.mark("--rate-two-sided")
      self.rate = .formula(formula)
    } else {
      self.rate = .quantity(try Quantity(rate, option: "--train", bindings: formulas.bindings))
    }
  }

  /// The impulses of a run between two times.
  ///
  /// - Throws: `Failure`, `SystemsError`.
  func events(_ bindings: [String: Double], run: Int, over window: ClosedRange<Double>) throws -> [Event] {
    let rate: PoissonTrain.Rate
    switch self.rate {
    case .quantity(let quantity): rate = .constant(try quantity.value(bindings))
    case .formula(let formula):
      rate = .function(
        try FailureWording.located(at: "--train", after: "=") { try formula.bound(to: bindings).signal(twoSided: isTwoSided) })
    }
    do {
      return try PoissonTrain(rate, seed: seed, number: number)
        .moments(from: window.lowerBound, to: window.upperBound, run: run).map { Event(time: $0) }
    } catch let error as RunsError {
      if case .tooMany = error { throw Failure.option("--train", "\(error)") }
      throw Failure(.badText, "--train: \(error)")
    }
  }
}
