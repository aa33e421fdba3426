import CSV
import Files
import Glibc

/// What a killed sweep leaves, in order.
private struct Stopped {
  /// The runs' bytes, eight bytes each.
  static let bytes: [UInt8] = (0..<8).flatMap { run in Array("run \(run),1\n".utf8) }
  static let plan = "0123456789abcdef"

  /// The journal of a part whose runs are done one by one.
  static let journal: [UInt8] = {
    var text = "simulate sweep journal 2 plan=\(plan)\n"
    for run in 0..<8 {
      var sum = XXHash64()
      bytes[8 * run..<8 * run + 8].withUnsafeBytes { sum.update($0) }
      text += SweepJournal.Entry(done: run + 1, bytes: 8 * run + 8, sum: sum.finish()).line
    }
    return Array(text.utf8)
  }()

  /// A whole shard.
  static let shard: [UInt8] = {
    let body = Array("k,t,y\n1,0,1\n1,1,0.5\n2,0,1\n".utf8)
    var sum = ShardSum()
    body.withUnsafeBytes { sum.add($0) }
    let label = ShardLabel(
      plan: plan, share: Share(number: 3, count: 8), total: 16, header: 6, rows: 3, bytes: body.count, sum: sum.sum)
    return body + Array(label.line.utf8)
  }()
}

extension FuzzTarget {
  /// A shard's label, read as it stands; one that is taken says the same again.
  static let label = FuzzTarget(name: "label") { given in
    guard let label = ShardLabel(given.text) else { return }
    precondition(Array(label.line.utf8) == Array(given.bytes) + [0x0A])
  }

  /// A whole shard with some bytes changed: what is still taken is what it was.
  static let shard = FuzzTarget(name: "shard") { given in
    let changed = given.changing(Stopped.shard)
    let path = Given.folder + "/shard.csv"
    Given.put(changed, into: path)
    guard let file = ShardFile(path) else { return }
    if (try? file.isWhole()) == true { precondition(changed == Stopped.shard) }
  }

  /// A journal, read as it stands.
  static let journal = FuzzTarget(name: "journal") { given in
    let path = Given.folder + "/all.csv.journal"
    Given.put(given.bytes, into: path)
    guard let (entries, _) = try? SweepJournal.read(path, named: "all.csv", identity: Stopped.plan) else { return }
    precondition(zip(entries, entries.dropFirst()).allSatisfy { $0.done <= $1.done && $0.bytes < $1.bytes })
  }

  /// A stopped sweep's part and journal with some bytes changed: what counts is a beginning of what was written.
  static let part = FuzzTarget(name: "part") { given in
    let (choice, rest) = given.chosen
    let target = Given.folder + "/all.csv"
    Given.put(choice & 1 == 0 ? rest.changing(Stopped.journal) : Stopped.journal, into: target + ".journal")
    let bytes = choice & 2 == 0 ? rest.changing(Stopped.bytes) : Stopped.bytes
    Given.put(bytes, into: target + ".part")
    defer { for end in ["", ".part", ".journal"] { unlink(target + end) } }
    guard let part = try? PartFile(target, named: "all.csv", identity: Stopped.plan, count: 8) else { return }
    precondition(part.bytes == 8 * part.done && part.done <= 8)
    precondition(bytes.starts(with: Stopped.bytes[..<part.bytes]))
  }
}
