import CSV
import Files
import NumericalMethods

/// A sound through a sound: block after block, so that memory does not grow with the input.
///
/// All channels of the input go through the first of the response, or channel by channel where the counts
/// agree. The sums are made by transforms, whose error, about 1e-16 of the peak, is far below a sound's
/// 32 bits; rows of numbers are left to the exact ways.
struct SoundRun {
  private let input: SoundReader
  private let path: String
  private let format: SoundWriter.Format
  private let jobs: Int
  /// The channels of the input, and the response of each.
  private let channels: [(index: Int, response: [Double])]

  /// The options that such a run may be given.
  private static let options: Set = [
    "--impulse", "--input", "--output", "--columns", "--input-columns", "--between", "--jobs",
  ]

  /// Opens both; nil for anything but one sound through one sound into a sound.
  ///
  /// - Throws: `FileError`, `Failure`.
  init?(
    _ response: ResponseOptions, _ input: InputOptions, _ output: OutputOptions, jobs: Int
  ) throws {
    guard let path = output.output, let format = SampleOutput.soundFormat(path),
      response.impulse.count == 1, input.input.count == 1, response.between ?? "nothing" == "nothing",
      TypedOptions.ofThisRun.options.allSatisfy({ Self.options.contains($0.name) }),
      let through = try Self.sound(response.impulse[0]), let dry = try Self.sound(input.input[0])
    else { return nil }
    self.path = path
    self.format = format
    self.jobs = jobs
    let wet = try SoundReader(through)
    let sound = try SoundReader(dry)
    self.input = sound
    var rates = Reader(jobs: 1)
    try rates.agree(on: wet.rate, of: wet.name)
    try rates.agree(on: sound.rate, of: sound.name)
    let chosen = try input.inputColumns.map {
      try SoundSamples.index($0, of: sound, option: "--input-columns")
    }
    let indices = chosen.map { [$0] } ?? Array(0..<sound.channels)
    let isPaired = response.columns == nil && chosen == nil && wet.channels == indices.count
    let first = try SoundSamples.index(response.columns, of: wet, option: "--columns")
    let responses = try wet.read(channels: isPaired ? indices : [first])
    guard responses.allSatisfy({ !$0.isEmpty }) else {
      throw Failure(.badText, "\(wet.name): a sound must have at least one sample, found none")
    }
    channels = indices.map { ($0, responses[isPaired ? $0 : 0]) }
  }

  /// The file of a value that is a sound and can be opened again.
  private static func sound(_ text: String) throws -> Source? {
    guard case .file(let path) = try Value(text, option: "--impulse"),
      let status = try? FileStatus.of(path), status.kind == .regular
    else { return nil }
    var source = Source(path)
    return try source.content() == .sound ? source : nil
  }

  /// Frames read at a time.
  private static let block = 1 << 15

  /// Reads, convolves and writes.
  ///
  /// - Throws: `FileError`.
  func write() throws {
    let writer = try SoundWriter(path, format: format, channels: channels.count, rate: input.rate)
    var sums = channels.map { channel in
      ChannelSum(
        OverlapSave(
          response: channel.response, expectedCount: input.frames ?? 10_000_000, method: .transform,
          jobs: jobs))
    }
    var frames = [Double](repeating: 0, count: Self.block * input.channels)
    while true {
      let got = try frames.withUnsafeMutableBufferPointer { (buffer) throws(FileError) in
        try input.read(into: buffer)
      }
      for (k, channel) in channels.enumerated() {
        if got == 0 {
          sums[k].finish()
        } else {
          sums[k].add((0..<got).map { frames[$0 * input.channels + channel.index] })
        }
      }
      try write(&sums, to: writer)
      if got == 0 { break }
    }
    try writer.finish()
  }

  /// Writes what is final in all channels.
  private func write(_ sums: inout [ChannelSum], to writer: SoundWriter) throws(FileError) {
    let count = sums.map(\.outputs.count).min() ?? 0
    var samples = [Double](repeating: 0, count: count * sums.count)
    for k in sums.indices {
      for frame in 0..<count { samples[frame * sums.count + k] = sums[k].outputs[frame] }
      sums[k].outputs.removeFirst(count)
    }
    try samples.withUnsafeBufferPointer { (buffer) throws(FileError) in try writer.write(buffer) }
  }
}

/// One channel's convolution, and its outputs that are not written yet.
private final class ChannelSum {
  private var rule: OverlapSave?
  var outputs: [Double] = []

  init(_ rule: consuming OverlapSave) { self.rule = consume rule }

  func add(_ values: [Double]) { rule?.append(values) { outputs.append(contentsOf: $0) } }

  func finish() { rule?.finish { outputs.append(contentsOf: $0) } }
}
