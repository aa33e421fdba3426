import ComplexModule
import Formulas
import RealModule
import Runs
import Systems

/// A SAC pole-zero file: the words ZEROS, POLES with a count and complex numbers, a line each, and CONSTANT.
///
///     H(s) = constant · Π (s − zero) / Π (s − pole)
///
/// Zeros and poles that are counted and not written are 0; lines that begin with `*` are comments.
/// Source: SAC's manual, "transfer".
struct PoleZeroFile {
  /// Its zeros, poles and constant.
  private(set) var model = ZeroPoleGain(zeros: [], poles: [], gain: 1)

  private static let words: Set = ["ZEROS", "POLES", "CONSTANT"]

  /// More than any instrument has.
  private static let most = 1000

  /// Whether a text is one: its first word that is no comment is one of the three.
  static func isOne(_ text: String) -> Bool {
    for line in text.split(whereSeparator: \.isNewline) {
      let words = line.split(whereSeparator: \.isWhitespace)
      guard let first = words.first, !first.hasPrefix("*") else { continue }
      return Self.words.contains(first.uppercased())
        && words.count == 2 && Double(words[1]) != nil
    }
    return false
  }

  /// Reads a text.
  ///
  /// - Throws: `Failure` (65) with the line.
  init(name: String, text: String) throws {
    var roots: [String: [Complex<Double>]] = [:]
    var counts: [String: Int] = [:]
    var constant: Double?
    var current: String?
    for (index, line) in text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
      .enumerated()
    {
      let words = line.split(whereSeparator: \.isWhitespace).map(String.init)
      guard let first = words.first, !first.hasPrefix("*") else { continue }
      func wrong(_ needed: String) -> Failure {
        Failure(.badText, "\(name):\(index + 1):1: \(needed), found '\(words.joined(separator: " "))'")
      }
      let word = first.uppercased()
      if Self.words.contains(word) {
        guard words.count == 2, counts[word] == nil, word != "CONSTANT" || constant == nil else {
          throw wrong("\(word) and one number must stand here, once in a file")
        }
        if word == "CONSTANT" {
          guard let value = Double(words[1]), value.isFinite else { throw wrong("CONSTANT and a number is needed") }
          constant = value
          current = nil
        } else {
          guard let count = Int(words[1]), (0...Self.most).contains(count) else {
            throw wrong("\(word) and a count from 0 to \(Self.most) is needed")
          }
          counts[word] = count
          current = word
        }
        continue
      }
      guard let current, words.count == 2, let re = Double(words[0]), let im = Double(words[1]),
        re.isFinite, im.isFinite
      else { throw wrong("ZEROS, POLES, CONSTANT or a complex number as two is needed") }
      roots[current, default: []].append(Complex(re, im))
      guard (roots[current]?.count ?? 0) <= counts[current] ?? 0 else {
        throw wrong("no more than \(counts[current] ?? 0) \(current) must stand here")
      }
    }
    guard counts["POLES"] != nil else { throw Failure(.badText, "\(name): POLES are needed, found none") }
    func all(_ word: String) -> [Complex<Double>] {
      let written = roots[word] ?? []
      return written + Array(repeating: Complex(0, 0), count: (counts[word] ?? 0) - written.count)
    }
    model = ZeroPoleGain(zeros: all("ZEROS"), poles: all("POLES"), gain: constant ?? 1)
  }

  /// The system.
  ///
  /// - Throws: `Failure` (65) for more zeros than poles, and a root without its conjugate.
  func part(name: String) throws -> Response.Part {
    let system = try FailureWording.located(at: name) { try System(model) }
    return Response.Part(system: system, extent: .formula(system.impulseResponse), name: name)
  }
}
