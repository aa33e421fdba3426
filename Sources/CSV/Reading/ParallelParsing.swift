internal import CNumberText
internal import Files

/// Parses a text on several threads; the result, and the first fault, are those of one.
struct ParallelParsing {
  let text: UnsafeBufferPointer<UInt8>
  /// Where the first row begins.
  let start: Int
  /// Whether the text ends the file.
  let isLast: Bool
  let parser: RowParser
  let jobs: Int

  /// The rows of a text up to its end, its first fault, or a row that isn't whole yet.
  struct Result {
    var columns: [Column]
    var rowCount: Int
    /// The offset after the last row read.
    var position: Int
    /// The number of rows skipped for a missing field, and the offset of the first such field.
    var skipped = 0
    var firstSkipped: Int?
    var fault: Fault?
  }

  /// Below this a thread costs more than it saves.
  private static let leastPiece = 1 << 17

  /// Parses all rows; more of them than memory holds are a fault.
  func result() -> Result {
    let cuts = cuts()
    let pieces = cuts.count - 1
    let capacities = capacities(cuts)
    let offsets = capacities.reduce(into: [0]) { $0.append(($0.last ?? 0) + $1) }
    let total = offsets[pieces]
    if let objection = Memory.objection(to: Double(total) * Double(parser.columns.count) * 8) {
      return Result(
        columns: [], rowCount: 0, position: start,
        fault: Fault(.file(.tooLarge("a table of \(total) rows \(objection)")), at: start))
    }
    var numbers = parser.columns.map { column -> [Double] in
      column.content.isNumeric
        ? Array(unsafeUninitializedCapacity: total) { $1 = total } : []
    }
    var outcomes: [RowParser.Outcome] = []
    Self.withPointers(&numbers) { pointers in
      outcomes = parse(cuts, capacities, offsets, pointers)
    }
    let (columns, rows) = gather(&numbers, outcomes, offsets)
    return Result(
      columns: columns, rowCount: rows, position: outcomes.last?.position ?? start,
      skipped: outcomes.reduce(0) { $0 + $1.skipped },
      firstSkipped: outcomes.lazy.compactMap(\.firstSkipped).first, fault: outcomes.last?.fault)
  }

  /// Cuts the text after line feeds into pieces of about equal size.
  private func cuts() -> [Int] {
    let count = max(1, min(jobs, (text.count - start) / Self.leastPiece))
    var cuts = [start]
    for piece in 1..<max(1, count) {
      let aim = start + (text.count - start) / count * piece
      let feed = text[aim...].firstIndex(of: UInt8(ascii: "\n"))
      cuts.append(max(cuts[piece - 1], feed.map { $0 + 1 } ?? text.count))
    }
    cuts.append(text.count)
    return cuts
  }

  /// The most rows that each piece can hold: its line feeds, and an unfinished line at the end.
  private func capacities(_ cuts: [Int]) -> [Int] {
    var counts = [Int](repeating: 0, count: cuts.count - 1)
    let text = Shared(text)
    counts.withUnsafeMutableBufferPointer { counts in
      let shared = Shared(counts)
      Workers.run(counts.count) { piece in
        let bytes = UnsafeRawBufferPointer(
          UnsafeBufferPointer(rebasing: text.pointer[cuts[piece]..<cuts[piece + 1]]))
        let count = cnt_count_lines(
          bytes.baseAddress?.assumingMemoryBound(to: CChar.self), bytes.count)
        shared.pointer[piece] = count + (bytes.last == UInt8(ascii: "\n") ? 0 : 1)
      }
    }
    return counts
  }

  private func parse(
    _ cuts: [Int], _ capacities: [Int], _ offsets: [Int],
    _ pointers: [UnsafeMutablePointer<Double>]
  ) -> [RowParser.Outcome] {
    var outcomes = [RowParser.Outcome?](repeating: nil, count: cuts.count - 1)
    let pieces = outcomes.count
    let text = Shared(text)
    let columns = Shared(pointers)
    let parser = Shared(parser)
    let isLast = isLast
    outcomes.withUnsafeMutableBufferPointer { outcomes in
      let shared = Shared(outcomes)
      Workers.run(pieces) { piece in
        shared.pointer[piece] = parser.pointer.parse(
          text.pointer, from: cuts[piece], to: cuts[piece + 1],
          isLast: isLast || piece < pieces - 1,
          into: columns.pointer.map { $0 + offsets[piece] }, capacity: capacities[piece],
          stopsAtQuotes: pieces > 1)
      }
    }
    // A line break in quotes may lie at a cut: from the first piece with a quote or a fault on, the
    // text is parsed again in one go. The pieces before it had no quotes, so its start is a row's.
    var settled = outcomes.compactMap { $0 }
    if pieces > 1, let first = settled.firstIndex(where: { $0.hasSeenQuotes || $0.fault != nil }) {
      let rest = self.parser.parse(
        self.text, from: cuts[first], to: self.text.count, isLast: isLast,
        into: pointers.map { $0 + offsets[first] }, capacity: offsets[pieces] - offsets[first])
      settled.replaceSubrange(first..., with: [rest])
    }
    return settled
  }

  /// Closes the gaps that comments and blank lines left between the pieces' rows.
  private func gather(
    _ numbers: inout [[Double]], _ outcomes: [RowParser.Outcome], _ offsets: [Int]
  ) -> ([Column], Int) {
    let rows = outcomes.reduce(0) { $0 + $1.rows }
    var columns: [Column] = []
    for (request, column) in parser.columns.enumerated() {
      switch column.content {
      case .text: columns.append(.text(outcomes.flatMap { $0.texts[request] }))
      case .dates: columns.append(.dates(outcomes.flatMap { $0.dates[request] }))
      case .numbers, .checkedNumbers, .numericTimes:
        var values: [Double] = []
        swap(&values, &numbers[request])
        if values.count != rows {
          var end = 0
          values.withUnsafeMutableBufferPointer { values in
            for (piece, outcome) in outcomes.enumerated() {
              if let base = values.baseAddress, offsets[piece] != end {
                (base + end).update(from: base + offsets[piece], count: outcome.rows)
              }
              end += outcome.rows
            }
          }
          values.removeLast(values.count - rows)
        }
        columns.append(.numbers(values))
      }
    }
    return (columns, rows)
  }

  /// Calls `body` with a pointer to each array's elements.
  private static func withPointers(
    _ arrays: inout [[Double]], from index: Int = 0,
    _ pointers: [UnsafeMutablePointer<Double>] = [],
    _ body: ([UnsafeMutablePointer<Double>]) -> Void
  ) {
    guard index < arrays.count else { return body(pointers) }
    var array: [Double] = []
    swap(&array, &arrays[index])
    array.withUnsafeMutableBufferPointer { buffer in
      // An empty array's pointer is never written through.
      let base = buffer.baseAddress ?? UnsafeMutablePointer(bitPattern: 8).unsafelyUnwrapped
      withPointers(&arrays, from: index + 1, pointers + [base], body)
    }
    swap(&array, &arrays[index])
  }
}
