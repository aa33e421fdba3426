import CSV
import Files
import Systems

/// What `--kernel` holds: `box:N`, `gaussian:SIGMA` or a file.
struct KernelValue {
  /// The value as it was typed.
  var text: String

  init(_ text: String) { self.text = text }

  /// The kernel.
  ///
  /// - Throws: `Failure` (64) for a value that is no kernel, `CSVError` for its file.
  func kernel() throws -> Kernel {
    if text.hasPrefix("box:") {
      return .box(
        try Number.integer(
          String(text.dropFirst(4)), option: "--kernel", in: 1...Kernel.longestSide))
    }
    if text.hasPrefix("gaussian:") {
      let number = String(text.dropFirst(9))
      let sigma = try Number.double(number, option: "--kernel")
      guard sigma > 0, 4 * sigma + 0.5 <= Double((Kernel.longestSide - 1) / 2) else {
        throw Failure.option(
          "--kernel", "a sigma above 0 and below 8191 is needed, found '\(number)'")
      }
      return .gaussian(sigma: sigma)
    }
    if text.isEmpty || text.hasPrefix("=") { throw unknown }
    let matrix = try self.matrix()
    return Kernel(rows: matrix.rows, columns: matrix.columns, weights: matrix.values)
  }

  private func matrix() throws -> Matrix {
    let source = Source(text)
    do throws(CSVError) {
      return try Matrix(reading: source.wholeBytes { _ in false }, file: source.name)
    } catch {
      throw error.kind == .missing && looksNamed ? unknown : error
    }
  }

  /// Whether it is a word and a colon, as a kernel that does not exist would be.
  private var looksNamed: Bool {
    let word = text.prefix { $0.isLetter }
    return !word.isEmpty && text.dropFirst(word.count).first == ":"
  }

  private var unknown: Failure {
    .option("--kernel", "box:N, gaussian:SIGMA or a CSV file is needed, found '\(text)'")
  }
}
