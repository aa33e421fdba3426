/// A picture, apart from how it is drawn: panels one below another, and the data they show.
struct Figure: Hashable {
  /// Numbers that stand in the script itself.
  struct Block: Hashable {
    /// Its name in the script, without the dollar.
    var name: String
    /// Its lines: numbers and dates separated by commas, never words; an empty line ends a curve.
    var lines: [String]
  }

  /// A series to draw.
  struct Series: Hashable {
    /// What it is read from, as the script has it: a quoted file or `$block`, and which rows.
    var source: String
    /// gnuplot's `using`.
    var using: String
    /// gnuplot's `with`, and what follows.
    var style: String
    /// Its name in the legend; nil is none.
    var title: String?
  }

  /// An axis.
  struct Axis: Hashable {
    /// What it measures.
    var label: String
    /// Whether it is logarithmic.
    var isLogarithmic = false
    /// How its times are written in the data, where they are dates.
    var timeFormat: String?
    /// Where dates are written along the axis; empty leaves it to gnuplot.
    var ticks: [DateTicks.Tick] = []
  }

  /// Axes and what is drawn in them.
  struct Panel: Hashable {
    var x: Axis
    var y: Axis
    /// What is drawn, in that order.
    var series: [Series]
    /// Further settings of this panel alone, and how each is taken back.
    var settings: [(set: String, unset: String)] = []
    /// Where it stands, as parts of the picture: left, bottom, width, height; nil for one of equal
    /// panels one below another.
    var place: Place?

    static func == (a: Panel, b: Panel) -> Bool {
      a.x == b.x && a.y == b.y && a.series == b.series && a.place == b.place
        && a.settings.map(\.set) == b.settings.map(\.set)
    }

    func hash(into hasher: inout Hasher) {
      hasher.combine(x)
      hasher.combine(y)
      hasher.combine(series)
    }
  }

  /// A rectangle in parts of the picture, from the lower left corner.
  struct Place: Hashable {
    var left: Double
    var bottom: Double
    var width: Double
    var height: Double
  }

  var blocks: [Block] = []
  var panels: [Panel] = []
  /// The heading.
  var title: String?
  /// The size in pixels.
  var width = 900
  var height = 540

  /// The panel of the output: the first of those one below another, the last of those that have a place.
  var mainPanel: Int { panels.first?.place == nil ? 0 : panels.count - 1 }
}
