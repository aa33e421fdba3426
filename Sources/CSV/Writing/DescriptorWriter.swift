internal import Glibc

/// Writes to an open file, every byte or an error.
struct DescriptorWriter: Sendable {
  let descriptor: Int32
  /// The name for messages.
  let name: String

  /// Writes all bytes.
  func write(_ bytes: UnsafeRawBufferPointer) throws(CSVError) {
    var done = 0
    while done < bytes.count {
      let part = UnsafeRawBufferPointer(rebasing: bytes[done...])
      let count = Glibc.write(descriptor, part.baseAddress, part.count)
      if count > 0 {
        done += count
      } else if count < 0, errno == EAGAIN {
        // A pipe that its other end made non-blocking.
        var wait = pollfd(fd: descriptor, events: Int16(POLLOUT), revents: 0)
        _ = poll(&wait, 1, -1)
      } else if count == 0 || errno != EINTR {
        let code = count == 0 ? EIO : errno
        throw CSVError(file: name, problem: .writingStopped(reason: systemReason(code)))
      }
    }
  }
}
