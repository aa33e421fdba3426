import CSV

/// Text as HTML takes it.
enum HTMLText {
  /// Text between tags or in an attribute's quotes; control characters as `\u{1B}`.
  static func escaped(_ text: String) -> String {
    let visible = text.hasControlBytes ? CSVProblem.escaped(text) : text
    return visible.replacingBytes { byte in
      switch byte {
      case UInt8(ascii: "&"): "&amp;"
      case UInt8(ascii: "<"): "&lt;"
      case UInt8(ascii: ">"): "&gt;"
      case UInt8(ascii: "\""): "&quot;"
      case UInt8(ascii: "'"): "&#39;"
      default: nil
      }
    }
  }

  /// JSON inside a script element, which `</script>` or `<!--` in a string must not end.
  static func scriptJSON(_ json: String) -> String {
    json.replacingBytes { byte in
      switch byte {
      case UInt8(ascii: "<"): "\\u003c"
      case UInt8(ascii: ">"): "\\u003e"
      case UInt8(ascii: "&"): "\\u0026"
      default: nil
      }
    }
  }
}
