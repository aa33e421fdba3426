import CPNG

/// PNG by libpng, between memory and memory.
enum PNG {
  static let signature: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]

  /// Reads a picture.
  ///
  /// Nothing is allocated for the samples before their number is known to be allowed and the file to be
  /// long enough to hold them: deflate makes at most 1032 bytes of one.
  ///
  /// - Complexity: O(bytes + pixels).
  static func read(
    _ file: UnsafeBufferPointer<UInt8>, name: String, fits: (Int) -> Bool
  ) throws(PictureError) -> Picture {
    var shape = cpng_shape()
    var problem = cpng_problem()
    let status = cpng_read_shape(file.baseAddress, file.count, &shape, &problem)
    if let error = error(status, problem, file: file, name: name, size: 0) { throw error }
    let width = Int(shape.width)
    let height = Int(shape.height)
    let (pixels, overflow) = width.multipliedReportingOverflow(by: height)
    if overflow || pixels > Picture.pixelLimit {
      throw .tooLarge(file: name, width: width, height: height)
    }
    let channels = Int(shape.channels)
    let size = pixels * channels * Int(shape.bytes_per_sample)
    // 32: a palette index of one bit may have become four bytes.
    if size / 32 / 1032 > file.count {
      throw .endsEarly(file: name, kind: "PNG", size: file.count)
    }
    guard fits(Picture.memory(pixels: pixels, bytes: size)) else {
      throw .noMemory(file: name, size: Picture.memory(pixels: pixels, bytes: size))
    }
    var outcome = CPNG_DONE
    let bytes = [UInt8](unsafeUninitializedCapacity: size) { bytes, initialized in
      outcome = cpng_read_samples(
        file.baseAddress, file.count, bytes.baseAddress, size, &problem)
      initialized = outcome == CPNG_DONE ? size : 0
    }
    if let error = error(outcome, problem, file: file, name: name, size: size) { throw error }
    var picture = Picture(
      width: width, height: height, channels: channels,
      maximum: shape.bytes_per_sample == 2 ? 65535 : 255, format: .png, bytes: bytes)
    picture.chunks = PNGChunk.kept(of: file)
    return picture
  }

  /// Writes a picture whose `maximum` is 255 or 65535.
  static func write(_ picture: Picture) throws(PictureError) -> [UInt8] {
    let shape = cpng_shape(
      width: UInt32(picture.width), height: UInt32(picture.height),
      channels: Int32(picture.channels), bytes_per_sample: Int32(picture.bytesPerSample))
    var written: UnsafeMutablePointer<UInt8>?
    var size = 0
    var problem = cpng_problem()
    let flat = picture.chunks.flatMap(\.bytes)
    let status = flat.withUnsafeBufferPointer { flat in
      var start = 0
      let chunks = picture.chunks.map { chunk in
        defer { start += chunk.bytes.count }
        let name = chunk.name
        return cpng_chunk(
          name: (name[0], name[1], name[2], name[3]),
          bytes: flat.baseAddress.map { $0 + start }, size: chunk.bytes.count)
      }
      return cpng_write(shape, picture.bytes, chunks, chunks.count, &written, &size, &problem)
    }
    guard status == CPNG_DONE, let written else {
      throw .noMemory(file: "a PNG", size: picture.bytes.count)
    }
    defer { cpng_free(written) }
    return Array(UnsafeBufferPointer(start: written, count: size))
  }

  private static func error(
    _ status: cpng_status, _ problem: cpng_problem, file: UnsafeBufferPointer<UInt8>,
    name: String, size: Int
  ) -> PictureError? {
    switch status {
    case CPNG_DONE: return nil
    case CPNG_ENDS_EARLY: return .endsEarly(file: name, kind: "PNG", size: file.count)
    case CPNG_NO_MEMORY: return .noMemory(file: name, size: size)
    default:
      var message = problem.message
      let text = withUnsafeBytes(of: &message) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
      return .unsound(file: name, byte: problem.bytes_read, problem: text)
    }
  }
}
