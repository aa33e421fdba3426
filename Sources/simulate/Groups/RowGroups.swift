/// The rows of a table by the text of one column, in the order in which the texts first appear.
struct RowGroups {
  /// Rows of one group, in the order of the file.
  enum Rows: RandomAccessCollection {
    case range(Range<Int>)
    case listed(ArraySlice<Int>)

    init(_ range: Range<Int>) { self = .range(range) }

    var startIndex: Int { 0 }

    var endIndex: Int {
      switch self {
      case .range(let range): range.count
      case .listed(let rows): rows.count
      }
    }

    subscript(k: Int) -> Int {
      switch self {
      case .range(let range): range.lowerBound + k
      case .listed(let rows): rows[rows.startIndex + k]
      }
    }
  }

  /// The texts, each once.
  private(set) var labels: [String] = []
  private var places: [String: Int] = [:]
  /// Where each group's rows begin, and the end.
  private var starts: [Int] = [0]
  /// The rows, group by group; nil where the table itself is in that order.
  private var order: [Int]?

  /// Groups the rows of a table.
  ///
  /// - Parameter texts: the column's text in each row.
  /// - Complexity: O(n).
  init(_ texts: [String]) {
    var group: [Int] = []
    var counts: [Int] = []
    var isInOrder = true
    for (row, text) in texts.enumerated() {
      let place: Int
      if row > 0, text == texts[row - 1] {
        place = group[row - 1]
      } else if let known = places[text] {
        place = known
        isInOrder = false
      } else {
        place = labels.count
        places[text] = place
        labels.append(text)
        counts.append(0)
      }
      group.append(place)
      counts[place] += 1
    }
    for count in counts { starts.append(starts[starts.count - 1] + count) }
    guard !isInOrder else { return }
    var next = starts
    var sorted = [Int](repeating: 0, count: texts.count)
    for (row, place) in group.enumerated() {
      sorted[next[place]] = row
      next[place] += 1
    }
    order = sorted
  }

  /// The rows of a group; none where there is no such group.
  func rows(of label: String) -> Rows {
    guard let place = places[label] else { return Rows(0..<0) }
    let range = starts[place]..<starts[place + 1]
    return order.map { .listed($0[range]) } ?? .range(range)
  }
}
