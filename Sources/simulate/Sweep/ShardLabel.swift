import CSV

/// The last line of a shard: what it is a share of, and how to tell that it is whole.
///
///     #simulate-sweep plan=… shard=3/100 first=20 runs=10 total=1000 header=12 rows=900 bytes=8123 xxh64=… line=…
struct ShardLabel: Hashable {
  /// The plan's hash.
  var plan: String
  /// Which share.
  var share: Share
  /// The first run, from 0.
  var first: Int
  /// The number of runs.
  var runs: Int
  /// The number of runs of the whole sweep.
  var total: Int
  /// The number of bytes of the first line.
  var header: Int
  /// The number of rows after it.
  var rows: Int
  /// The number of bytes before this line.
  var bytes: Int
  /// The XXH64 of the bytes before this line.
  var sum: String

  /// What every such line begins with.
  static let mark = "#simulate-sweep "
  /// No such line is longer.
  static let longest = 512

  /// The line, with its end.
  var line: String {
    CheckedLine.text(
      Self.mark + "plan=\(plan) shard=\(share.text) first=\(first) runs=\(runs) total=\(total) "
        + "header=\(header) rows=\(rows) bytes=\(bytes) xxh64=\(sum)")
  }

  /// Makes a label from its parts.
  init(
    plan: String, share: Share, total: Int, header: Int, rows: Int, bytes: Int, sum: String
  ) {
    let range = share.runs(of: total)
    self.plan = plan
    self.share = share
    self.total = total
    self.header = header
    self.rows = rows
    self.bytes = bytes
    self.sum = sum
    first = range.lowerBound
    runs = range.count
  }

  /// Reads a line without its end; nil where it is none of ours.
  ///
  /// Its own checksum, and the runs of its share, must agree with what it says.
  init?(_ line: String) {
    guard line.hasPrefix(Self.mark) else { return nil }
    var fields: [String: String] = [:]
    for word in line.dropFirst(Self.mark.count).split(separator: " ") {
      guard let equals = word.firstIndex(of: "=") else { return nil }
      fields[String(word[..<equals])] = String(word[word.index(after: equals)...])
    }
    func number(_ name: String) -> Int? { fields[name].flatMap { Int($0) }.flatMap { $0 < 0 ? nil : $0 } }
    guard let plan = fields["plan"], let sum = fields["xxh64"],
      let share = try? Share(fields["shard"] ?? "", environment: { _ in nil }),
      let total = number("total"), let header = number("header"), let rows = number("rows"),
      let bytes = number("bytes"), total <= VariedValues.most, header <= bytes
    else { return nil }
    self.init(
      plan: plan, share: share, total: total, header: header, rows: rows, bytes: bytes, sum: sum)
    guard self.line == line + "\n" else { return nil }
  }

  /// The name of the file of a share of a plan, as long for every share, so that a list is sorted.
  static func fileName(_ share: Share, plan: String, ending: String = ".csv") -> String {
    let width = "\(share.count)".count
    let number = "\(share.number)"
    let padded = String(repeating: "0", count: width - number.count) + number
    return "shard-\(padded)-of-\(share.count)-\(plan.prefix(16))\(ending)"
  }
}
