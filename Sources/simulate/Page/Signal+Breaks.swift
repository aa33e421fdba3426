import Systems

extension Signal {
  /// Places at which the signal may jump, bend or be narrow, as far as its terms say so; of a term
  /// that has too many only the impulses.
  ///
  /// - Parameter window: where they are looked for.
  func breaks(in window: ClosedRange<Double>) -> [Double] {
    terms.flatMap { term -> [Double] in
      let starts = term.trains.reduce([term.delay]) { starts, train in
        starts.count * train.events.count > 2_000
          ? starts : starts.flatMap { start in train.events.map { start + $0.time } }
      }
      guard term.factors.count == 1, let factor = term.factors.first, let first = starts.min(),
        let last = starts.max()
      else { return starts }
      let own = factor.breaks(in: window.lowerBound - last...window.upperBound - first)
      guard starts.count * own.count <= 20_000 else { return starts }
      return starts.flatMap { start in own.map { start + $0 } }
    }.filter { window.contains($0) }
  }
}

extension Waveform {
  /// Places at which the waveform may jump, bend or be narrow; at most some thousands.
  fileprivate func breaks(in window: ClosedRange<Double>) -> [Double] {
    switch self {
    case .pieces(let pieces): pieces.knots.count <= 3_000 ? pieces.knots.array : []
    case .rational: [0]
    case .closedForm(let form):
      form.corners(window).prefix(3_000) + [form.support.lowerBound, form.support.upperBound]
        + form.features.flatMap { [$0.centre - $0.width, $0.centre, $0.centre + $0.width] }
    }
  }
}
