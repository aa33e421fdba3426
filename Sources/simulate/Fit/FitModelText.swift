import CSV
import Files
import Formulas
import Runs
import Systems

/// The fitted response as a model in TOML.
struct FitModelText {
  let job: FitJob
  let results: [ParameterFit]

  /// Writes it.
  ///
  /// - Throws: `Failure` (64) where the response is not one formula or equation, `CSVError`.
  func write(to path: String) throws {
    let response = job.command.response
    let texts = response.impulse.map { ($0, "formula") } + response.ode.map { ($0, "ode") }
    guard results.count == 1, job.problems[0].groups.count == 1 else {
      throw Failure.option("--output-model", "one fit is needed, found \(job.problems.map(\.groups.count).reduce(0, +)) groups")
    }
    guard texts.count == 1, texts[0].1 == "ode" || texts[0].0.first == "=" else {
      throw Failure.option("--output-model", "a response of one formula or one --ode is needed")
    }
    let group = job.problems[0].groups[0]
    let (simulation, bindings) = try group.simulation(results[0].parameters, at: [])
    let bare = texts[0].1 == "ode" ? texts[0].0 : String(texts[0].0.dropFirst())
    var text = "\(texts[0].1) = \"\(Formula.text(bare, binding: bindings))\"\n"
    let delay = simulation.response.delay
    if delay.double != 0 { text += "delay = \(NumberText.text(delay.double))\n" }
    if let initial = response.initial {
      let values = try initial.split(separator: ",").map { part in
        let value = try Bindings.pair(part.trimmingSpaces, option: "--initial").value
        return NumberText.text(
          try Quantity(value, option: "--initial", bindings: bindings).value(bindings))
      }
      text += "initial = [\(values.joined(separator: ", "))]\n"
    }
    try CheckedOutput.write(text, to: path)
  }
}
