import RealModule
import Systems
import Testing

@Suite struct SamplingRateTests {
  /// k/n with so many decimals, as most programs write them.
  private func stamps(_ rate: Int, from first: Int, count: Int, decimals: Int) -> [Double] {
    let scale = Double.exp10(Double(decimals))
    return (first..<first + count).map { (Double($0) / Double(rate) * scale).rounded() / scale }
  }

  @Test(arguments: [3, 7, 30, 60, 300, 1024, 44_100, 48_000])
  func `samples at k/n are found by what was written of them`(_ rate: Int) throws {
    for first in [0, -17, 1000] {
      // Enough of them that no other rate explains the last one.
      let count = 20 * rate + 3
      for decimals in [6, 9] where decimals == 9 || rate < 1000 {
        let written = stamps(rate, from: first, count: min(count, 60_000), decimals: decimals)
        #expect(TimeGrid.samplingRate(of: written) == rate)
        #expect(try TimeGrid(stamps: written).step == 1 / Double(rate))
        let last = Double(first + written.count - 1) / Double(rate)
        #expect(try TimeGrid(stamps: written).last == last)
      }
    }
  }

  @Test func `what several rates explain, or none, stays as it is`() throws {
    // Three samples of 44.1 kHz with six decimals could be of some hundreds of rates.
    #expect(TimeGrid.samplingRate(of: [0, 0.000023, 0.000045]) == nil)
    #expect(TimeGrid.samplingRate(of: [0, 0.033333, 0.066667, 0.100002]) == nil)
    #expect(TimeGrid.samplingRate(of: [0, 0.1, 0.2]) == nil)
    #expect(try TimeGrid(stamps: [0, 0.033333, 0.066667, 0.100002]).step == nil)
  }

  @Test(arguments: [(30, 6), (44_100, 17)])
  func `the discrete convolution of samples at k/n is on their grid`(rate: Int, decimals: Int) throws {
    let times = decimals == 17
      ? (0..<40).map { Double($0) / Double(rate) } : stamps(rate, from: 0, count: 40, decimals: decimals)
    let ones = try Signal(times: times, values: times.map { _ in 1 }, between: .nothing)
    let product = try ones.convolved(with: ones).impulses(until: .infinity)
    // 1 2 … 40 … 2 1 at k/n.
    let weights = (0..<79).map { Double(min($0 + 1, 79 - $0)) }
    let instants = (0..<79).map { Double($0) / Double(rate) }
    #expect(product.map(\.weight) == weights)
    #expect(product.map(\.time) == instants)
  }

  @Test func `trains whose steps have a common part meet on its grid`() throws {
    // 0, 0.6, 1.2, … and 0, 0.4, 0.8, …: sums are multiples of 0.2.
    let a = Signal.events((0..<300).map { Event(time: Double(6 * $0) / 10, weight: 1) })
    let b = Signal.events((0..<300).map { Event(time: Double(4 * $0) / 10, weight: 1) })
    let product = try a.convolved(with: b).impulses(until: .infinity)
    var expected: [Int: Double] = [:]
    for i in 0..<300 { for j in 0..<300 { expected[3 * i + 2 * j, default: 0] += 1 } }
    for event in product where event.weight != 0 {
      let place = Int((event.time * 5).rounded())
      #expect(event.weight == expected[place])
      #expect(event.time == Double(2 * place) / 10)
    }
    #expect(product.count { $0.weight != 0 } == expected.count)
  }
}
