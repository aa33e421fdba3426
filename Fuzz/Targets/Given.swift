import CSV
import Files
import Glibc

/// An input at hand.
struct Given {
  /// Its bytes.
  var bytes: UnsafeBufferPointer<UInt8>

  /// As text.
  var text: String { String(decoding: bytes, as: UTF8.self) }

  /// The first byte, which chooses among ways of reading, and what follows it.
  var chosen: (choice: UInt8, rest: Given) {
    guard let first = bytes.first else { return (0, self) }
    return (first, Given(bytes: UnsafeBufferPointer(rebasing: bytes.dropFirst())))
  }

  /// A file in memory that holds it: readers want a path.
  var source: Source {
    Given.write(bytes, to: Given.descriptor)
    return Source("/proc/self/fd/\(Given.descriptor)")
  }

  private static let descriptor: Int32 = {
    var name = Array("/dev/shm/fuzz-XXXXXX".utf8CString)
    let descriptor = mkstemp(&name)
    unlink(name)
    return descriptor
  }()

  private static func write(_ bytes: UnsafeBufferPointer<UInt8>, to descriptor: Int32) {
    ftruncate(descriptor, 0)
    pwrite(descriptor, bytes.baseAddress, bytes.count, 0)
  }

  /// A folder in memory.
  static let folder: String = {
    var name = Array("/dev/shm/fuzz-XXXXXX".utf8CString)
    mkdtemp(&name)
    return String(decoding: name.dropLast().map(UInt8.init(bitPattern:)), as: UTF8.self)
  }()

  /// Puts bytes into a file.
  static func put(_ bytes: some Collection<UInt8>, into path: String) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_TRUNC, 0o600)
    Array(bytes).withUnsafeBufferPointer { write($0, to: descriptor) }
    close(descriptor)
  }

  /// Other bytes with some of them changed: pairs of a place, in two bytes, and what it is xored with.
  func changing(_ bytes: [UInt8]) -> [UInt8] {
    var result = bytes
    var at = 0
    while at + 3 <= self.bytes.count {
      let place = (Int(self.bytes[at]) | Int(self.bytes[at + 1]) << 8) % max(1, result.count)
      let change = self.bytes[at + 2]
      // Some cut, some double, most change bits.
      switch self.bytes[at + 1] >> 6 {
      case 3: result.removeSubrange(place..<min(result.count, place + Int(change)))
      case 2: result.insert(contentsOf: result[place..<min(result.count, place + Int(change))], at: place)
      default: if !result.isEmpty { result[place] ^= change }
      }
      at += 3
    }
    return result
  }

  /// A reader of one thread.
  static func reader(_ choice: UInt8 = 0) -> Reader {
    var format = TableFormat()
    if choice & 1 != 0 { format.missing = choice & 2 != 0 ? .skip : .zero }
    if choice & 4 != 0 { format.hasDecimalComma = true }
    if choice & 8 != 0, let form = DateForm("%d/%m/%Y") { format.dates = .form(form) }
    if choice & 16 != 0 { format.dates = .none }
    var reader = Reader(format: format, jobs: 1, axis: TimeAxis(dates: format.dates))
    if choice & 32 != 0 { reader.spacing = Decimal(1) }
    return reader
  }
}
