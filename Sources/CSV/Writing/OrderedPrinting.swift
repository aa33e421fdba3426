/// Formats pieces of rows on several threads and writes them in order.
struct OrderedPrinting {
  let rows: PrintedRows
  let jobs: Int

  /// Writes the rows; returns how many, fewer than all where a value is not finite.
  func write(to output: inout CheckedOutput) throws(CSVError) -> Int {
    let size = RowWriter.piece
    let pieces = (rows.count + size - 1) / size
    let threads = min(jobs, pieces)
    if threads <= 1 { return try writeAlone(to: &output) }
    try output.flush()
    return try Self.writeTogether(rows, pieces, threads, output)
  }

  private func writeAlone(to output: inout CheckedOutput) throws(CSVError) -> Int {
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

  /// Thread k formats the pieces k, k + threads, ...; each waits for its turn to write.
  private static func writeTogether(
    _ rows: PrintedRows, _ pieces: Int, _ threads: Int, _ output: borrowing CheckedOutput
  ) throws(CSVError) -> Int {
    let size = RowWriter.piece
    let turns = Turns()
    defer { turns.deallocate() }
    let descriptor = output.writer
    Workers.run(threads) { thread in
      let text = UnsafeMutablePointer<CChar>.allocate(capacity: size * rows.longest)
      defer { text.deallocate() }
      for piece in stride(from: thread, to: pieces, by: threads) {
        let first = piece * size
        let count = min(size, rows.count - first)
        let (printed, bytes) = rows.print(first, count, into: text)
        guard turns.wait(for: piece) else { return }
        do throws(CSVError) {
          try descriptor.write(UnsafeRawBufferPointer(start: text, count: bytes))
          turns.finish(piece, rows: printed, isLast: printed < count, error: nil)
        } catch {
          turns.finish(piece, rows: 0, isLast: true, error: error)
        }
      }
    }
    let (written, error) = turns.result
    if let error { throw error }
    return written
  }
}
