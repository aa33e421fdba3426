internal import Files
internal import Synchronization

/// Formats pieces of rows on several threads and writes them in order.
struct OrderedPrinting {
  let rows: PrintedRows
  let jobs: Int

  /// What the pieces before have come to.
  private struct Outcome {
    var rows = 0
    var error: FileError?
  }

  /// Writes the rows; returns how many, fewer than all where a value is not finite.
  func write(to output: inout CheckedOutput) throws(FileError) -> Int {
    let size = RowWriter.piece
    let pieces = (rows.count + size - 1) / size
    let threads = min(jobs, pieces)
    if threads <= 1 { return try writeAlone(to: &output) }
    try output.flush()
    return try Self.writeTogether(rows, pieces, threads, output)
  }

  private func writeAlone(to output: inout CheckedOutput) throws(FileError) -> Int {
    let size = min(RowWriter.piece, max(1, rows.count))
    let text = UnsafeMutablePointer<CChar>.allocate(capacity: size * rows.longest)
    defer { text.deallocate() }
    var first = 0
    while first < rows.count {
      let count = min(size, rows.count - first)
      let (printed, bytes) = rows.print(first, count, into: text)
      try output.write(UnsafeRawBufferPointer(start: text, count: bytes))
      first += printed
      if printed < count { break }
    }
    return first
  }

  /// Each thread formats the next piece and waits for its turn to write.
  private static func writeTogether(
    _ rows: PrintedRows, _ pieces: Int, _ threads: Int, _ output: borrowing CheckedOutput
  ) throws(FileError) -> Int {
    let size = RowWriter.piece
    let turns = OrderedAccess()
    let outcome = Mutex(Outcome())
    let writer = output.writer
    Workers.run(pieces, threads: threads) { piece in
      if turns.areOver { return }
      let text = UnsafeMutablePointer<CChar>.allocate(capacity: size * rows.longest)
      defer { text.deallocate() }
      let first = piece * size
      let count = min(size, rows.count - first)
      let (printed, bytes) = rows.print(first, count, into: text)
      turns.take(piece) {
        do throws(FileError) {
          try writer.write(UnsafeRawBufferPointer(start: text, count: bytes))
          outcome.withLock { $0.rows += printed }
          return printed < count
        } catch {
          outcome.withLock { $0.error = error }
          return true
        }
      }
    }
    let (written, error) = outcome.withLock { ($0.rows, $0.error) }
    if let error { throw error }
    return written
  }
}
