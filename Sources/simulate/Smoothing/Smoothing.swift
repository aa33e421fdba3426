import CSV
import Files
import Glibc
import Pictures
import Systems

/// How an input is smoothed and printed.
struct Smoothing {
  var edge: Edge
  /// Whether the kernel is taken unturned.
  var correlates: Bool
  var jobs: Int
  /// Significant digits of a CSV.
  var digits: Int?

  /// Reads an input, smooths it, and writes what it was: a picture or a matrix.
  ///
  /// - Throws: `CSVError`, `PictureError`, `Failure`.
  func smooth(_ source: Source, with kernel: Kernel, to path: String) throws {
    let bytes = try source.wholeBytes(isBinary: Picture.begins)
    let isPicture =
      bytes.withUnsafeBufferPointer(Picture.begins) || Target(path: source.name).isPicture
    if isPicture {
      let picture = try Picture(reading: bytes, name: source.name) {
        Memory.objection(to: Double($0)) == nil
      }
      if Target(path: path) == .csv {
        try write(plane(of: picture, with: kernel), of: source, to: path)
      } else {
        try write(picture, smoothedWith: kernel, to: path)
      }
    } else {
      guard !Target(path: path).isPicture else {
        throw Failure.option("--output", "a matrix becomes a CSV, found '\(path)'")
      }
      let matrix = try Matrix(reading: bytes, file: source.name)
      let image = Image(width: matrix.columns, height: matrix.rows, pixels: matrix.values)
      try write(smoothed(image, with: kernel), of: source, to: path)
    }
  }

  private func smoothed(_ image: Image, with kernel: Kernel) -> Image {
    correlates
      ? image.correlated(with: kernel, edge: edge, jobs: jobs)
      : image.convolved(with: kernel, edge: edge, jobs: jobs)
  }

  private func smoothed(_ channel: Int, of picture: Picture, with kernel: Kernel) -> Image {
    let image = Image(
      width: picture.width, height: picture.height, pixels: picture.plane(channel))
    return smoothed(image, with: kernel)
  }

  private func plane(of picture: Picture, with kernel: Kernel) throws -> Image {
    guard picture.channels == 1 else {
      throw Failure.option("--output", "a CSV holds a grey picture without alpha, found colours or alpha")
    }
    return smoothed(0, of: picture, with: kernel)
  }

  private func write(_ image: Image, of source: Source, to path: String) throws {
    if let bad = image.pixels.firstIndex(where: { !$0.isFinite }) {
      let (row, column) = bad.quotientAndRemainder(dividingBy: image.width)
      throw Failure(
        .badText,
        "\(source.name): every result must be finite, found \(image.pixels[bad]) in row \(row + 1), "
          + "column \(column + 1)")
    }
    var output = try CheckedOutput(path)
    try Matrix(rows: image.height, columns: image.width, values: image.pixels)
      .write(to: &output, digits: digits, jobs: jobs)
    try output.finish()
  }

  private func write(_ picture: Picture, smoothedWith kernel: Kernel, to path: String) throws {
    var result = try Target(path: path).formatted(picture)
    if path == "-", isatty(STDOUT_FILENO) == 1 {
      throw Failure.option("--output", "a file is needed: a picture is not written to a terminal")
    }
    // Alpha says where the picture is, not what it shows: it stays.
    for channel in 0..<picture.colorChannels {
      result.setPlane(channel, to: smoothed(channel, of: picture, with: kernel).pixels)
    }
    let bytes = try result.encoded()
    var output = try CheckedOutput(path)
    try bytes.withUnsafeBytes { try output.write($0) }
    try output.finish()
  }
}
