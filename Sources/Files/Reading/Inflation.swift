internal import CZlib

/// Unpacks gzip: one member after the other.
final class Inflation {
  private let stream: UnsafeMutablePointer<z_stream>
  /// Whether a member has begun and not ended.
  private var isInside = false
  private var hasEnded = false

  init() {
    stream = .allocate(capacity: 1)
    stream.initialize(to: z_stream())
    // 15 bits of window, and gzip's header alone is taken.
    let status = inflateInit2_(stream, 15 + 16, ZLIB_VERSION, Int32(MemoryLayout<z_stream>.size))
    precondition(status == Z_OK, "zlib must have memory for its window")
  }

  deinit {
    inflateEnd(stream)
    stream.deallocate()
  }

  /// Takes packed bytes from the front and writes what they hold.
  ///
  /// - Parameter isLast: whether no more packed bytes follow.
  /// - Returns: The number of bytes written; 0 where more packed ones are needed, or none follow.
  /// - Throws: `FileProblem` for damage, and for an end inside a member.
  func unpack(
    _ packed: inout [UInt8], isLast: Bool, into buffer: UnsafeMutableRawBufferPointer
  ) throws(FileProblem) -> Int {
    if packed.isEmpty {
      if isLast, isInside { throw .unusable("gzip's data must be whole, found its end inside") }
      return 0
    }
    if hasEnded {
      // Some tools fill up a block with zeros; anything else is another member.
      if packed.allSatisfy({ $0 == 0 }) {
        packed = []
        return 0
      }
      inflateReset(stream)
      hasEnded = false
    }
    isInside = true
    let room = min(buffer.count, 1 << 30)
    var status = Z_OK
    let given = packed.count
    packed.withUnsafeMutableBufferPointer { bytes in
      stream.pointee.next_in = bytes.baseAddress
      stream.pointee.avail_in = UInt32(given)
      stream.pointee.next_out = buffer.baseAddress?.assumingMemoryBound(to: UInt8.self)
      stream.pointee.avail_out = UInt32(room)
      status = inflate(stream, Z_NO_FLUSH)
    }
    packed.removeFirst(given - Int(stream.pointee.avail_in))
    if status == Z_STREAM_END {
      hasEnded = true
      isInside = false
    } else if status != Z_OK, status != Z_BUF_ERROR {
      throw .unusable("gzip's data must be whole, found damage")
    }
    return room - Int(stream.pointee.avail_out)
  }
}
