import CSV
import NumericalMethods
import Runs

/// The shards of a population, put together.
struct BandMerge {
  private let shards: [BandShard]

  /// Takes all shards, in the order of their runs.
  ///
  /// - Throws: `Failure` (65).
  init(_ shards: [ShardFile]) throws { self.shards = try shards.map { try BandShard($0) } }

  /// Writes the bands: byte for byte what one call writes.
  ///
  /// - Throws: `Failure`, `CSVError`.
  func write(to output: StreamOutput, jobs: Int) throws {
    guard let first = shards.first else { return }
    try output.write(first.header)
    let total = shards.reduce(0) { $0 + $1.runs.count }
    let most = BandBlock.rowsAtATime(of: first.rows, outputs: first.outputs, runs: first.replicates)
    for combination in 0..<total / first.replicates {
      let place = combination * first.replicates
      guard let naming = shards.first(where: { $0.runs.contains(place) }) else { continue }
      for row in stride(from: 0, to: first.rows, by: most) {
        let block = BandBlock(outputs: first.outputs, rows: min(most, first.rows - row), runs: first.replicates)
        for shard in shards { try shard.fill(block, combination: combination, from: row) }
        let found = block.statistics(first.columns, jobs: jobs)
        for k in 0..<block.rows {
          let numbers = found.map { NumberText.text($0[k], digits: first.digits) }
          try output.write(naming.prefix(combination: combination, row: row + k) + "," + numbers.joined(separator: ",") + "\n")
        }
      }
    }
  }
}
