import Systems
import Testing

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

private let lump = ClosedForm(on: 0...Double.infinity) { t in t * t * sqrt(t) * exp(-t / 3) }
private let decay = ClosedForm(on: 0...Double.infinity) { exp(-$0) }
private let pole = ClosedForm(
  text: "t^(-1/2)", on: 0...Double.infinity, startExponent: -0.5
) { times, values in
  for k in times.indices { values[k] = 1 / times[k].squareRoot() }
}

private func values(
  _ train: Train, _ form: ClosedForm, _ times: [Double], delay: Double = 0, side: Side = .after,
  jobs: Int = 1
) throws -> [Double] {
  let rows = Rows(times: times, side: side, jobs: jobs)
  return try eventsThroughClosedForm(train, delay: delay, form, at: rows).values
}

@Suite struct EventsThroughClosedFormTests {
  @Test func `one impulse gives the formula, and exactly 0 before it`() throws {
    let y = try values(Train([Event(time: 1, weight: 2)]), decay, [0, 0.5, 1, 3])
    #expect(y == [0, 0, 2, 2 * exp(-2)])
  }

  @Test func `before leaves out the impulse at the row itself, and only that`() throws {
    let train = Train([Event(time: 0), Event(time: 1)])
    #expect(try values(train, decay, [0, 1], side: .before) == [0, exp(-1)])
    #expect(try values(train, decay, [0, 1]) == [1, 1 + exp(-1)])
  }

  @Test func `lags from decimal arithmetic meet the start, the end and a corner`() throws {
    // 0.1 + 0.2 is above 0.3 as doubles; 0.3 − 0.1 − 0.2 must still be a lag of 0.
    #expect(try values(Train([Event(time: 0.1 + 0.2)]), decay, [0.3]) == [1])
    let box = ClosedForm(on: 0...0.3, breakpoints: [0.1]) { $0 < 0.1 ? 1 : 2 }
    #expect(try values(Train([Event(time: 0.6)]), box, [0.7, 0.9]) == [2, 2])
    #expect(try values(Train([Event(time: 0.6)]), box, [0.9 + 1e-9]) == [0])
  }

  @Test func `many impulses agree with the plain definition`() throws {
    let events = (0..<3000).map { k in
      Event(time: Double((k * 7919) % 3000) * 0.013, weight: Double(k % 7) - 3)
    }
    let times = (0..<40).map { Double($0) * 1.1 }
    let y = try values(Train(events), lump, times, delay: 0.25)
    for (time, value) in zip(times, y) {
      var plain = 0.0
      var size = 0.0
      for event in events where time - event.time - 0.25 >= 0 {
        let term = event.weight * (try lump.value(at: time - event.time - 0.25))
        plain += term
        size += abs(term)
      }
      #expect(abs(value - plain) <= 1e-13 * size)
    }
  }

  @Test func `a stated error holds beside a zero, where only the argument's rounding shows`() throws {
    for k in 1...200 {
      let time = (Double(k) * Double.pi / 3.3 * 0x1p40).rounded() * 0x1p-40
      var rows = Rows(times: [time], jobs: 1)
      rows.wantsErrors = true
      let tone = ClosedForm(on: 0...Double.infinity) { sin(3.3 * $0) }
      let found = try eventsThroughClosedForm(Train([Event(time: 0)]), delay: 0, tone, at: rows)
      let product = 3.3 * time
      let exact = sin(product) + cos(product) * (-product).addingProduct(3.3, time)
      #expect(abs(found.values[0] - exact) <= found.errors[0], "t = \(time)")
    }
  }

  @Test func `any number of threads gives the same bytes`() throws {
    let events = (0..<500).map { Event(time: sin(Double($0)), weight: cos(Double($0))) }
    let times = (0..<2000).map { Double($0) * 0.003 }
    let alone = try values(Train(events), lump, times)
    #expect(try values(Train(events), lump, times, jobs: 3) == alone)
  }

  @Test func `an endless past of a decay is a geometric series`() throws {
    // Σ_{n ≥ 1} e^{−(t − b + nP)} = e^{−(t − b)} / (e^P − 1).
    let past = SteadyPast(before: 2, period: 0.5, weight: 3)
    let y = try values(Train(past: [past]), decay, [2, 2.25, 7])
    for (time, value) in zip([2, 2.25, 7], y) {
      let exact = 3 * exp(-(time - 2)) / expm1(0.5)
      #expect(abs(value - exact) <= 1e-15 * exact)
    }
  }

  @Test func `an endless past of what does not decay is refused`() {
    let slow = ClosedForm(on: 0...Double.infinity) { 1 / (1 + $0) }
    #expect(throws: SystemsError.self) {
      try values(Train(past: [SteadyPast(before: 0, period: 1, weight: 1)]), slow, [0])
    }
  }

  @Test func `a singular start is named only where a row asks for it`() throws {
    let train = Train([Event(time: 1), Event(time: 1, weight: 0)])
    #expect(try values(train, pole, [0, 2]) == [0, 1])
    #expect(try values(train, pole, [1], side: .before) == [0])
    #expect(
      throws: SystemsError.notFinite(time: 1, why: "the response is infinite at an impulse")
    ) {
      try values(train, pole, [1])
    }
  }

  @Test func `a two-sided formula acts before its impulse`() throws {
    let bell = ClosedForm(on: -Double.infinity...Double.infinity) { exp(-$0 * $0) }
    let y = try values(Train([Event(time: 5)]), bell, [4, 5], side: .before)
    #expect(y == [exp(-1), 1])
  }

  /// Formulas that panels have to take as they are: smooth, endless above 0, swinging, cut off, bent and
  /// jumping, with a start that isn't smooth or is infinite, and two-sided.
  private static let forms: [ClosedForm] = [
    lump, pole,
    ClosedForm(on: 0...Double.infinity) { 1 / (1 + $0) },
    ClosedForm(on: 0...Double.infinity) { cos(3 * $0) * exp(-$0 / 7) * sqrt($0 + 0.1) },
    ClosedForm(on: 0...Double.infinity, breakpoints: [2, 5]) { t in
      t < 2 ? sqrt(1 + t) : t < 5 ? 1 + abs(t - 3.5) : exp(-t)
    },
    ClosedForm(on: 0...6.4, breakpoints: [0.3]) { t in t < 0.3 ? 1 / (1 + t) : 3 + t.squareRoot() },
    ClosedForm(on: -Double.infinity...Double.infinity) { exp(-$0 * $0 / 2) / (1 + $0 * $0) },
    ClosedForm(on: -1...Double.infinity) { ($0 + 1) * exp(-pow($0 + 1, 1.3)) },
  ]

  /// The plain definition: every impulse that acts, at its own lag; and Σ |w h|.
  private func definition(
    _ events: [Event], _ form: ClosedForm, _ time: Double, delay: Double, side: Side
  ) throws -> (value: Double, size: Double) {
    var (sum, lost, size) = (0.0, 0.0, 0.0)
    for event in events {
      let lag = Lag(from: event.time, to: time, delay: delay)
      var place = lag.high
      for corner in form.corners(-1...6.4) + [form.support.lowerBound, form.support.upperBound]
      where lag.distance(from: corner) == 0 { place = corner }
      guard form.support.contains(place) else { continue }
      if side == .before, place == 0, form.support.lowerBound == 0 { continue }
      let term = event.weight * (try form.value(at: place))
      let total = sum + term
      let back = total - sum
      lost += (sum - (total - back)) + (term - back)
      sum = total
      size += abs(term)
    }
    return (sum + lost, size)
  }

  @Test(arguments: forms.indices)
  func `many rows are read off panels and agree with the plain definition`(index: Int) throws {
    let form = Self.forms[index]
    // Impulses on the rows' grid and off it, at times around 0 and around 1e5; the last rows are far
    // beyond all of them.
    for offset in [0.0, 1e5] {
      let events = (0..<60).map { k -> Event in
        let onGrid: Double = Double(k) / 10
        let offGrid: Double = Double((k * 7919) % 600) * 0.01337
        return Event(time: offset + (k % 3 == 0 ? onGrid : offGrid), weight: Double(k % 7) - 2.5)
      }
      let times = (0..<2000).map { n -> Double in offset + Double(n - 40) / 20 }
      for (delay, side) in [(0.0, Side.after), (0.25, .before)] {
        // An infinite start can't be asked for at an impulse.
        let shift = form.startExponent == nil ? 0 : 0.0123
        let rows = Rows(times: times.map { $0 + shift }, side: side, wantsErrors: true)
        let result = try eventsThroughClosedForm(Train(events), delay: delay, form, at: rows)
        let names: [String] = result.methods.map { $0.name }
        #expect(names == ["formula read off Chebyshev polynomials"])
        let plain = Rows(times: rows.times, side: side)
        #expect(
          try eventsThroughClosedForm(Train(events), delay: delay, form, at: plain).values
            == result.values)
        for (n, time) in rows.times.enumerated() {
          let exact = try definition(events, form, time, delay: delay, side: side)
          // What the rounding of times around 1e5 does to a lag is no fault of the sum.
          let blur = offset == 0 ? 0 : 64 * offset.ulp * exact.size
          // Nor is what the rounding of an exponent, of ln h, does to h.
          let exponent = exact.size > 0 ? abs(log(exact.size)) : 0
          #expect(
            abs(result.values[n] - exact.value) <= (2e-14 + 0x1p-50 * exponent) * exact.size + blur,
            "form \(index) at \(time)")
          #expect(abs(result.values[n] - exact.value) <= result.errors[n] + blur)
          if exact.size == 0 { #expect(result.values[n] == 0) }
        }
      }
    }
  }

  @Test func `a formula that panels can't follow is asked itself`() throws {
    // A new pole every 0.001: nothing that a table of a few panels could hold.
    let rough = ClosedForm(on: 0...10) { t in (t * 1000).truncatingRemainder(dividingBy: 1) }
    let events = (0..<20).map { Event(time: 0.013 * Double($0)) }
    let times = (0..<2000).map { Double($0) * 0.0071 }
    let rows = Rows(times: times)
    let result = try eventsThroughClosedForm(Train(events), delay: 0, rough, at: rows)
    let names: [String] = result.methods.map { $0.name }
    #expect(names == ["formula at each impulse's age"])
    for (time, value) in zip(times, result.values) {
      #expect(value == (try definition(events, rough, time, delay: 0, side: .after)).value)
    }
  }

  @Test func `more than ten million lags are read off panels that agree with the formula`() throws {
    let events = (0..<20_000).map { Event(time: 0.05 * Double($0), weight: Double($0 % 5) - 1) }
    let times = (0..<501).map { 2 * Double($0) }
    let y = try values(Train(events), lump, times)
    for k in stride(from: 0, to: 501, by: 100) {
      // Fewer than 1e7 lags: evaluated one by one.
      let plain = try values(Train(events), lump, [times[k]])[0]
      #expect(abs(y[k] - plain) <= 1e-12 * abs(plain))
    }
  }
}
