internal import CSoundFile

/// A sound, WAV or FLAC, as frames of samples: one for each channel, full scale 1.
public final class SoundReader {
  /// The name for messages.
  public let name: String
  /// The number of channels.
  public let channels: Int
  /// The frames of a second.
  public let rate: Int
  /// The number of frames, where the file says it.
  public let frames: Int?
  private let sound: OpaquePointer
  private let bytes: SoundBytes
  private var done = 0

  /// Opens a sound.
  ///
  /// - Throws: `FileError` for what can't be read (66, 74), is no sound (65), and where libsndfile is
  ///   missing (69).
  public init(_ source: Source) throws(FileError) {
    name = source.name
    let bytes = SoundBytes(try source.open())
    self.bytes = bytes
    var shape = csf_shape()
    var problem = ""
    let opened = SoundBytes.problem(&problem) { text, room in
      csf_open_reading(
        { user, to, count in
          guard let user, let to else { return -1 }
          let bytes = Unmanaged<SoundBytes>.fromOpaque(user).takeUnretainedValue()
          return bytes.read(into: UnsafeMutableRawBufferPointer(start: to, count: Int(count)))
        }, Unmanaged.passUnretained(bytes).toOpaque(), &shape, text, room)
    }
    guard let opened else {
      if let error = bytes.error { throw error }
      throw FileError(source.name, try SoundBytes.problem(of: "WAV or FLAC must be whole", problem))
    }
    sound = opened
    channels = Int(shape.channels)
    rate = Int(shape.rate)
    // A stream's writer doesn't know, and says as much as the format can hold.
    let isSaid = shape.frames > 0 && shape.frames < Int64(0x7FFF_F000) / Int64(max(1, channels))
    frames = isSaid ? Int(shape.frames) : nil
  }

  deinit { csf_close(sound) }

  /// Reads frames, channel after channel in each; 0 at the end.
  ///
  /// - Throws: `FileError` where reading fails (74), and for fewer frames than the file says (65).
  public func read(into samples: UnsafeMutableBufferPointer<Double>) throws(FileError) -> Int {
    let wanted = samples.count / channels
    let got = Int(csf_read_frames(sound, samples.baseAddress, Int64(wanted)))
    if let error = bytes.error { throw error }
    done += max(0, got)
    if got < wanted, let frames, done < frames {
      throw FileError(
        name, .unusable("a sound must be whole, found \(done) of \(frames) samples"))
    }
    return max(0, got)
  }

  /// Reads all frames of some channels.
  ///
  /// - Parameter indices: the channels from 0.
  /// - Throws: `FileError`; also where memory is short.
  public func read(channels indices: [Int]) throws(FileError) -> [[Double]] {
    var result = [[Double]](repeating: [], count: indices.count)
    var block = [Double](repeating: 0, count: (1 << 14) * channels)
    while true {
      let got = try block.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
        try read(into: buffer)
      }
      if got == 0 { return result }
      if let objection = Memory.objection(to: Double(done * indices.count) * 24) {
        throw FileError(name, .tooLarge("\(done) samples \(objection)"))
      }
      for (k, channel) in indices.enumerated() {
        for frame in 0..<got { result[k].append(block[frame * channels + channel]) }
      }
    }
  }
}

/// A stream as C's callback reads it: an error waits until that has returned.
final class SoundBytes {
  private let stream: ByteStream
  private(set) var error: FileError?

  init(_ stream: ByteStream) { self.stream = stream }

  func read(into buffer: UnsafeMutableRawBufferPointer) -> Int64 {
    guard error == nil else { return -1 }
    do throws(FileError) {
      return Int64(try stream.read(into: buffer))
    } catch {
      self.error = error
      return -1
    }
  }

  /// Calls C with room for a problem's text.
  static func problem<Result>(
    _ problem: inout String, _ body: (UnsafeMutablePointer<CChar>?, Int) -> Result
  ) -> Result {
    var text = [CChar](repeating: 0, count: 512)
    let result = text.withUnsafeMutableBufferPointer { body($0.baseAddress, $0.count) }
    let bytes = text.prefix { $0 != 0 }.map(UInt8.init(bitPattern:))
    problem = String(decoding: bytes, as: UTF8.self)
    return result
  }

  /// What libsndfile's words mean: it is missing, or the file is not what it must be.
  static func problem(of needed: String, _ text: String) throws(FileError) -> FileProblem {
    var reason = ""
    let isThere = Self.problem(&reason) { csf_is_there($0, $1) } != 0
    if !isThere {
      return .unavailable("libsndfile is needed for sound (apt install libsndfile1): \(reason)")
    }
    let words = text.split(whereSeparator: \.isNewline).joined(separator: " ")
    return .unusable("\(needed): \(words.hasSuffix(".") ? String(words.dropLast()) : words)")
  }
}
