import ComplexModule
import Formulas
import RealModule
import Runs
import Systems

/// An instrument's response as evalresp reads it (RESP): the blockettes of SEED as lines, `B053F10-13 0 re im ...`.
///
///     H(s) = sensitivity · Π over stages of A0 · Π (s − zero) / Π (s − pole)
///
/// Counted are the analog stages (blockette 53) and the sensitivity of stage 0 (58); input units are the file's, usually
/// velocity. Digital stages pass their band as it is and are said to be left out.
/// Source: SEED reference manual, version 2.4, blockettes 53 and 58.
struct InstrumentResponseFile {
  /// Its zeros, poles and gain, in radians a second.
  private(set) var model = ZeroPoleGain(zeros: [], poles: [], gain: 1)
  /// Whether there are digital stages.
  private(set) var hasDigitalStages = false

  /// Whether a text is one: its first line that is no comment begins with a blockette's field.
  static func isOne(_ text: String) -> Bool {
    for line in text.split(whereSeparator: \.isNewline) {
      guard let first = line.split(whereSeparator: \.isWhitespace).first, !first.hasPrefix("#") else { continue }
      return field(first) != nil
    }
    return false
  }

  /// The blockette and field of `B053F10-13`; nil for another word.
  private static func field(_ word: Substring) -> (blockette: Int, field: Int)? {
    guard word.first == "B", word.count >= 7, word.dropFirst(4).first == "F", let blockette = Int(word.dropFirst().prefix(3)),
      let field = Int(word.dropFirst(5).prefix(2))
    else { return nil }
    return (blockette, field)
  }

  /// Reads a text.
  ///
  /// - Throws: `Failure` (65) with the line.
  init(name: String, text: String) throws {
    var isHertz = false
    var stage: Int?
    var hasStage = false
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).enumerated() {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("#"), let (blockette, field) = Self.field(first) else { continue }
      func wrong(_ needed: String) -> Failure {
        Failure(.badText, "\(name):\(index + 1):1: \(needed), found '\(line[...].trimmingSpaces)'")
      }
      let value = String(line.split(separator: ":", maxSplits: 1).last ?? "")[...].trimmingSpaces
      func number() throws -> Double {
        guard let found = Double(value.prefix { !$0.isWhitespace }), found.isFinite else { throw wrong("a number is needed") }
        return found
      }
      func root() throws -> Complex<Double> {
        guard words.count >= 4, let re = Double(words[2]), let im = Double(words[3]), re.isFinite, im.isFinite else {
          throw wrong("a complex number as two is needed")
        }
        return Complex(re, im)
      }
      let scale = isHertz ? 2 * Double.pi : 1
      switch (blockette, field) {
      case (53, 3):
        hasStage = true
        switch value.first {
        case "A": isHertz = false
        case "B": isHertz = true
        default: throw wrong("an analog stage, A (radians a second) or B (hertz), is needed")
        }
      case (53, 7): model.gain *= try number()
      case (53, 10):
        model.zeros.append(try root().multiplied(by: scale))
        model.gain /= scale
      case (53, 15):
        model.poles.append(try root().multiplied(by: scale))
        model.gain *= scale
      case (54, 3), (61, 3): hasDigitalStages = true
      case (58, 3): stage = Int(value)
      case (58, 4): if stage == 0 { model.gain *= try number() }
      default: break
      }
    }
    guard hasStage, !model.poles.isEmpty else {
      throw Failure(.badText, "\(name): an analog stage (blockette 53) with poles is needed, found none")
    }
  }

  /// The system.
  ///
  /// - Throws: `Failure` (65) for more zeros than poles, and a root without its conjugate.
  func part(name: String) throws -> Response.Part {
    if hasDigitalStages { Messages.say("\(name): its digital stages are left out; they pass their band as it is") }
    let system = try FailureWording.located(at: name) { try System(model) }
    return Response.Part(system: system, extent: .formula(system.impulseResponse), name: name)
  }
}
