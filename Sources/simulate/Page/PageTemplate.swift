/// The page's text: a template with places to fill.
struct PageTemplate {
  /// What the page is called.
  var title: String
  /// What an impulse is called.
  var word: String
  /// The numbers, as JSON.
  var run: String

  /// The whole page.
  var text: String {
    let script = [
      PackageResources.sums_js, PackageResources.draw_js, PackageResources.scene_js,
      PackageResources.page_js,
    ].map { String(decoding: $0, as: UTF8.self) }.joined()
    let values = [
      "title": PageTemplate.escaped(title), "word": PageTemplate.escaped(word),
      "version": Version.text, "style": String(decoding: PackageResources.page_css, as: UTF8.self),
      // Inside a script element the text must not end the element.
      "run": run.split(separator: "<", omittingEmptySubsequences: false).joined(
        separator: "\\u003c"),
      "script": script,
    ]
    return PageTemplate.filled(String(decoding: PackageResources.page_html, as: UTF8.self), values)
  }

  /// Puts values into the places `{{name}}` of a template; the values themselves are left alone.
  static func filled(_ template: String, _ values: [String: String]) -> String {
    var result = ""
    var rest = template[...]
    while let open = rest.firstRange(of: "{{"),
      let close = rest[open.upperBound...].firstRange(of: "}}")
    {
      result += rest[..<open.lowerBound]
      result += values[String(rest[open.upperBound..<close.lowerBound])] ?? ""
      rest = rest[close.upperBound...]
    }
    return result + rest
  }

  /// Text as HTML.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      default: result.append(character)
      }
    }
    return result
  }
}
