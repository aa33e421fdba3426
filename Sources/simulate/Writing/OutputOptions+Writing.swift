import Systems

extension OutputOptions {
  /// Computes the rows and writes them, and says what else was asked for.
  ///
  /// - Throws: `Failure`, `CSVError`, `SystemsError`.
  func write(_ simulation: Simulation, _ wishes: Wishes) throws {
    let answer = try simulation.answer(at: simulation.times, wishes)
    var text = "t," + answer.columns.map(\.name).joined(separator: ",") + "\n"
    for (k, t) in answer.times.array.enumerated() {
      text += simulation.reader.axis.text(t)
      for column in answer.columns { text += "," + NumberText.shortest(column.values[k]) }
      text += "\n"
    }
    _ = Messages.write(text, to: 1)
  }
}
