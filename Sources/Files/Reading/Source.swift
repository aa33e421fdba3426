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

  // By the bytes: to Swift two texts are equal that Unicode calls equivalent, to the system they are not.
  public static func == (a: Source, b: Source) -> Bool { a.name.utf8.elementsEqual(b.name.utf8) }
  public func hash(into hasher: inout Hasher) { hasher.combine(Array(name.utf8)) }

  /// A stream for one reader, on one thread at a time.
  private struct Opened: @unchecked Sendable { let stream: ByteStream }

  /// Opens it.
  ///
  /// - Throws: `FileError` where it can't be opened.
  public func open() throws(FileError) -> ByteStream {
    if let opened { return opened.stream }
    return try ByteStream(opening: name)
  }

  /// Whether it was found to be something that can't be opened twice.
  public var isPipe: Bool { opened != nil }

  /// The first bytes, at most so many, of a file that can be opened again.
  ///
  /// - Throws: `FileError`.
  public func beginning(_ count: Int) throws(FileError) -> String {
    String(decoding: try open().peek(count), as: UTF8.self)
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
    if !stream.canBeOpenedAgain { opened = Opened(stream: stream) }
    return content ?? .text
  }
}
