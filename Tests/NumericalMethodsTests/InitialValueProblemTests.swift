import NumericalMethods
import RealModule
import Testing

@Suite struct InitialValueProblemTests {
  struct Stop: Error {}

  @Test func `an oscillator keeps its sine for ten turns`() throws {
    let problem = InitialValueProblem(dimension: 2) { _, y, result in
      result[0] = y[1]
      result[1] = -y[0]
    }
    let times = (1...20).map { Double($0) * .pi }
    let states = try problem.states(from: 0, [0, 1], at: times)
    for (t, y) in zip(times, states) {
      #expect(abs(y[0] - Double.sin(t)) < 1e-10)
      #expect(abs(y[1] - Double.cos(t)) < 1e-10)
    }
  }

  @Test func `a stiff decay follows its slow part`() throws {
    // y' = -1e6 (y - cos t) - sin t, y(0) = 1: y = cos t.
    let problem = InitialValueProblem(
      dimension: 1,
      jacobian: { t, y, byState, byTime in
        byState[0] = -1e6
        byTime[0] = -1e6 * Double.sin(t) - Double.cos(t)
      },
      derivative: { t, y, result in
        result[0] = -1e6 * (y[0] - Double.cos(t)) - Double.sin(t)
      })
    let states = try problem.states(from: 0, [1], at: [0.5, 2], absolute: 1e-11, relative: 1e-11)
    #expect(abs(states[0][0] - Double.cos(0.5)) < 1e-9)
    #expect(abs(states[1][0] - Double.cos(2)) < 1e-9)
  }

  @Test func `the steps lead from the start to the end`() throws {
    let problem = InitialValueProblem(dimension: 1) { _, y, result in result[0] = -y[0] }
    var times: [Double] = []
    try problem.march(from: 1, [2], to: 4) { t, y in
      times.append(t)
      #expect(abs(y[0] - 2 * Double.exp(1 - t)) < 1e-11)
    }
    #expect(times.first == 1 && times.last == 4)
    #expect(times == times.sorted() && times.count > 2)
  }

  @Test func `errors of the right-hand side are thrown on`() {
    let problem = InitialValueProblem(dimension: 1) { t, _, result in
      if t > 0.5 { throw Stop() }
      result[0] = 1
    }
    #expect(throws: Stop.self) { try problem.states(from: 0, [0], at: [1]) }
  }

  @Test func `too many steps are refused`() {
    let problem = InitialValueProblem(dimension: 1) { t, _, result in
      result[0] = Double.sin(1e5 * t)
    }
    #expect(throws: NumericalError.self) {
      try problem.states(from: 0, [0], at: [100], limit: 50)
    }
  }
}

@Suite struct BracketTests {
  @Test func `the root of the cosine is a quarter turn`() throws {
    let root = try Bracket.root(from: 1, to: 2) { Double.cos($0) }
    #expect(abs(root - .pi / 2) <= 2 * root.ulp)
  }

  @Test func `a root at an end is that end`() throws {
    #expect(try Bracket.root(from: 3, to: 8) { $0 - 3 } == 3)
    #expect(try Bracket.root(from: 3, to: 8) { $0 - 8 } == 8)
  }

  @Test func `a step and a flat root are found by halving`() throws {
    let step = try Bracket.root(from: -10, to: 100) { $0 < 0.3 ? -1e9 : 1e-9 }
    #expect(abs(step - 0.3) < 1e-15)
    let flat = try Bracket.root(from: -1, to: 3) { ($0 - 1) * ($0 - 1) * ($0 - 1) }
    #expect(abs(flat - 1) < 1e-5)
  }

  @Test func `equal signs are refused with both values`() {
    #expect(throws: NumericalError.noSignChange(
      lower: 1, upper: 2, valueAtLower: 1, valueAtUpper: 4)
    ) {
      try Bracket.root(from: 1, to: 2) { $0 * $0 }
    }
  }

  @Test func `minima inside and at an end`() {
    let inside = Bracket.minimum(from: 0, to: 5) { ($0 - 2) * ($0 - 2) + 7 }
    #expect(abs(inside.place - 2) < 1e-7 && abs(inside.value - 7) < 1e-14)
    let atEnd = Bracket.minimum(from: 1, to: 4) { $0 }
    #expect(abs(atEnd.place - 1) < 1e-6)
  }
}
