import CSV

/// The channels that a response has, by which options and rows say what goes where.
struct ChannelNames {
  /// The names, counted from 1 by a table.
  var names: [String]
  /// Whether what goes in must say into which.
  var mustBeNamed: Bool

  /// The one channel of a system without names.
  static let one = ChannelNames(names: [Stage.plain], mustBeNamed: false)

  /// The channel of an option's value: the named one, or the only one.
  ///
  /// - Throws: `Failure` (64) for a name that is none; nil where it must be said and is not.
  func index(of name: String?, option: String) throws -> Int? {
    guard let name else { return mustBeNamed && names.count > 1 ? nil : 0 }
    guard let index = names.firstIndex(of: name) else {
      throw Failure.option(
        option, names == [Stage.plain]
          ? "an --impulse \(name):VALUE (or --inputs) is needed for the channel '\(name)'"
          : "a channel out of \(names.joined(separator: ", ")) is needed, found '\(name)'")
    }
    return index
  }

  /// What is asked where an option must say the channel.
  func question(option: String, _ value: String) -> String {
    "the channel must be said, \(names.joined(separator: " or ")): \(option) \(names[0]):\(value)"
  }

  /// How a message lists the numbers of the channels.
  var numbers: String {
    names.count == 1 ? "1" : "from 1 to \(names.count) (\(names.joined(separator: ", ")))"
  }
}
