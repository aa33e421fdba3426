import CSV
import Files
import Glibc
import Runs

/// A shard of a population as it lies in its directory: an array of NumPy's, a row for each time of each output and
/// a column for each run of the share, and behind it what its bands are asked for.
///
///     numpy.load("shard-….npy")      the values
struct BandShard {
  private let shard: ShardFile
  private let text: [String]
  /// The first run, and how many.
  let runs: Range<Int>
  /// What is asked for.
  let columns: [BandColumn]
  let digits: Int?
  let outputs: Int
  let rows: Int
  /// The runs of each combination.
  let replicates: Int

  /// How the files are named.
  static let ending = ".npy"
  private static let mark = "#bands "

  /// The beginning of the file: NumPy's header.
  static func start(rows: Int, runs: Int) -> [UInt8] { ArrayWriter.header(rows: rows, runs) }

  /// The line that says what is asked for.
  static func question(_ columns: [BandColumn], digits: Int?, outputs: Int, rows: Int, runs: Int) -> String {
    let list = columns.map(\.text).joined(separator: ",")
    return mark + "columns=\(list) digits=\(digits ?? 0) outputs=\(outputs) rows=\(rows) runs=\(runs)\n"
  }

  /// Reads what stands behind the array of a shard that is whole.
  ///
  /// - Throws: `Failure` (65) for one that holds no bands.
  init(_ shard: ShardFile) throws {
    let label = shard.label
    runs = label.share.runs(of: label.total)
    self.shard = shard
    let wrong = Failure(.badText, "\(shard.path): must hold bands, found something else")
    guard let bytes = try? Self.tail(of: shard, runs: runs.count) else { throw wrong }
    var lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    guard lines.count > 2, lines[0].hasPrefix(Self.mark) else { throw wrong }
    var fields: [String: String] = [:]
    for word in lines.removeFirst().dropFirst(Self.mark.count).split(separator: " ") {
      let parts = word.split(separator: "=", maxSplits: 1).map(String.init)
      if parts.count == 2 { fields[parts[0]] = parts[1] }
    }
    func number(_ name: String) throws -> Int {
      guard let value = fields[name].flatMap({ Int($0) }), value >= 0 else { throw wrong }
      return value
    }
    columns = try BandColumn.read(fields["columns"] ?? "")
    let places = try number("digits")
    digits = places == 0 ? nil : places
    (outputs, rows, replicates) = (try number("outputs"), try number("rows"), max(1, try number("runs")))
    lines.removeLast()
    text = lines
  }

  private static func tail(of shard: ShardFile, runs: Int) throws -> [UInt8] {
    let descriptor = try Descriptor.openRegular(shard.path, .reading)
    defer { descriptor.close() }
    // How many rows the array has stands in its header.
    var first = [UInt8](repeating: 0, count: shard.label.header)
    _ = try first.withRoom { (room) throws(SystemFault) in try descriptor.read(into: room, from: 0) }
    let shape = String(decoding: first, as: UTF8.self).split(separator: "(").last?.prefix { $0 != "," } ?? ""
    guard let rows = Int(shape) else { return [] }
    let place = shard.label.header + 8 * rows * runs
    guard place <= shard.label.bytes else { return [] }
    var bytes = [UInt8](repeating: 0, count: shard.label.bytes - place)
    let read = try bytes.withRoom { (room) throws(SystemFault) in try descriptor.read(into: room, from: place) }
    return read == bytes.count ? bytes : []
  }

  /// The first line of what is merged.
  var header: String { text[0] + "\n" }

  /// What stands first in a row of a combination.
  func prefix(combination: Int, row: Int) -> String {
    text[1 + (combination - runs.lowerBound / replicates) * rows + row]
  }

  /// Puts its values of a combination's runs into a block.
  ///
  /// - Throws: `Failure` (74).
  func fill(_ block: BandBlock, combination: Int, from first: Int) throws {
    let all = combination * replicates..<(combination + 1) * replicates
    let own = runs.clamped(to: all)
    if own.isEmpty { return }
    do throws(SystemFault) {
      let descriptor = try Descriptor.openRegular(shard.path, .reading)
      defer { descriptor.close() }
      for output in 0..<outputs {
        for row in 0..<block.rows {
          let place = (output * rows + first + row) * runs.count + own.lowerBound - runs.lowerBound
          let target = (output * block.rows + row) * block.runs + own.lowerBound - all.lowerBound
          let room = UnsafeMutableRawBufferPointer(
            UnsafeMutableBufferPointer(rebasing: block.values[target..<target + own.count]))
          let read = try descriptor.read(into: room, from: shard.label.header + 8 * place)
          guard read == room.count else { throw SystemFault(EIO) }
        }
      }
    } catch {
      throw Failure(.inputOutput, "\(shard.path): reading stopped: \(error.reason)")
    }
  }
}
