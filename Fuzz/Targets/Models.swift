import Formulas
import Systems

extension FuzzTarget {
  /// A model in TOML, and where it is one, its systems.
  static let toml = FuzzTarget(name: "toml") { given in
    guard let model = try? ModelFile(name: "plant.toml", text: given.text) else { return }
    let formulas = FormulaReader(bindings: [:], period: Decimal(1), twoSided: false)
    guard let stage = try? model.stage(formulas, initial: nil) else { return }
    guard stage.inputs.count * stage.outputs.count < 100 else { return }
    for input in stage.inputs.indices {
      for output in stage.outputs.indices { _ = try? stage.parts(input, output) }
    }
  }

  /// A SAC pole-zero file.
  static let poleZero = FuzzTarget(name: "pole-zero") { given in
    let text = given.text
    _ = PoleZeroFile.isOne(text)
    guard let file = try? PoleZeroFile(name: "BHZ.sacpz", text: text) else { return }
    // The systems of many roots are the equations' matter.
    if file.model.poles.count <= 8, file.model.zeros.count <= 8 { _ = try? file.part(name: "BHZ.sacpz") }
  }
}
