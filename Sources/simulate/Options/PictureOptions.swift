import ArgumentParser

/// The options that say what stands on a picture, and how large it is.
struct PictureOptions: ParsableArguments {
  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("The heading of the picture or page.", valueName: "text"))
  var title: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What the axis of times is called; by default as the input's header does, with its unit.",
      valueName: "text"))
  var xlabel: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("What the axis of the output is called.", valueName: "text"))
  var ylabel: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How large the picture is, in pixels, such as 900x540.", valueName: "wxh"))
  var size: String?
}

extension PictureOptions {
  /// All of them, for what draws.
  static let names: Set<String> = ["--title", "--xlabel", "--ylabel", "--size"]

  /// Refuses them where nothing is drawn.
  ///
  /// - Throws: `Failure` (64).
  func refuse(without plot: String) throws {
    let given = [("--title", title), ("--xlabel", xlabel), ("--ylabel", ylabel), ("--size", size)]
    if let (option, _) = given.first(where: { $0.1 != nil }) {
      throw Failure.option(option, "a \(plot) is needed for it to act on, found none")
    }
  }

  /// A figure with these words and of this size.
  ///
  /// - Throws: `Failure` (64) for a size that is none.
  func applied(to figure: Figure) throws -> Figure {
    var figure = figure
    if let title { figure.title = title }
    if let size {
      let sides = size.split(separator: "x", omittingEmptySubsequences: false).map { Int($0) }
      guard sides.count == 2, let width = sides[0], let height = sides[1], (100...10_000).contains(width),
        (100...10_000).contains(height)
      else {
        throw Failure.option("--size", "width and height in pixels are needed, 100x100 to 10000x10000, found '\(size)'")
      }
      (figure.width, figure.height) = (width, height)
    }
    // The panel of the output is the last one that has a name for its times; panels below one another share it.
    for k in figure.panels.indices {
      let isOutput = figure.panels[k].place.map { $0.bottom == 0 } ?? true
      if let xlabel, isOutput { figure.panels[k].x.label = xlabel }
      if let ylabel, isOutput, k == figure.mainPanel { figure.panels[k].y.label = ylabel }
    }
    return figure
  }
}
