/// What a picture is drawn as: a file's format by its ending, or characters in the terminal.
enum PictureFormat: Hashable {
  case png
  case svg
  case pdf
  /// Characters, so many wide and high.
  case terminal(TerminalSize)

  /// Reads the format from a file's name; `-` is the terminal.
  ///
  /// - Throws: `Failure` (64) for another ending.
  init(path: String, option: String, terminal: @autoclosure () -> TerminalSize) throws {
    let ending = path.split(separator: ".", omittingEmptySubsequences: false).last ?? ""
    switch (path, path.contains(".") ? ending.lowercased() : "") {
    case ("-", _): self = .terminal(terminal())
    case (_, "png"): self = .png
    case (_, "svg"): self = .svg
    case (_, "pdf"): self = .pdf
    default:
      throw Failure.option(
        option,
        "a name that ends in .png, .svg or .pdf is needed, or - for the terminal, found '\(path)'")
    }
  }

  /// Whether it is drawn in characters, where areas and colours say little.
  var isText: Bool {
    if case .terminal = self { true } else { false }
  }

  /// The line of a gnuplot script that chooses it.
  ///
  /// - Parameters:
  ///   - width: in pixels.
  ///   - height: in pixels.
  func setting(width: Int, height: Int) -> String {
    switch self {
    case .png: "set terminal pngcairo size \(width),\(height) noenhanced font 'Sans,11'"
    case .svg: "set terminal svg size \(width),\(height) noenhanced font 'Sans,13' background 'white'"
    case .pdf:
      "set terminal pdfcairo size \(Double(width) / 100),\(Double(height) / 100) noenhanced font 'Sans,11'"
    case .terminal(let size):
      "set terminal dumb size \(size.columns),\(size.rows) noenhanced \(size.isColoured ? "ansi" : "mono")"
    }
  }
}
