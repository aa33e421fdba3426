import CSV
import Files
import Runs
import Systems

/// A large file of impulses that lie on the response's own grid, in time order: looked through
/// once, and read again while rows are written, so that memory does not grow with it.
struct EvenFile {
  /// The file.
  var source: Source
  /// What its impulses are known to lie on.
  var train: EvenTrain
  private var columns: [Int]

  /// Smaller files are held in memory.
  private static let least = 1 << 26

  /// Looks through a file; nil where it is small, or anything but impulses on the grid.
  ///
  /// - Throws: nothing but what reading a header throws to whoever reads the file whole.
  init?(_ options: InputOptions, _ response: Response, _ reader: Reader) throws {
    guard options.input.count == 1, options.rate.isEmpty, options.conditions.isEmpty,
      reader.format == TableFormat(), options.inputColumns == nil, response.parts.count == 1,
      case .file(let path) = try Value(options.input[0], option: "--input")
    else { return nil }
    guard let status = try? FileStatus.of(path), status.kind == .regular,
      status.size >= EvenFile.least
    else { return nil }
    source = Source(path)
    var requests: [Int] = []
    guard
      var stream = try? TableStream(reading: source, jobs: reader.jobs, choosing: { header in
        let columns = try EventColumns(header)
        guard let time = columns.indices[.time], let amount = columns.indices[.amount],
          columns.indices.count == 2, columns.subjects.isEmpty
        else { return [] }
        requests = [time, amount]
        // Of the amounts only the first and the last that isn't 0 count now.
        return [ColumnRequest(time, .times), ColumnRequest(amount, .checkedNumbers)]
      }), !requests.isEmpty
    else { return nil }
    columns = requests
    var found: EvenTrain?
    // A fault is left to whoever reads the file whole.
    while let block = try? stream.next() {
      guard case .numbers(let times) = block[0] else { return nil }
      if found == nil, let first = times.first {
        found = EvenTrain(first: first, response: response.system.impulseResponse)
      }
      guard found != nil, EvenFile.withEvents(block, { found?.take($0) == true }) else {
        return nil
      }
    }
    guard let found, stream.isAtEnd else { return nil }
    train = found
  }

  /// Reads the impulses again, block by block, into a rule; of a file without a gap only the amounts.
  ///
  /// - Throws: `CSVError`, also where the file has changed; what `yield` throws.
  func append(
    to rule: inout EvenSuperposition, jobs: Int,
    yield: (UnsafeBufferPointer<Double>) throws -> Void
  ) throws {
    let isGapless = train.isGapless
    var stream = try TableStream(reading: source, jobs: jobs) { _ in
      isGapless
        ? [ColumnRequest(columns[1], .numbers)]
        : [ColumnRequest(columns[0], .times), ColumnRequest(columns[1], .numbers)]
    }
    var count = 0
    while let block = try stream.next() {
      if isGapless {
        try block[0].numbers.withUnsafeBufferPointer {
          try rule.append($0, at: count, yield: yield)
        }
      } else {
        try EvenFile.withEvents(block) { try rule.append($0, yield: yield) }
      }
      count += block[0].count
    }
    guard count == train.count else {
      throw stream.error("a file must not change while it is read, found \(count) rows after \(train.count)")
    }
  }

  private static func withEvents<Result>(
    _ block: [Column], _ body: (UnsafeBufferPointer<Event>) throws -> Result
  ) rethrows -> Result {
    let times = block[0].numbers
    let amounts = block[1].numbers
    let events = [Event](unsafeUninitializedCapacity: times.count) { buffer, count in
      for k in times.indices { buffer[k] = Event(time: times[k], weight: amounts[k]) }
      count = times.count
    }
    return try events.withUnsafeBufferPointer(body)
  }
}
