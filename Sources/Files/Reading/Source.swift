/// Where bytes are read from: a file by its name, or `-` for standard input.
public struct Source: Hashable, Sendable {
  /// The name as it was given; `-` is standard input.
  public var name: String
  /// What was opened to look at its first bytes and can't be opened again.
  private var opened: Opened?

  /// The file with the given name, or standard input for `-`.
  public init(_ name: String) { self.name = name }

  /// Standard input.
  public static var standardInput: Source { Source("-") }

  /// Whether it is standard input.
  public var isStandardInput: Bool { name == "-" }

  public static func == (a: Source, b: Source) -> Bool { a.name == b.name }
  public func hash(into hasher: inout Hasher) { hasher.combine(name) }

  /// A stream for one reader, on one thread at a time.
  private struct Opened: @unchecked Sendable { let stream: ByteStream }

  /// Opens it.
  ///
  /// - Throws: `FileError` where it can't be opened.
  public func open() throws(FileError) -> ByteStream {
    if let opened { return opened.stream }
    return try ByteStream(opening: name)
  }

  /// What its first bytes say that it is. What can't be opened twice, such as a pipe, is kept open for
  /// whoever reads it next.
  ///
  /// - Throws: `FileError` where it can't be opened or read.
  public mutating func content() throws(FileError) -> FileContent {
    let stream = try open()
    var content: FileContent?
    var count = 0
    // Of a pipe no more is waited for than tells what it is.
    while content == nil {
      count += 1
      let first = try stream.peek(count)
      content = first.count < count ? .text : FileContent(of: first)
    }
    if !stream.isRegular { opened = Opened(stream: stream) }
    return content ?? .text
  }
}
