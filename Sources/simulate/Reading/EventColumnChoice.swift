/// A column of an event table that `--input-columns` names.
struct EventColumnChoice {
  /// What it holds; nil where its place in the list says so.
  private var said: EventColumns.Meaning?
  private var byPlace: EventColumns.Meaning
  /// Its name or number.
  var column: String

  /// Reads `T,A[,DURATION]`, or `time=T,rate=R,...` in any order.
  ///
  /// - Throws: `Failure` (64).
  static func list(_ text: String) throws -> [EventColumnChoice] {
    let option = "--input-columns"
    let places: [EventColumns.Meaning] = [.time, .amount, .duration]
    let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(\.trimmingSpaces)
    var choices: [EventColumnChoice] = []
    for (k, part) in parts.enumerated() {
      guard part.contains("=") else {
        guard k < places.count, !part.isEmpty, !choices.contains(where: { $0.said != nil }) else {
          throw Failure.option(option, "T,A or T,A,DURATION is needed, found '\(text)'")
        }
        choices.append(EventColumnChoice(said: nil, byPlace: places[k], column: part))
        continue
      }
      let (name, column) = try Bindings.pair(part, option: option)
      guard let meaning = EventColumns.Meaning.allCases.first(where: { $0.names.contains(name.lowercased()) })
      else {
        let words = EventColumns.Meaning.allCases.map(\.rawValue).joined(separator: ", ")
        throw Failure.option(option, "one of \(words) is needed, found '\(name)'")
      }
      guard !column.isEmpty else { throw Failure.option(option, "a column is needed for \(name), found none") }
      choices.append(EventColumnChoice(said: meaning, byPlace: .time, column: column))
    }
    for (k, choice) in choices.enumerated()
    where choices[..<k].contains(where: { $0.place == choice.place }) {
      throw Failure.option(option, "each column must be named once, found two for the \(choice.place)")
    }
    return choices
  }

  private var place: EventColumns.Meaning { said ?? byPlace }

  /// What it holds: where its place says an amount, a name that means a rate is one.
  func meaning(of word: String?) -> EventColumns.Meaning {
    if let said { return said }
    let isRate = byPlace == .amount && word.map(EventColumns.Meaning.rate.names.contains) == true
    return isRate ? .rate : byPlace
  }

  /// An example that settles which column has a meaning.
  static func example(_ meaning: EventColumns.Meaning, _ name: String) -> String { "\(meaning)=\(name)" }
}
