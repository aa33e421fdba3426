import CSV
import Files
import Glibc

/// The file that holds the input at hand; the reader wants a path.
private let descriptor: Int32 = {
  var name = Array("/tmp/fuzz-table-XXXXXX".utf8CString)
  let descriptor = mkstemp(&name)
  unlink(name)
  return descriptor
}()

/// Reads an input as a table: an error is an answer, a trap is not. Numbers that are checked alone must
/// be refused, or be 0, exactly where those that are read are.
@_cdecl("LLVMFuzzerTestOneInput")
public func testTable(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  ftruncate(descriptor, 0)
  pwrite(descriptor, bytes, count, 0)
  for policy in [MissingPolicy.refuse, .skip] {
    func columns(_ content: ColumnRequest.Content) -> [Column]? {
      try? Table(reading: Source("/proc/self/fd/\(descriptor)"), format: TableFormat(missing: policy), jobs: 1) {
        (0..<min(2, $0.count)).map { ColumnRequest($0, $0 == 0 ? .times : content) }
      }.columns
    }
    let read = columns(.numbers)
    let checked = columns(.checkedNumbers)
    precondition((read == nil) == (checked == nil))
    if let read, let checked, read.count == 2 {
      precondition(read[1].numbers.map { $0 == 0 ? 0 : 1 } == checked[1].numbers)
    }
  }
  return 0
}
