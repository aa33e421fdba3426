internal import CTemporaryFiles
internal import Glibc

/// A buffered output of which every write, the last flush and the close are checked.
///
/// A regular file appears whole or not at all: it is written under a temporary name beside the
/// target, and renamed by `finish()`. What isn't finished leaves nothing, whatever happens, SIGINT
/// and SIGTERM included. Symbolic links are followed; fifos, devices and what is open already
/// (`/dev/stdout`) are written through.
public struct CheckedOutput: ~Copyable {
  /// The name for messages.
  public let name: String
  private let descriptor: Descriptor
  private var replacement: Replacement?
  private let buffer: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var isOpen = true

  private static let capacity = 1 << 18

  /// Opens a file for writing; `-` is standard output.
  ///
  /// - Throws: `FileError` of the kind `cannotCreate`.
  public init(_ path: String) throws(FileError) {
    ctf_handle_signals()
    if path == "-" {
      name = "standard output"
      descriptor = Descriptor(STDOUT_FILENO)
    } else {
      name = path
      let opened = try Replacement.open(path)
      descriptor = opened.descriptor
      replacement = opened.replacement
    }
    buffer = .allocate(byteCount: Self.capacity, alignment: 64)
  }

  deinit {
    buffer.deallocate()
    if isOpen {
      if descriptor.number != STDOUT_FILENO { descriptor.close() }
      replacement?.discard()
    }
  }

  /// Makes SIGINT and SIGTERM end the program with status 130 and 143 once temporary files are
  /// removed, SIGXFSZ harmless, and a mapped file that is cut short a message and status 74; outputs
  /// do so by themselves when they are opened.
  public static func handleSignals() { ctf_handle_signals() }

  /// Writes bytes.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(FileError) {
    if bytes.count > Self.capacity - filled { try flush() }
    if bytes.count > Self.capacity {
      try writeThrough(bytes)
    } else if bytes.count > 0 {
      UnsafeMutableRawBufferPointer(rebasing: buffer[filled...]).copyMemory(from: bytes)
      filled += bytes.count
    }
  }

  /// Writes text as UTF-8.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`.
  public mutating func write(_ text: String) throws(FileError) {
    try Array(text.utf8).withRawBytes { (bytes) throws(FileError) in try write(bytes) }
  }

  /// Hands what is buffered to the system, so that a reader at a pipe sees it.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`.
  public mutating func flush() throws(FileError) {
    let count = filled
    filled = 0
    try writeThrough(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }

  /// Writes over bytes that are written already.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`, also for what is no regular file.
  public mutating func overwrite(_ bytes: UnsafeRawBufferPointer, at place: Int) throws(FileError) {
    try flush()
    try writeThrough(bytes, at: place)
  }

  /// Writes what is left, closes, and puts a file in its place.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`; the old file is then untouched.
  public consuming func finish() throws(FileError) {
    try flush()
    do throws(SystemFault) {
      if replacement != nil { try descriptor.synchronize() }
      isOpen = false
      try descriptor.checkedClose()
      try replacement?.commit()
    } catch {
      replacement?.discard()
      throw FileError(name, .writingStopped(reason: error.reason))
    }
  }

  /// Writes a text as a whole file.
  ///
  /// - Throws: `FileError` of the kinds `cannotCreate` and `inputOutput`.
  public static func write(_ text: String, to path: String) throws(FileError) {
    var output = try CheckedOutput(path)
    try output.write(text)
    try output.finish()
  }

  private func writeThrough(
    _ bytes: UnsafeRawBufferPointer, at place: Int? = nil
  ) throws(FileError) {
    try writer.write(bytes, at: place)
  }

  /// What writes past the buffer, which must be flushed before.
  public var writer: DescriptorWriter { DescriptorWriter(descriptor: descriptor, name: name) }
}
