import CSV
import Files

extension FuzzTarget {
  /// A table's first two columns. Numbers that are checked alone must be refused, or be 0, exactly where those
  /// that are read are.
  static let table = FuzzTarget(name: "table") { given in
    let source = given.source
    for policy in [MissingPolicy.refuse, .skip] {
      func columns(_ content: ColumnRequest.Content) -> [Column]? {
        try? Table(reading: source, format: TableFormat(missing: policy), jobs: 1) {
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
  }

  /// A matrix without a header.
  static let matrix = FuzzTarget(name: "matrix") { given in
    guard let matrix = try? Matrix(reading: Array(given.bytes), file: "m.csv") else { return }
    precondition(matrix.values.allSatisfy(\.isFinite))
  }
}
