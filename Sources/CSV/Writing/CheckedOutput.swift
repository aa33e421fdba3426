internal import CTemporaryFiles
internal import Glibc

/// A buffered output of which every write, the last flush and the close are checked.
///
/// A regular file appears whole or not at all: it is written under a temporary name beside the
/// target, and renamed by `finish()`. What isn't finished leaves nothing, whatever happens, SIGINT
/// and SIGTERM included. Symbolic links are followed; fifos and devices are written through.
public struct CheckedOutput: ~Copyable {
  /// The name for messages.
  public let name: String
  private let descriptor: Int32
  private var replacement: Replacement?
  private let buffer: UnsafeMutableRawBufferPointer
  private var filled = 0
  private var isOpen = true

  private static let capacity = 1 << 18

  /// Opens a file for writing; `-` is standard output.
  ///
  /// - Throws: `CSVError` of the kind `cannotCreate`.
  public init(_ path: String) throws(CSVError) {
    ctf_handle_signals()
    if path == "-" {
      name = "standard output"
      descriptor = 1
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
      if descriptor != 1 { close(descriptor) }
      replacement?.discard()
    }
  }

  /// Makes SIGINT and SIGTERM end the program with status 130 and 143 once temporary files are
  /// removed, and SIGXFSZ harmless; outputs do so by themselves when they are opened.
  public static func handleSignals() { ctf_handle_signals() }

  /// Writes bytes.
  ///
  /// - Throws: `CSVError` of the kind `inputOutput`.
  public mutating func write(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
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
  /// - Throws: `CSVError` of the kind `inputOutput`.
  public mutating func write(_ text: String) throws(CSVError) {
    let bytes = Array(text.utf8)
    var problem: CSVError?
    bytes.withUnsafeBytes { buffer in
      do throws(CSVError) { try write(buffer) } catch { problem = error }
    }
    if let problem { throw problem }
  }

  /// Hands what is buffered to the system, so that a reader at a pipe sees it.
  ///
  /// - Throws: `CSVError` of the kind `inputOutput`.
  public mutating func flush() throws(CSVError) {
    let count = filled
    filled = 0
    try writeThrough(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
  }

  /// Writes what is left, closes, and puts a file in its place.
  ///
  /// - Throws: `CSVError` of the kind `inputOutput`; the old file is then untouched.
  public consuming func finish() throws(CSVError) {
    try flush()
    do throws(SystemFault) {
      try replacement?.synchronize(descriptor)
      isOpen = false
      // After EINTR the descriptor is closed all the same.
      guard close(descriptor) == 0 || errno == EINTR else { throw SystemFault(errno) }
      try replacement?.commit()
    } catch {
      replacement?.discard()
      throw CSVError(file: name, problem: .writingStopped(reason: systemReason(error.code)))
    }
  }

  private func writeThrough(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
    try writer.write(bytes)
  }

  /// What writes past the buffer, which must be flushed before.
  var writer: DescriptorWriter { DescriptorWriter(descriptor: descriptor, name: name) }
}
