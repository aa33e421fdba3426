import Files
import Runs
import Systems

/// One channel of a sound: its samples are impulses at k / rate, full scale 1.
struct SoundSamples {
  /// Samples a second.
  var rate: Int
  /// The samples.
  var values: [Double]

  /// Reads a channel.
  ///
  /// - Parameters:
  ///   - channel: its number from 1; nil is the first.
  ///   - option: what named the channel, for messages.
  ///   - needsOne: whether the first must not be taken where there are more.
  /// - Throws: `FileError`, `Failure` (64) for a channel that isn't there.
  init(_ source: Source, channel: String?, option: String, needsOne: Bool = false) throws {
    let reader = try SoundReader(source)
    if needsOne, channel == nil, reader.channels > 1 {
      throw Failure.option(
        option, "rows hold one channel, found \(reader.channels) in \(source.name); "
          + "--output FILE.wav alone takes all")
    }
    let index = try SoundSamples.index(channel, of: reader, option: option)
    rate = reader.rate
    values = try reader.read(channels: [index])[0]
    guard !values.isEmpty else {
      throw Failure(.badText, "\(source.name): a sound must have at least one sample, found none")
    }
  }

  /// The index from 0 of a channel.
  static func index(_ channel: String?, of reader: SoundReader, option: String) throws -> Int {
    guard let channel else { return 0 }
    guard let number = Int(channel), (1...reader.channels).contains(number) else {
      throw Failure.option(
        option, "a channel of \(reader.name) is a number from 1 to \(reader.channels), found '\(channel)'")
    }
    return number - 1
  }

  /// The time of a sample.
  func time(_ k: Int) -> Double { Double(k) / Double(rate) }

  /// The impulses.
  var events: [Event] { values.indices.map { Event(time: time($0), weight: values[$0]) } }

  /// The time of the last one.
  var end: Decimal { Decimal(time(values.count - 1)) }
}

extension Reader {
  /// What a source is, by its content; a pipe is kept open for whoever reads it.
  ///
  /// - Throws: `FileError`.
  mutating func content(of source: inout Source) throws -> FileContent {
    let content = try source.content()
    if let place = sources.firstIndex(of: source) { keep(source, at: place) }
    return content
  }

  /// Holds all sounds of a run to one rate.
  ///
  /// - Throws: `Failure` (65) that names both.
  mutating func agree(on rate: Int, of name: String) throws {
    if let sound, sound.rate != rate {
      throw Failure(
        .badText, "\(name): sounds must have one rate, found \(rate) Hz beside \(sound.rate) Hz of "
          + "\(sound.name); sox changes it: sox IN.wav -r \(sound.rate) OUT.wav")
    }
    sound = sound ?? (name, rate)
  }
}
