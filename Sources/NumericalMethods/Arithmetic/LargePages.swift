#if canImport(Glibc)
  import Glibc
#endif

extension UnsafeMutableBufferPointer {
  /// Asks the system for large pages under memory that is about to be written for the first time; a hint.
  ///
  /// A page fault for every 4 KiB of a large result takes as long as a third of its convolution.
  func preferLargePages() {
    #if canImport(Glibc)
      let bytes = UnsafeMutableRawBufferPointer(self)
      guard bytes.count >= 1 << 22, let base = bytes.baseAddress else { return }
      let page = 1 << 21
      let start = (Int(bitPattern: base) + page - 1) / page * page
      let end = (Int(bitPattern: base) + bytes.count) / page * page
      guard start < end else { return }
      madvise(UnsafeMutableRawPointer(bitPattern: start), end - start, MADV_HUGEPAGE)
    #endif
  }
}
