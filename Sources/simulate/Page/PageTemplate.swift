import Systems

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
      PackageResources.sums_js, PackageResources.formula_js, PackageResources.draw_js, PackageResources.scene_js,
      PackageResources.page_js,
    ].map { String(decoding: $0, as: UTF8.self) }.joined()
    let values = [
      "title": HTMLText.escaped(title), "word": HTMLText.escaped(word),
      "version": Version.text, "style": String(decoding: PackageResources.page_css, as: UTF8.self),
      "run": HTMLText.scriptJSON(run),
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
}
