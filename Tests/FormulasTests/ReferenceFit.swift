import Foundation
import Systems

import Formulas

/// A problem of NIST's Statistical Reference Datasets, read from NIST's own file.
///
/// Source: National Institute of Standards and Technology, "Nonlinear least squares regression", https://www.itl.nist.gov/div898/strd/nls/nls_main.shtml
struct ReferenceFit {
  var names: [String] = []
  var starts: [[Double]] = [[], []]
  var certified: [Double] = []
  var deviations: [Double] = []
  var sumOfSquares = 0.0
  var x: [Double] = []
  var y: [Double] = []

  init(_ name: String) throws {
    let url = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "NIST/\(name).dat")
    let lines = try String(contentsOf: url, encoding: .utf8).split(separator: "\n", omittingEmptySubsequences: false)
    var isData = false
    for (k, line) in lines.enumerated() where k >= 40 {
      let words = line.split(separator: " ")
      if isData, words.count == 2, let a = Double(words[0]), let b = Double(words[1]) {
        y.append(a)
        x.append(b)
      } else if words.count == 6, words[1] == "=" {
        names.append(String(words[0]))
        starts[0].append(Double(words[2])!)
        starts[1].append(Double(words[3])!)
        certified.append(Double(words[4])!)
        deviations.append(Double(words[5])!)
      } else if line.hasPrefix("Residual Sum of Squares:") {
        sumOfSquares = Double(words[4])!
      } else if line.hasPrefix("Data:") {
        isData = true
      }
    }
  }

  /// The model as a function of x, written as a formula in t.
  func model(_ text: String, guesses: [FitParameter.Guess]) throws -> FitModel {
    let formula = try Formula(text, bindings: Dictionary(uniqueKeysWithValues: names.map { ($0, 1) }))
    let derivatives = try names.map { try formula.derivative(by: $0) }
    let parameters = zip(names, guesses).map { FitParameter($0, guess: $1) }
    return FitModel(parameters) { [names, x] values, wanted in
      let bindings = Dictionary(uniqueKeysWithValues: zip(names, values))
      func evaluated(_ formula: Formula) throws -> [Double] {
        let tape = Bytecode(try formula.bound(to: bindings).expression)
        return x.map { tape.value(at: $0) }
      }
      return (
        try evaluated(formula),
        try wanted.map { try derivatives[$0].map(evaluated) ?? x.map { _ in 0 } }
      )
    }
  }
}
