/// What lies outside of an image, shown for a row `a b c d`.
public enum Edge: String, CaseIterable, Hashable, Sendable {
  /// `0 0 0 0 | a b c d | 0 0 0 0`: nothing.
  case zero
  /// `d c b a | a b c d | d c b a`: the image mirrored at its outline, edge pixels doubled (SciPy's
  /// `reflect`, NumPy's `symmetric`).
  case reflect
  /// `a a a a | a b c d | d d d d`: the nearest pixel (SciPy's `nearest`).
  case replicate
  /// `a b c d | a b c d | a b c d`: the image again (SciPy's `wrap`).
  case wrap

  /// The pixel, of `count` in a row, that stands at any index; nil for the pixels of `zero`.
  public func index(_ index: Int, count: Int) -> Int? {
    precondition(count > 0)
    if index >= 0 && index < count { return index }
    switch self {
    case .zero: return nil
    case .replicate: return index < 0 ? 0 : count - 1
    case .wrap:
      let rest = index % count
      return rest < 0 ? rest + count : rest
    case .reflect:
      let rest = index % (2 * count)
      let place = rest < 0 ? rest + 2 * count : rest
      return place < count ? place : 2 * count - 1 - place
    }
  }
}
