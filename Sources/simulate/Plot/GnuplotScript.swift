/// The gnuplot script that draws a figure.
struct GnuplotScript: Hashable {
  /// What is drawn.
  var figure: Figure
  /// As what.
  var format: PictureFormat
  /// The file that gnuplot writes; nil is its standard output.
  var output: String?

  /// The script's text.
  var text: String {
    var lines = [format.setting(width: figure.width, height: figure.height)]
    if let output { lines.append("set output \(GnuplotText.quotedFile(output))") }
    lines.append("set datafile separator comma")
    lines.append("set autoscale xfix")
    // The last label of an axis needs room beside the frame.
    if !format.isText, !hasKeyBeside { lines.append("set rmargin 5") }
    if !format.isText { lines.append("set grid lt 1 lw 0.5 lc rgb '#d8d8d8'") }
    for block in figure.blocks {
      lines.append("$\(block.name) << END")
      lines += block.lines
      lines.append("END")
    }
    if figure.panels.count > 1 {
      lines += panels
    } else {
      if let title = figure.title { lines.append("set title \(GnuplotText.quoted(title))") }
      lines += figure.panels.flatMap(plot)
    }
    // Where all is ASCII it would only make gnuplot complain in the C locale.
    if lines.contains(where: { !$0.utf8.allSatisfy { $0 < 0x80 } }) {
      lines.insert("set encoding utf8", at: 0)
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// Whether a legend stands beside a panel, for which gnuplot makes room itself.
  private var hasKeyBeside: Bool {
    figure.panels.contains { $0.series.count { $0.title != nil } > 3 }
      || figure.panels.contains { $0.settings.contains { $0.set.hasPrefix("set cblabel") } }
      || figure.panels.contains { $0.series.contains { $0.style == "image" } }
  }

  /// Several panels: in their places, or one below another.
  private var panels: [String] {
    let stacked = figure.panels.allSatisfy { $0.place == nil }
    // One margin, so that the panels' axes stand one below another.
    var lines = stacked ? ["set lmargin 11"] : []
    let title = figure.title.map { " title \(GnuplotText.quoted($0))" } ?? ""
    lines += ["set multiplot" + (stacked ? " layout \(figure.panels.count),1" : "") + title]
    // Where panels have places gnuplot leaves no room for the heading.
    let share = title.isEmpty ? 1 : 1 - 32 / Double(figure.height)
    for panel in figure.panels {
      if let place = panel.place {
        lines.append("set origin \(place.left),\(place.bottom * share)")
        lines.append("set size \(place.width),\(place.height * share)")
      }
      lines += plot(panel)
      lines += panel.settings.map(\.unset).filter { !$0.isEmpty }
      if panel.x.isLogarithmic || panel.y.isLogarithmic { lines.append("unset logscale") }
      if panel.x.timeFormat != nil { lines += ["set xdata", "set xtics autofreq", "set format x '%h'"] }
    }
    return lines + ["unset multiplot"]
  }

  /// One panel's settings and its plot.
  private func plot(_ panel: Figure.Panel) -> [String] {
    var lines = [
      "set xlabel \(GnuplotText.quoted(panel.x.label))",
      "set ylabel \(GnuplotText.quoted(panel.y.label))",
    ]
    if let format = panel.x.timeFormat {
      lines += [
        "set xdata time", "set timefmt '\(format)'", "set format x '%Y-%m-%d'",
      ]
      if !panel.x.ticks.isEmpty {
        lines.append("set xtics (" + panel.x.ticks.map { "'\($0.label)' '\($0.place)'" }.joined(separator: ", ") + ")")
      }
    }
    if panel.x.isLogarithmic { lines.append("set logscale x") }
    if panel.y.isLogarithmic { lines.append("set logscale y") }
    lines += panel.settings.map(\.set)
    lines.append(panel.series.contains { $0.title != nil } ? key(panel) : "unset key")
    let series = panel.series.map { series in
      let title = series.title.map { "title " + GnuplotText.quoted($0) } ?? "notitle"
      return "\(series.source) using \(series.using) with \(series.style) \(title)"
    }
    lines.append("plot " + series.joined(separator: ", \\\n     "))
    return lines
  }

  /// Where the legend stands: beside the picture where it is long, in characters below.
  private func key(_ panel: Figure.Panel) -> String {
    if format.isText { return "set key below" }
    let entries = panel.series.count { $0.title != nil }
    return entries > 3 ? "set key outside right top Left reverse" : "set key tmargin right horizontal"
  }
}
