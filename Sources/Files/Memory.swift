internal import CHeap
internal import Glibc

/// How much memory this process may still take: asked before a large piece of it is.
///
/// A failed allocation can't be caught in Swift, so that `ulimit -v` must be known beforehand.
public enum Memory {
  /// The bytes that may still be allocated, by `ulimit -v` and by what the machine has.
  public static var available: Double {
    let machine = Double(sysconf(Int32(_SC_PHYS_PAGES))) * pageSize
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &limit) == 0,
      Double(limit.rlim_cur) < 0x1p62
    else { return machine }
    return max(0, min(machine, Double(limit.rlim_cur) - taken))
  }

  /// Why so many bytes can't be had; nil where they can.
  ///
  ///     "would need 9.6 GB of memory, and 0.5 GB are left"
  public static func objection(to bytes: Double) -> String? {
    // Small requests are not worth a look at the limits.
    guard bytes > 1e6, bytes > available else { return nil }
    return "would need \(gigabytes(bytes)) GB of memory, and \(gigabytes(available)) GB are left"
  }

  /// Makes the heap ready for the arrays that a file of so many bytes becomes.
  public static func prepare(forFileOf bytes: Int) {
    // A small file's arrays come and go faster than the heap is prepared.
    guard bytes >= 1 << 22, bytes <= 1 << 30, objection(to: 4 * Double(bytes)) == nil else { return }
    // Numbers, impulses, times and values of rows: about as many again as the text has bytes, twice.
    chp_prepare(2 * bytes)
  }

  private static var pageSize: Double { Double(sysconf(Int32(_SC_PAGESIZE))) }

  /// The address space in use: the first number of /proc/self/statm, in pages.
  private static var taken: Double {
    let descriptor = open("/proc/self/statm", O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return 0 }
    defer { close(descriptor) }
    var text = [UInt8](repeating: 0, count: 128)
    let count = read(descriptor, &text, text.count)
    guard count > 0 else { return 0 }
    let digits = text.prefix(count).prefix { $0 != UInt8(ascii: " ") }
    return (Double(String(decoding: digits, as: UTF8.self)) ?? 0) * pageSize
  }

  /// To a hundredth, upwards for what is small.
  private static func gigabytes(_ bytes: Double) -> String {
    guard let hundredths = Int(exactly: (bytes / 1e7).rounded(.up)) else { return "more than 9e16" }
    let rest = hundredths % 100
    return "\(hundredths / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
}
