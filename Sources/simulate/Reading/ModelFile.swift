import ComplexModule
import Formulas
import RealModule
import Systems

/// A system written out in TOML: coefficients, roots, matrices, an equation or a formula.
struct ModelFile {
  /// The file's name, for messages.
  var name: String
  /// Its keys and values.
  private var table: [String: ModelValue]

  /// The keys that are known; a file with another one is refused.
  private static let keys: Set = [
    "numerator", "denominator", "zeros", "poles", "gain", "A", "B", "C", "D", "ode", "observe",
    "formula", "delay", "initial", "inputs", "outputs", "period", "sections",
  ]

  /// The most coefficients, zeros or poles of a list, known before anything is worked out from them.
  static let mostCoefficients = 1_001
  /// The most states.
  static let mostStates = 1_000

  /// Reads a file's text.
  ///
  /// - Throws: `Failure` (65) for text that is no TOML, nests too deeply, or has other keys.
  init(name: String, text: String) throws {
    self.name = name
    // A parser that recurses must not be led deeper than its stack.
    guard text.utf8.count <= 1 << 20 else {
      throw Failure(.badText, "\(name): a model must be at most 1 MiB long, found a longer one")
    }
    try ModelFile.checkDepth(of: text, name: name)
    do {
      table = try ModelValue.table(of: text)
    } catch {
      throw Failure(
        .badText, "\(name):\(error.line):\(error.column): \(ModelFile.wording(error.text))")
    }
    for key in table.keys.sorted() where !ModelFile.keys.contains(key) {
      throw Failure(
        .badText, "\(name): a key out of \(ModelFile.keys.sorted().joined(separator: ", ")) is needed, "
          + "found '\(key)'")
    }
  }

  /// The keys that the file has.
  var present: [String] { table.keys.sorted() }

  /// Brackets and dotted keys deeper than any model needs.
  private static func checkDepth(of text: String, name: String) throws {
    if let line = ModelDepth.lineTooDeep(text) {
      throw Failure(.badText, "\(name):\(line): a model must nest at most 16 deep, found more")
    }
  }

  /// The parser's message without its own prefix, on one line.
  private static func wording(_ text: String) -> String {
    let line = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return line.prefix(1).lowercased() + line.dropFirst()
  }

  /// The text at a key, nil where there is none.
  ///
  /// - Throws: `Failure` (65) for a value that is no text.
  func text(_ key: String) throws -> String? {
    guard let value = table[key] else { return nil }
    guard let text = value.string else { throw wrong(key, "text in quotes") }
    return text
  }

  /// The number at a key, nil where there is none.
  func number(_ key: String) throws -> Double? {
    guard let value = table[key] else { return nil }
    return try number(value, key)
  }

  /// The list of numbers at a key, nil where there is none.
  func list(_ key: String) throws -> [Double]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array, !array.isEmpty else { throw wrong(key, "a list of numbers") }
    guard array.count <= ModelFile.mostCoefficients else {
      throw wrong(key, "at most \(ModelFile.mostCoefficients) numbers")
    }
    return try array.map { try number($0, key) }
  }

  /// A list that may be written flat, as a column or as a row.
  func vector(_ key: String) throws -> [Double]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array else { return [try number(value, key)] }
    return try array.flatMap { entry in
      guard let inner = entry.array else { return [try number(entry, key)] }
      return try inner.map { try number($0, key) }
    }
  }

  /// The matrix at a key, row by row.
  func matrix(_ key: String) throws -> [[Double]]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array else { return [[try number(value, key)]] }
    guard !array.isEmpty, array.count <= ModelFile.mostStates else {
      throw wrong(key, "1 to \(ModelFile.mostStates) rows")
    }
    return try array.map { row in
      guard let inner = row.array else {
        if array.count == 1 { return [try number(row, key)] }
        throw wrong(key, "a list of rows, [[…], […]]")
      }
      return try inner.map { try number($0, key) }
    }
  }

  /// The names at a key, a list of texts; nil where there is none.
  func names(_ key: String) throws -> [String]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array, !array.isEmpty else { throw wrong(key, "a list of names in quotes") }
    let names = try array.map { entry in
      guard let name = entry.string, Names.isName(name) else { throw wrong(key, "a list of names in quotes") }
      return name
    }
    guard Set(names).count == names.count else { throw wrong(key, "names that differ") }
    return names
  }

  /// The rows of B (or its transpose, C): flat, a column or a row where there is one of them, else a
  /// row for each state.
  ///
  /// - Parameter count: the number of states.
  func columns(_ key: String, count: Int) throws -> [[Double]]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array, array.contains(where: { $0.array != nil }) else {
      return try vector(key).map { [$0] }
    }
    let rows = try matrix(key) ?? []
    if rows.count == 1, rows[0].count == count { return rows }
    guard rows.count == count, let width = rows.first?.count, width > 0,
      rows.allSatisfy({ $0.count == width })
    else { throw wrong(key, "a matrix with a row for each of the \(count) states") }
    return (0..<width).map { column in rows.map { $0[column] } }
  }

  /// A list of complex numbers: each a number or `[re, im]`.
  func complexes(_ key: String) throws -> [Complex<Double>]? {
    guard let value = table[key] else { return nil }
    guard let array = value.array else { throw wrong(key, "a list of numbers or [re, im]") }
    guard array.count <= ModelFile.mostCoefficients else {
      throw wrong(key, "at most \(ModelFile.mostCoefficients) numbers")
    }
    return try array.map { entry in
      guard let pair = entry.array else { return Complex(try number(entry, key), 0) }
      guard pair.count == 2 else { throw wrong(key, "complex numbers as [re, im]") }
      return Complex(try number(pair[0], key), try number(pair[1], key))
    }
  }

  private func number(_ value: ModelValue, _ key: String) throws -> Double {
    guard let number = value.double, number.isFinite else { throw wrong(key, "finite numbers") }
    return number
  }

  /// A message about a key.
  func wrong(_ key: String, _ needed: String) -> Failure {
    Failure(.badText, "\(name): \(key): \(needed) must stand here")
  }
}
