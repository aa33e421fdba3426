/// A rectangle of pixels, each of one or more numbers: grey, or red, green and blue.
///
/// The pixel in row r and column c, both from 0 at the top left, holds its channels at
/// `pixels[(r * width + c) * channels ...]`. Values are any doubles: nothing is clipped.
public struct Image: Hashable, Sendable {
  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The numbers in a pixel.
  public let channels: Int
  /// The values, row by row, a pixel's channels together.
  public var pixels: [Double] {
    didSet { precondition(pixels.count == width * height * channels) }
  }

  /// Makes an image of its values.
  public init(width: Int, height: Int, channels: Int = 1, pixels: [Double]) {
    precondition(width > 0 && height > 0 && channels > 0)
    precondition(pixels.count == width * height * channels)
    self.width = width
    self.height = height
    self.channels = channels
    self.pixels = pixels
  }

  /// The value of one channel of a pixel.
  public subscript(row: Int, column: Int, channel: Int = 0) -> Double {
    precondition((0..<height).contains(row) && (0..<width).contains(column))
    precondition((0..<channels).contains(channel))
    return pixels[(row * width + column) * channels + channel]
  }
}

extension Image {
  /// The image convolved with a kernel, as large as it was.
  ///
  /// y[r, c] = Σ k[i, j] x[r - (i - i₀), c - (j - j₀)] over the kernel's rows i and columns j, with its
  /// centre (i₀, j₀): the kernel is turned, and a single bright pixel becomes the kernel itself.
  ///
  /// - Parameters:
  ///   - kernel: The weights.
  ///   - edge: What lies outside.
  ///   - jobs: How many threads may share the work; the result is the same for any number.
  /// - Complexity: O(pixels × (rows + columns)) for a kernel that is a short column times a row, O(pixels) for a long box,
  ///   O(pixels × weights) for other small ones, O(pixels log pixels) for large ones.
  public func convolved(with kernel: Kernel, edge: Edge, jobs: Int = 1) -> Image {
    sums(
      Correlation(
        image: self, kernel: kernel.turned, top: kernel.rows - 1 - kernel.rows / 2,
        left: kernel.columns - 1 - kernel.columns / 2, edge: edge, jobs: jobs))
  }

  /// The image correlated with a kernel: as `convolved`, with the kernel as it stands.
  ///
  /// y[r, c] = Σ k[i, j] x[r + (i - i₀), c + (j - j₀)].
  ///
  /// - Complexity: That of `convolved`.
  public func correlated(with kernel: Kernel, edge: Edge, jobs: Int = 1) -> Image {
    sums(
      Correlation(
        image: self, kernel: kernel, top: kernel.rows / 2, left: kernel.columns / 2, edge: edge,
        jobs: jobs))
  }

  private func sums(_ correlation: Correlation) -> Image {
    Image(width: width, height: height, channels: channels, pixels: correlation.pixels())
  }
}
