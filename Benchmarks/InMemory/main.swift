// Times calls of the library: in-memory ROUNDS JOB..., one line "job<TAB>case<TAB>median ms" each.
import Systems

/// Numbers that look random, the same in every run.
struct Noise {
  private var state: UInt64 = 88_172_645_463_325_252

  mutating func next() -> Double {
    state ^= state << 13
    state ^= state >> 7
    state ^= state << 17
    return Double(Int64(bitPattern: state) >> 11) * 0x1p-52
  }

  mutating func array(_ count: Int) -> [Double] { (0..<count).map { _ in next() } }
}

let rounds = max(1, Int(CommandLine.arguments.dropFirst().first ?? "") ?? 15)
let jobs = CommandLine.arguments.dropFirst(2)
nonisolated(unsafe) var sink = 0.0

/// Prints the median time of a call, after one that is not counted.
func time(_ job: String, _ name: String, _ call: () throws -> Double) rethrows {
  let clock = ContinuousClock()
  sink += try call()
  var times: [Double] = []
  for _ in 0..<rounds {
    let start = clock.now
    sink += try call()
    let parts = (clock.now - start).components
    times.append(Double(parts.seconds) * 1e3 + Double(parts.attoseconds) * 1e-15)
  }
  times.sort()
  print("\(job)\t\(name)\t\(times[times.count / 2])")
}

var noise = Noise()
if jobs.contains("J2") {
  for (n, m) in [(1_000_000, 1_000), (1_000_000, 100_000), (10_000_000, 10_000)] {
    let x = noise.array(n)
    let h = noise.array(m)
    time("J2", "\(n) x \(m)") { convolve(x, h)[m] }
  }
}
if jobs.contains("J3") {
  var at = 0.0
  let events = (0..<1_000_000).map { _ -> Event in
    at += 0.1 * (1 + noise.next())
    return Event(time: at, weight: 1 + 0.5 * noise.next())
  }
  let bateman = try System(TransferFunction(numerator: [0.45], denominator: [1, 0.55, 0.025]))
  let rows = OutputTimes.grid(TimeGrid(start: 0, step: 0.1, count: 1_000_000))
  try time("J3", "1e6 impulses, two exponentials, 1e6 rows") {
    try bateman.response(to: .events(events)).sampled(at: rows).values[999_999]
  }
}
if jobs.contains("J4") {
  var at = 0.0
  let events = (0..<100_000).map { _ -> Event in
    at += 1 + noise.next()
    return Event(time: at, weight: 1 + 0.5 * noise.next())
  }
  let response = try Signal(
    times: (0..<10_000).map { Double($0) / 10 }, values: noise.array(10_000), between: .linear)
  // Decimal times, as the samples': 0.1 as a double is another grid.
  let rows = OutputTimes.grid(try TimeGrid((0..<1_000_000).map { Double($0) / 10 }))
  try time("J4", "1e5 impulses, 1e4 samples, 1e6 rows") {
    try Signal.events(events).convolved(with: response).sampled(at: rows).values[999_999]
  }
}
if jobs.contains("prices") { try Prices().measure() }
