/// Where a table is read from: a path, or `-` for standard input.
public struct Source: Hashable, Sendable {
  /// The path as it was given; `-` is standard input.
  public var name: String

  /// The file with the given path, or standard input for `-`.
  public init(_ name: String) { self.name = name }

  /// Standard input.
  public static var standardInput: Source { Source("-") }

  /// Whether it is standard input.
  public var isStandardInput: Bool { name == "-" }
}
