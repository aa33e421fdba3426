/// A picture as its file holds it: whole-number samples, row by row, a pixel's channels together.
///
/// Channels are 1 (grey), 2 (grey and alpha), 3 (RGB) or 4 (RGBA). Samples run from 0 to `maximum`.
/// A PNG's palette and its greys of 1, 2 or 4 bits are expanded to 8 bits, a transparent colour to
/// alpha; interlaced files are read, never written.
public struct Picture: Hashable, Sendable {
  /// The kind of file that a picture is written to.
  public enum Format: Hashable, Sendable {
    /// PNG of 8 or 16 bits.
    case png
    /// PGM or PPM with the samples as bytes (P5, P6).
    case portable
    /// PGM or PPM with the samples as decimal numbers (P2, P3).
    case plainPortable
  }

  /// The most pixels that a picture may have, 2^26 (8192 × 8192): larger ones are refused before
  /// anything is allocated for them.
  public static let pixelLimit = 1 << 26

  /// The number of columns.
  public let width: Int
  /// The number of rows.
  public let height: Int
  /// The samples of a pixel: 1 to 4.
  public let channels: Int
  /// The largest sample, white: 255 or 65535 in a PNG, any of 1...65535 in a PGM or PPM.
  public let maximum: Int
  /// The kind of file.
  public var format: Format
  /// The samples, of one byte each if `maximum` is at most 255, otherwise two, the high byte first.
  var bytes: [UInt8]
  /// What a PNG says about its colours and its resolution, carried over unread.
  var chunks: [PNGChunk] = []

  /// About how many bytes reading, smoothing and writing take: the samples twice, and three planes of
  /// doubles.
  static func memory(pixels: Int, bytes: Int) -> Int { 2 * bytes + 24 * pixels }

  init(
    width: Int, height: Int, channels: Int, maximum: Int, format: Format, bytes: [UInt8]
  ) {
    self.width = width
    self.height = height
    self.channels = channels
    self.maximum = maximum
    self.format = format
    self.bytes = bytes
  }

  /// Makes a picture of samples, rounded and clipped as `setPlane` does.
  public init(
    width: Int, height: Int, channels: Int = 1, maximum: Int = 255, format: Format = .png,
    samples: [Double]
  ) {
    precondition(width > 0 && height > 0 && width * height <= Self.pixelLimit)
    precondition((1...4).contains(channels) && (1...65535).contains(maximum))
    precondition(samples.count == width * height * channels)
    let size = samples.count * (maximum > 255 ? 2 : 1)
    self.init(
      width: width, height: height, channels: channels, maximum: maximum, format: format,
      bytes: [UInt8](repeating: 0, count: size))
    store(samples, first: 0, stride: 1)
  }

  /// Whether the last channel is alpha.
  public var hasAlpha: Bool { channels == 2 || channels == 4 }
  /// The number of channels without alpha.
  public var colorChannels: Int { hasAlpha ? channels - 1 : channels }
  var bytesPerSample: Int { maximum > 255 ? 2 : 1 }

  /// One channel's samples, row by row.
  ///
  /// - Complexity: O(pixels).
  public func plane(_ channel: Int) -> [Double] {
    precondition((0..<channels).contains(channel))
    let count = width * height
    let stride = channels
    let wide = bytesPerSample == 2
    return [Double](unsafeUninitializedCapacity: count) { plane, initialized in
      bytes.withUnsafeBufferPointer { bytes in
        if wide {
          for i in 0..<count {
            let at = 2 * (i * stride + channel)
            plane[i] = Double(Int(bytes[at]) << 8 | Int(bytes[at + 1]))
          }
        } else {
          for i in 0..<count { plane[i] = Double(bytes[i * stride + channel]) }
        }
      }
      initialized = count
    }
  }

  /// Replaces one channel's samples by values, each rounded to the nearest whole number (halves
  /// up) and clipped to 0...`maximum`.
  ///
  /// - Complexity: O(pixels).
  public mutating func setPlane(_ channel: Int, to values: [Double]) {
    precondition((0..<channels).contains(channel) && values.count == width * height)
    store(values, first: channel, stride: channels)
  }

  private mutating func store(_ values: [Double], first: Int, stride: Int) {
    let top = Double(maximum)
    let wide = bytesPerSample == 2
    bytes.withUnsafeMutableBufferPointer { bytes in
      values.withUnsafeBufferPointer { values in
        for i in 0..<values.count {
          // Clipped first: only then is it sure to fit an integer, and its floor is its whole part.
          let value = Swift.min(Swift.max(values[i], 0), top)
          let whole = Int32(truncatingIfNeeded: Int(value))
          let sample = value - Double(whole) >= 0.5 ? whole + 1 : whole
          let at = i * stride + first
          if wide {
            bytes[2 * at] = UInt8(truncatingIfNeeded: sample >> 8)
            bytes[2 * at + 1] = UInt8(truncatingIfNeeded: sample)
          } else {
            bytes[at] = UInt8(truncatingIfNeeded: sample)
          }
        }
      }
    }
  }
}
