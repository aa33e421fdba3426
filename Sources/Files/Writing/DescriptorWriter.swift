/// Writes to an open file, every byte or an error with the file's name.
public struct DescriptorWriter: Sendable {
  let descriptor: Descriptor
  /// The name for messages.
  let name: String

  /// Writes all bytes, at a place where one is given.
  ///
  /// - Throws: `FileError` of the kind `inputOutput`.
  public func write(_ bytes: UnsafeRawBufferPointer, at place: Int? = nil) throws(FileError) {
    do throws(SystemFault) {
      try descriptor.write(bytes, at: place)
    } catch {
      throw FileError(name, .writingStopped(reason: error.reason))
    }
  }
}
