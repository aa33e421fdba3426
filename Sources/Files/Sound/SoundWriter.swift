internal import CSoundFile

/// Writes a sound: WAV of 32-bit floats, or FLAC of 24 bits, whole or not at all.
public final class SoundWriter {
  /// The formats.
  public enum Format: Sendable {
    case wav, flac
  }

  private let format: Format
  private let channels: Int
  private let target: SoundTarget
  private var sound: OpaquePointer?
  private var frames = 0

  /// Opens a file for a sound.
  ///
  /// - Throws: `FileError` where it can't be created (73) or such a sound can't be held (64), and where
  ///   libsndfile is missing (69).
  public init(_ path: String, format: Format, channels: Int, rate: Int) throws(FileError) {
    self.format = format
    self.channels = channels
    let target = SoundTarget(try CheckedOutput(path))
    self.target = target
    let shape = csf_shape(frames: 0, channels: Int32(channels), rate: Int32(rate))
    var problem = ""
    sound = SoundBytes.problem(&problem) { text, room in
      csf_open_writing(
        { user, place, bytes, count in
          guard let user else { return -1 }
          let target = Unmanaged<SoundTarget>.fromOpaque(user).takeUnretainedValue()
          return target.write(
            UnsafeRawBufferPointer(start: bytes, count: Int(count)), at: Int(place)) ? 0 : -1
        }, Unmanaged.passUnretained(target).toOpaque(), shape,
        Int32(format == .wav ? CSF_WAV_FLOAT : CSF_FLAC_24), text, room)
    }
    if sound == nil {
      if let error = target.error { throw error }
      throw FileError(
        path, try SoundBytes.problem(of: "a sound must be one that the format holds", problem))
    }
  }

  deinit { if let sound { csf_close(sound) } }

  /// Writes frames, channel after channel in each.
  ///
  /// - Throws: `FileError` where writing fails (74), for more than the format holds (64) and for values
  ///   beyond its range (65).
  public func write(_ samples: UnsafeBufferPointer<Double>) throws(FileError) {
    let count = samples.count / channels
    let most = format == .wav ? Double(Float.greatestFiniteMagnitude) : 1
    if let bad = samples.firstIndex(where: { !($0.magnitude <= most) }) {
      let text = "must lie from -\(format == .wav ? "3.4e38" : "1") to \(format == .wav ? "3.4e38" : "1")"
      throw FileError(
        target.name,
        .unusable("samples \(text), found \(samples[bad]) at sample \(frames + bad / channels + 1)"))
    }
    frames += count
    if format == .wav, Double(frames * channels) * 4 > 4.29e9 {
      throw FileError(target.name, .tooLarge("a WAV holds at most 4 GiB, found more"))
    }
    let written = csf_write_frames(sound, samples.baseAddress, Int64(count))
    if let error = target.error { throw error }
    guard written == Int64(count) else {
      throw FileError(target.name, .writingStopped(reason: "libsndfile wrote less than all"))
    }
  }

  /// Hands what is there to the system.
  public func flush() throws(FileError) { try target.flush() }

  /// Closes it and puts it in its place.
  ///
  /// - Throws: `FileError` (74).
  public func finish() throws(FileError) {
    if let sound {
      self.sound = nil
      let status = csf_close(sound)
      if let error = target.error { throw error }
      if status != 0 {
        throw FileError(target.name, .writingStopped(reason: "libsndfile could not close it"))
      }
    }
    try target.finish()
  }
}

/// An output as C's callback writes it: an error waits until that has returned.
private final class SoundTarget {
  let name: String
  private(set) var error: FileError?
  private var output: CheckedOutput?
  private var end = 0

  init(_ output: consuming CheckedOutput) {
    name = output.name
    self.output = consume output
  }

  func write(_ bytes: UnsafeRawBufferPointer, at place: Int) -> Bool {
    guard error == nil else { return false }
    do throws(FileError) {
      if place == end {
        try output?.write(bytes)
        end += bytes.count
      } else {
        let old = min(bytes.count, end - place)
        try output?.overwrite(UnsafeRawBufferPointer(rebasing: bytes[..<old]), at: place)
        try output?.write(UnsafeRawBufferPointer(rebasing: bytes[old...]))
        end += bytes.count - old
      }
      return true
    } catch {
      self.error = error
      return false
    }
  }

  func flush() throws(FileError) { try output?.flush() }

  func finish() throws(FileError) {
    try output.take()?.finish()
  }
}
