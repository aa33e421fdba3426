internal import CNumberText

/// A block of rows as the C printer takes it; valid within `with` alone.
struct PrintedRows: @unchecked Sendable {
  var rows: cnt_rows
  var count: Int
  /// The most bytes of a row.
  var longest: Int

  /// Prints rows from `first` on; returns how many, and the bytes.
  func print(_ first: Int, _ count: Int, into text: UnsafeMutablePointer<CChar>) -> (Int, Int) {
    var end: UnsafeMutablePointer<CChar>?
    let printed = withUnsafePointer(to: rows) { cnt_print_rows($0, first, count, text, &end) }
    return (printed, end.map { $0 - text } ?? 0)
  }

  /// Calls `body` with the block.
  static func with(
    _ times: TimeColumn, _ columns: [[Double]], _ prefix: String, digits: Int?, timeDigits: Int?,
    _ body: (PrintedRows) -> Void
  ) {
    withPointers(columns) { values in
      var values = values
      let prefix = Array(prefix.utf8.map { CChar(bitPattern: $0) })
      prefix.withUnsafeBufferPointer { prefix in
        values.withUnsafeMutableBufferPointer { values in
          var rows = cnt_rows()
          rows.prefix = prefix.baseAddress
          rows.prefix_count = prefix.count
          rows.values = UnsafePointer(values.baseAddress)
          rows.columns = Int32(columns.count)
          rows.digits = Int32(digits ?? 0)
          rows.time_digits = Int32(timeDigits ?? 0)
          func call(_ rows: cnt_rows, labelled: Bool = false) {
            let longest = withUnsafePointer(to: rows) { cnt_longest_row($0) }
            body(PrintedRows(rows: rows, count: times.count, longest: longest))
          }
          switch times {
          case .grid(let grid):
            rows.start = grid.start
            rows.step = grid.step
            rows.scale = Int32(grid.scale)
            call(rows)
          case .numbers(let times):
            times.withUnsafeBufferPointer {
              rows.times = $0.baseAddress
              call(rows)
            }
          case .dates(let dates, let format):
            var labels: [UInt8] = []
            var offsets: [Int32] = [0]
            for date in dates {
              labels += date.utf8(format)
              offsets.append(Int32(labels.count))
            }
            labels.withUnsafeBufferPointer { labels in
              offsets.withUnsafeBufferPointer { offsets in
                labels.withMemoryRebound(to: CChar.self) { rows.labels = $0.baseAddress }
                rows.offsets = offsets.baseAddress
                call(rows)
              }
            }
          }
        }
      }
    }
  }

  private static func withPointers(
    _ columns: [[Double]], from index: Int = 0, _ pointers: [UnsafePointer<Double>?] = [],
    _ body: ([UnsafePointer<Double>?]) -> Void
  ) {
    guard index < columns.count else { return body(pointers) }
    columns[index].withUnsafeBufferPointer { buffer in
      withPointers(columns, from: index + 1, pointers + [buffer.baseAddress], body)
    }
  }
}
