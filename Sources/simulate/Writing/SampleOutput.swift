import CSV
import Files

/// Rows written as samples, by the ending of the file's name: a sound, or NumPy's array of the columns.
final class SampleOutput {
  private enum Form {
    case sound(SoundWriter.Format)
    case array(ArrayWriter)
  }

  private let form: Form
  private let name: String
  /// The sound, once its rate is known.
  private var sound: SoundWriter?
  private var first: Double?
  private var rate: Int?
  private var row = 0

  /// An output for a file of this name; nil where its ending asks for text.
  ///
  /// - Parameter rate: the rate of the sounds read, if any.
  /// - Throws: `FileError` where it can't be created.
  init?(_ path: String?, columns: Int, rate: Int?) throws {
    guard let path, let form = try SampleOutput.form(path, columns: columns) else { return nil }
    self.form = form
    name = path
    self.rate = rate
  }

  private static func form(_ path: String, columns: Int) throws -> Form? {
    if let format = soundFormat(path) { return .sound(format) }
    guard path.lowercased().hasSuffix(".npy") else { return nil }
    return .array(try ArrayWriter(path, columns: columns + 1))
  }

  /// The sound that a file's name asks for.
  static func soundFormat(_ path: String) -> SoundWriter.Format? {
    let path = path.lowercased()
    return path.hasSuffix(".wav") ? .wav : path.hasSuffix(".flac") ? .flac : nil
  }

  /// Whether a file's name asks for samples.
  static func isAsked(by path: String?) -> Bool {
    guard let path else { return false }
    return soundFormat(path) != nil || path.lowercased().hasSuffix(".npy")
  }

  /// Refuses a name that asks for samples where rows are a table alone.
  ///
  /// - Throws: `Failure` (64).
  static func refuse(_ path: String?) throws {
    guard let path, isAsked(by: path) else { return }
    throw Failure.option(
      "--output", "what is written here is a table, no samples: a name such as \(path).csv is needed, found '\(path)'")
  }

  /// Writes rows: the times and the values of each column.
  ///
  /// - Throws: `Failure` (64) for rows that are not even, or at no whole number a second, in a sound;
  ///   (65) for a value that is not finite; `FileError`.
  func write(_ times: [Double], _ columns: [[Double]]) throws {
    for (k, time) in times.enumerated() {
      if let bad = columns.first(where: { !$0[k].isFinite }) {
        throw Failure(
          .badText, "every value must be finite, found \(bad[k]) at t = \(NumberText.text(time))")
      }
    }
    guard case .sound(let format) = form else {
      if case .array(let array) = form { try array.write([times] + columns) }
      return
    }
    let writer = try sound(format, times, channels: columns.count)
    var samples = [Double](repeating: 0, count: times.count * columns.count)
    for (channel, values) in columns.enumerated() {
      for k in values.indices { samples[k * columns.count + channel] = values[k] }
    }
    try samples.withUnsafeBufferPointer { (buffer) throws(FileError) in try writer.write(buffer) }
  }

  private func sound(
    _ format: SoundWriter.Format, _ times: [Double], channels: Int
  ) throws -> SoundWriter {
    let start = first ?? times.first ?? 0
    first = start
    if rate == nil, times.count > 1, times[1] > times[0] {
      let found = 1 / (times[1] - times[0])
      if found < 1e7, abs(found - found.rounded()) < 1e-6 * found { rate = Int(found.rounded()) }
    }
    guard let rate, rate > 0 else {
      throw Failure.option(
        "--output", "a sound needs rows at k/n, n a whole number a second (--step 1/44100), found "
          + (times.count > 1 ? "\(NumberText.text(times[0])) and \(NumberText.text(times[1]))" : "one row"))
    }
    for time in times {
      guard abs((time - start) * Double(rate) - Double(row)) < 1e-3 else {
        throw Failure.option(
          "--output", "a sound needs even rows, here \(rate) a second, found t = "
            + "\(NumberText.text(time)) as row \(row + 1); .csv and .npy hold any")
      }
      row += 1
    }
    let writer = try sound ?? SoundWriter(name, format: format, channels: channels, rate: rate)
    sound = writer
    return writer
  }

  /// Closes it and puts it in its place.
  ///
  /// - Throws: `FileError`.
  func finish() throws {
    if case .array(let array) = form { try array.finish() }
    try sound?.finish()
  }
}
