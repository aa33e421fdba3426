import Pictures

/// What a file's ending says that it holds.
enum Target: Hashable {
  case csv, png, pgm, ppm, pnm, unknown

  init(path: String) {
    let lowered = path.lowercased()
    let endings: [(String, Target)] = [
      (".csv", .csv), (".png", .png), (".pgm", .pgm), (".ppm", .ppm), (".pnm", .pnm),
    ]
    self = endings.first { lowered.hasSuffix($0.0) }?.1 ?? .unknown
  }

  /// Whether it is one of the pictures.
  var isPicture: Bool { self != .csv && self != .unknown }

  /// The picture in the format of the ending; in its own where the ending says nothing.
  ///
  /// - Throws: `Failure` (64) where the format can't hold the picture.
  func formatted(_ picture: Picture) throws -> Picture {
    var result = picture
    switch self {
    case .png:
      result.format = .png
      guard result.canBeWritten(as: .png) else {
        throw Failure.option(
          "--output", "a PNG's greatest value is 255 or 65535, found \(picture.maximum)")
      }
    case .pgm, .ppm, .pnm:
      if picture.format == .png { result.format = .portable }
      guard result.canBeWritten(as: result.format) else {
        throw Failure.option("--output", "a PGM or PPM has no alpha, found a picture with it")
      }
      guard self != (picture.colorChannels == 3 ? .pgm : .ppm) else {
        throw Failure.option("--output", "a PGM is grey and a PPM is RGB, found the other")
      }
    case .csv, .unknown: break
    }
    return result
  }
}
