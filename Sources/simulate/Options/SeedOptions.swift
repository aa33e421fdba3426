import ArgumentParser

/// The option of whatever is drawn.
struct SeedOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The seed of what is drawn: a run of a seed is always the same. (default: 1)", valueName: "n"))
  var seed: String?

  /// The seed.
  ///
  /// - Throws: `Failure` (64).
  func number() throws -> UInt64 {
    UInt64(try seed.map { try Number.integer($0, option: "--seed", in: 0...Int.max) } ?? 1)
  }
}
