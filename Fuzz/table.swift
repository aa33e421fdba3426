import CSV
import Glibc

/// The file that holds the input at hand; the reader wants a path.
private let descriptor: Int32 = {
  var name = Array("/tmp/fuzz-table-XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  unlink(name)
  return descriptor
}()

/// Reads an input as a table: an error is an answer, a trap is not.
@_cdecl("LLVMFuzzerTestOneInput")
public func testTable(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  ftruncate(descriptor, 0)
  pwrite(descriptor, bytes, count, 0)
  for policy in [MissingPolicy.refuse, .skip] {
    _ = try? Table(reading: Source("/proc/self/fd/\(descriptor)"), missing: policy, jobs: 1) {
      (0..<min(2, $0.count)).map { ColumnRequest($0, $0 == 0 ? .times : .numbers) }
    }
  }
  return 0
}
