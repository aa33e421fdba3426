import Glibc

/// A contiguous share of a sweep's runs: number K of N, from 1.
struct Share: Hashable {
  /// Which share.
  var number: Int
  /// How many there are.
  var count: Int

  /// The most shares.
  static let most = 1_000_000

  /// Makes share `number` of `count`.
  init(number: Int, count: Int) {
    self.number = number
    self.count = count
  }

  /// Reads `K/N`, or asks the environment for `auto` and `auto/N`.
  ///
  /// - Throws: `Failure` (64).
  init(_ text: String, environment: (String) -> String? = Share.environment) throws {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
    if parts[0] == "auto", parts.count <= 2 {
      let count = try parts.count == 2
        ? Number.integer(parts[1], option: "--shard", in: 1...Share.most) : nil
      self = try Share.automatic(count, environment)
      return
    }
    guard parts.count == 2, let number = Int(parts[0]), let count = Int(parts[1]),
      (1...Share.most).contains(count), (1...count).contains(number)
    else {
      throw Failure.option(
        "--shard", "K/N with K from 1 to N, auto or auto/N is needed, found '\(text)'")
    }
    self.init(number: number, count: count)
  }

  private static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  /// The share that the engine's own variables name.
  private static func automatic(_ count: Int?, _ environment: (String) -> String?) throws -> Share {
    func number(_ name: String) -> Int? { environment(name).flatMap { Int($0) } }
    if let task = number("SLURM_ARRAY_TASK_ID") {
      guard count == nil else { return try checked(task, count, "SLURM_ARRAY_TASK_ID") }
      let step = max(1, number("SLURM_ARRAY_TASK_STEP") ?? 1)
      let first = number("SLURM_ARRAY_TASK_MIN") ?? 1
      // What no integer holds is no share either.
      let (steps, overflow) = task.subtractingReportingOverflow(first)
      let place = overflow || steps / step >= Share.most ? 0 : steps / step + 1
      return try checked(place, number("SLURM_ARRAY_TASK_COUNT"), "SLURM_ARRAY_TASK_ID")
    }
    if let rank = number("OMPI_COMM_WORLD_RANK") {
      return try checked(rank < Share.most ? rank + 1 : 0, count ?? number("OMPI_COMM_WORLD_SIZE"), "OMPI_COMM_WORLD_RANK")
    }
    for name in ["PBS_ARRAY_INDEX", "PARALLEL_SEQ"] {
      if let index = number(name) { return try checked(index, count, name) }
    }
    throw Failure.option(
      "--shard", "auto needs SLURM_ARRAY_TASK_ID, PBS_ARRAY_INDEX, OMPI_COMM_WORLD_RANK or "
        + "PARALLEL_SEQ to be set, found none of them")
  }

  private static func checked(_ number: Int, _ count: Int?, _ name: String) throws -> Share {
    guard let count else {
      throw Failure.option("--shard", "\(name) does not say how many shards there are: auto/N does")
    }
    guard (1...most).contains(count), (1...count).contains(number) else {
      throw Failure.option(
        "--shard", "\(name) must name a share from 1 to \(count), found \(number); where only some "
          + "tasks are started, auto/N says how many shards there are")
    }
    return Share(number: number, count: count)
  }

  /// The runs of the share, of a sweep of `total` runs: `⌊total (K − 1)/N⌋ ..< ⌊total K/N⌋`.
  func runs(of total: Int) -> Range<Int> {
    func bound(_ k: Int) -> Int {
      let product = total.multipliedFullWidth(by: k)
      return count.dividingFullWidth(product).quotient
    }
    return bound(number - 1)..<bound(number)
  }

  /// `3/100`.
  var text: String { "\(number)/\(count)" }
}
