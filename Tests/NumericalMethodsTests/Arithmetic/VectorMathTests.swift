import NumericalMethods
import RealModule
import Testing

@Suite struct VectorMathTests {
  /// |a - b| in units of the last place of b.
  func ulps(_ a: Double, _ b: DoubleDouble) -> Double {
    abs((DoubleDouble(a) - b).hi) / b.hi.ulp
  }

  @Test func `exponentials are within one unit in the last place`() {
    let x = (0..<2000).map { Double($0) * 0.7077 - 707 }
    for (x, y) in zip(x, VectorMath.exponentials(of: x)) {
      #expect(ulps(y, DoubleDouble(x).exponential()) < 0.9)
    }
  }

  @Test func `exponentials beyond the range are exact zeros and infinities`() {
    let y = VectorMath.exponentials(of: [-746, -1e300, -.infinity, 710, 1e300, .infinity, 0])
    #expect(y == [0, 0, 0, .infinity, .infinity, .infinity, 1])
    #expect(VectorMath.exponentials(of: [.nan, 1])[0].isNaN)
    // e^-740 = 4.2e-322 is 85 steps of the smallest subnormal.
    #expect(VectorMath.exponentials(of: [-740]) == [85 * Double.leastNonzeroMagnitude])
  }

  @Test func `an element does not depend on its place`() {
    let y = VectorMath.exponentials(of: [Double](repeating: 0.3, count: 37))
    #expect(Set(y).count == 1)
  }

  @Test func `weights keep the exponential's accuracy for large exponents and large times`() {
    let times = (0..<500).map { 1e6 + Double($0) * 1.371 }
    let amounts = times.map { 1 / $0 }
    let origin = DoubleDouble(hi: 1e6 + 0.1, lo: 1e-12)
    var weights = [Double](repeating: 0, count: times.count)
    times.withUnsafeBufferPointer { times in
      amounts.withUnsafeBufferPointer { amounts in
        weights.withUnsafeMutableBufferPointer {
          VectorMath.weights(
            amounts: amounts, times: times, rate: -0.77, origin: origin, into: $0)
        }
      }
    }
    for i in times.indices {
      let expected = ((times[i] - origin) * -0.77).exponential() * amounts[i]
      #expect(ulps(weights[i], expected) < 2)
    }
  }

  @Test(arguments: [3.0, 250, 20_000])
  func `complex weights are within three units in the last place`(frequency: Double) {
    let times = (0..<700).map { Double($0) * 0.37 }
    var real = times
    var imaginary = [Double](repeating: 0, count: times.count)
    // In place: the times' own buffer takes the real parts.
    real.withUnsafeMutableBufferPointer { re in
      imaginary.withUnsafeMutableBufferPointer { im in
        VectorMath.weights(
          amounts: nil, times: UnsafeBufferPointer(re), rate: -0.2, frequency: frequency,
          origin: 0.25, into: re, im)
      }
    }
    for i in times.indices {
      let lag = DoubleDouble(times[i]) - 0.25
      let size = (lag * -0.2).exponential()
      let angle = (lag * frequency).sineAndCosine()
      if abs(lag.hi * frequency) < 1e6 {
        #expect(ulps(real[i], size * angle.cosine) < 3)
        #expect(ulps(imaginary[i], size * angle.sine) < 3)
      } else {
        #expect(abs((real[i] - size * angle.cosine).hi) < 3 * size.hi.ulp)
        #expect(abs((imaginary[i] - size * angle.sine).hi) < 3 * size.hi.ulp)
      }
    }
  }

  @Test(arguments: [0, 1, 7, 8, 9, 100])
  func `sums and dot products count every element once`(count: Int) {
    let x = (0..<count).map { Double($0) - 3 }
    // Small integers: every order of addition gives the same.
    #expect(VectorMath.sum(x) == x.reduce(0, +))
    #expect(VectorMath.sumOfMagnitudes(x) == x.map(abs).reduce(0, +))
    #expect(VectorMath.dot(x, x) == x.map { $0 * $0 }.reduce(0, +))
  }
}

@Suite struct CompensatedSumTests {
  @Test func `a large term that comes and goes loses nothing`() {
    var sum = CompensatedSum()
    for term in [1, 1e100, 1, -1e100] { sum.add(term) }
    #expect(sum.value == 2)
  }

  @Test func `products are added without their rounding`() {
    var sum = CompensatedSum()
    sum.addProduct(1 + 0x1p-30, 1 - 0x1p-30)
    sum.add(-1)
    #expect(sum.value == -0x1p-60)
  }

  @Test func `a Chebyshev series is its definition, wherever an element stands`() {
    // Σ cₖ cos(k arccos x) at the place x of each lag in the panel.
    let coefficients = (0..<17).map { k -> Double in (k % 2 == 0 ? 1 : -1) * Double.pow(0.6, Double(k)) }
    let (panel, origin) = (2.5...4.0, DoubleDouble.sum(1e6, 0.125))
    for count in [1, 7, 8, 9, 31, 32, 33, 77] {
      let times = (0..<count).map { k -> Double in 1e6 + 2.625 + 1.5 * Double(k) / 77 }
      var values = [Double](repeating: 0, count: count)
      coefficients.withUnsafeBufferPointer { c in
        times.withUnsafeBufferPointer { times in
          values.withUnsafeMutableBufferPointer {
            VectorMath.chebyshev(c, over: panel, times: times, origin: origin, into: $0)
          }
        }
      }
      for (time, value) in zip(times, values) {
        let lag: Double = time - 1e6 - 0.125
        let x: Double = 2 * (lag - 2.5) / 1.5 - 1
        var sum = 0.0
        for (k, c) in coefficients.enumerated() {
          let angle = Double.acos(min(1, max(-1, x)))
          sum += c * Double.cos(Double(k) * angle)
        }
        #expect(abs(value - sum) < 2e-14)
        var alone = [0.0]
        coefficients.withUnsafeBufferPointer { c in
          [time].withUnsafeBufferPointer { time in
            alone.withUnsafeMutableBufferPointer {
              VectorMath.chebyshev(c, over: panel, times: time, origin: origin, into: $0)
            }
          }
        }
        #expect(alone == [value])
      }
    }
  }

  @Test func `products are added without loss`() {
    var sums = [Double](repeating: 1e16, count: 19)
    var lost = [Double](repeating: 0, count: 19)
    let ones = [Double](repeating: 1, count: 19)
    for weight in [0.5, 3.0, -1e16] {
      ones.withUnsafeBufferPointer { ones in
        sums.withUnsafeMutableBufferPointer { sums in
          lost.withUnsafeMutableBufferPointer {
            VectorMath.addProducts(of: ones, by: weight, to: sums, $0)
          }
        }
      }
    }
    #expect(zip(sums, lost).allSatisfy { $0 + $1 == 3.5 })
  }
}
