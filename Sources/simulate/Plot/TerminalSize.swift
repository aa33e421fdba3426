import Glibc

/// How many characters a terminal holds, and whether it shows colours.
struct TerminalSize: Hashable {
  /// The width in characters.
  var columns = 79
  /// The height in lines.
  var rows = 24
  /// Whether colours are wanted.
  var isColoured = false

  /// The size of what a file descriptor writes to: a terminal's own, else 79 by 24.
  ///
  /// Colour is for terminals only, and not where `NO_COLOR` is set to anything.
  static func of(_ descriptor: Int32) -> TerminalSize {
    var size = TerminalSize()
    guard isatty(descriptor) == 1 else { return size }
    var window = winsize()
    if ioctl(descriptor, UInt(TIOCGWINSZ), &window) == 0 {
      // A full last column or line would make the terminal scroll.
      if window.ws_col > 20 { size.columns = Int(window.ws_col) - 1 }
      if window.ws_row > 8 { size.rows = min(Int(window.ws_row) - 1, 60) }
    }
    let refusal = getenv("NO_COLOR").map { String(cString: $0) } ?? ""
    size.isColoured = refusal.isEmpty
    return size
  }
}
