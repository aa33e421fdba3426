import Systems
import Testing

@Suite struct ImageTests {
  @Test("a bright pixel becomes the kernel, also one of even sides")
  func point() {
    for (rows, columns) in [(3, 3), (2, 4), (1, 3), (4, 1)] {
      var numbers = LatticeNumbers(seed: 3)
      let kernel = numbers.kernel(rows, columns)
      var image = Image(width: 9, height: 8, pixels: [Double](repeating: 0, count: 72))
      image.pixels[4 * 9 + 5] = 1
      let result = image.convolved(with: kernel, edge: .zero)
      for i in 0..<rows {
        for j in 0..<columns {
          #expect(
            result[4 + i - rows / 2, 5 + j - columns / 2] == kernel.weights[i * columns + j])
        }
      }
      #expect(result.pixels.filter { $0 != 0 }.count == kernel.weights.filter { $0 != 0 }.count)
    }
  }

  @Test("one pixel by hand: the kernel is turned in a convolution and not in a correlation")
  func byHand() {
    // 1 2 3    1 2      y[1,1] = k[0,0] x[2,2] + k[0,1] x[2,1] + k[1,0] x[1,2] + k[1,1] x[1,1]
    // 4 5 6    3 4             = 1·9 + 2·8 + 3·6 + 4·5 = 63; correlated, x[0,0] + 2 x[0,1] + 3 x[1,0] + 4 x[1,1]
    // 7 8 9                    = 1 + 4 + 12 + 20 = 37
    let image = Image(width: 3, height: 3, pixels: [1, 2, 3, 4, 5, 6, 7, 8, 9])
    let kernel = Kernel(rows: 2, columns: 2, weights: [1, 2, 3, 4])
    #expect(image.convolved(with: kernel, edge: .zero)[1, 1] == 63)
    #expect(image.correlated(with: kernel, edge: .zero)[1, 1] == 37)
  }

  @Test("whole numbers are summed exactly as the definition says, for every edge, kernel and channel")
  func agreesExactly() {
    var numbers = LatticeNumbers(seed: 7)
    for (rows, columns) in [(1, 1), (3, 3), (2, 4), (5, 1), (1, 6), (7, 3), (11, 12)] {
      let kernel = numbers.kernel(rows, columns)
      let column = (0..<rows).map { _ in numbers.whole(-9...9) }
      let row = (0..<columns).map { _ in numbers.whole(1...9) }
      let product = Kernel(
        rows: rows, columns: columns, weights: column.flatMap { c in row.map { c * $0 } })
      for (width, height, channels) in [(9, 7, 1), (21, 5, 3), (1, 1, 1), (2, 3, 2), (4, 150, 1)] {
        let image = numbers.image(width, height, channels)
        for edge in Edge.allCases {
          for kernel in [kernel, product] {
            #expect(
              image.convolved(with: kernel, edge: edge).pixels
                == LatticeDefinition.sum(image, kernel, edge))
            #expect(
              image.correlated(with: kernel, edge: edge).pixels
                == LatticeDefinition.sum(image, kernel, edge, turn: -1))
          }
        }
      }
    }
  }

  @Test("large kernels, by transform, agree with the definition to rounding")
  func transformed() {
    var numbers = LatticeNumbers(seed: 11)
    for (rows, columns) in [(25, 30), (61, 13)] {
      let kernel = numbers.kernel(rows, columns)
      #expect(!kernel.isSeparable)
      for (width, height, channels) in [(40, 33, 1), (9, 20, 3)] {
        let image = numbers.image(width, height, channels)
        for edge in Edge.allCases {
          let plain = LatticeDefinition.sum(image, kernel, edge)
          let result = image.convolved(with: kernel, edge: edge).pixels
          #expect(largestDifference(result, plain) < 1e-14)
          let turned = LatticeDefinition.sum(image, kernel, edge, turn: -1)
          #expect(largestDifference(image.correlated(with: kernel, edge: edge).pixels, turned) < 1e-14)
        }
      }
    }
  }

  @Test("long sides, and sides longer than the picture, agree with the definition; boxes of whole numbers exactly")
  func longSides() {
    var numbers = LatticeNumbers(seed: 19)
    let ones = Kernel(rows: 60, columns: 52, weights: [Double](repeating: 1, count: 60 * 52))
    for (width, height, channels) in [(30, 41, 1), (9, 4, 3), (130, 6, 1)] {
      let image = numbers.image(width, height, channels, in: -255...255)
      for edge in Edge.allCases {
        #expect(image.convolved(with: ones, edge: edge).pixels == LatticeDefinition.sum(image, ones, edge))
        for side in [701, 702] {
          let weights = (0..<side).map { _ in numbers.fraction() }
          for kernel in [Kernel(rows: 1, columns: side, weights: weights), Kernel(rows: side, columns: 1, weights: weights)] {
            let plain = LatticeDefinition.sum(image, kernel, edge)
            #expect(largestDifference(image.convolved(with: kernel, edge: edge).pixels, plain) < 1e-13)
          }
        }
      }
    }
    // More pixels than weights: nothing is added up before.
    let wide = numbers.image(750, 2)
    let row = Kernel(rows: 1, columns: 701, weights: (0..<701).map { _ in numbers.fraction() })
    for edge in Edge.allCases {
      let plain = LatticeDefinition.sum(wide, row, edge)
      #expect(largestDifference(wide.convolved(with: row, edge: edge).pixels, plain) < 1e-13)
    }
    // Behind a long box nothing is left of what it has passed.
    var point = Image(width: 300, height: 1, pixels: [Double](repeating: 0, count: 300))
    point.pixels[20] = 0.1
    point.pixels[21] = -0.3
    let box = Kernel(rows: 1, columns: 61, weights: [Double](repeating: 1, count: 61))
    #expect(point.convolved(with: box, edge: .zero).pixels[52...].allSatisfy { $0 == 0 && $0.sign == .plus })
  }

  @Test("a constant picture stays as it is under a mean, exactly, and under a Gaussian to rounding")
  func constant() {
    for value in [1.0, 37, 255] {
      let image = Image(width: 13, height: 17, pixels: [Double](repeating: value, count: 13 * 17))
      for edge in [Edge.reflect, .replicate, .wrap] {
        for side in [1, 2, 3, 7, 40] {
          #expect(image.convolved(with: .box(side), edge: edge) == image)
        }
        for sigma in [0.1, 0.7, 3, 20] {
          let result = image.convolved(with: .gaussian(sigma: sigma), edge: edge)
          #expect(largestDifference(result.pixels, image.pixels) < 1e-15 * 8)
        }
      }
    }
  }

  @Test("convolution is linear, and commutes with shifts away from the edges")
  func laws() {
    var numbers = LatticeNumbers(seed: 5)
    let (a, b) = (numbers.image(30, 20), numbers.image(30, 20))
    let kernel = numbers.kernel(5, 4)
    let mixed = Image(
      width: 30, height: 20, pixels: zip(a.pixels, b.pixels).map { 3 * $0 - 2 * $1 })
    for edge in Edge.allCases {
      let (ya, yb) = (a.convolved(with: kernel, edge: edge), b.convolved(with: kernel, edge: edge))
      #expect(
        mixed.convolved(with: kernel, edge: edge).pixels
          == zip(ya.pixels, yb.pixels).map { 3 * $0 - 2 * $1 })
      // Two rows down and three columns to the right.
      let shifted = Image(
        width: 30, height: 20,
        pixels: (0..<600).map { i in
          let (r, c) = (i / 30 - 2, i % 30 - 3)
          return r >= 0 && c >= 0 ? a[r, c] : 0
        })
      let ys = shifted.convolved(with: kernel, edge: edge)
      for r in 6..<16 {
        for c in 8..<26 { #expect(ys[r, c] == ya[r - 2, c - 3]) }
      }
    }
  }

  @Test("the bits do not depend on the number of threads")
  func threads() {
    var numbers = LatticeNumbers(seed: 13)
    let image = Image(
      width: 61, height: 333, channels: 3,
      pixels: (0..<(61 * 333 * 3)).map { _ in numbers.fraction() })
    let matrix = Kernel(rows: 5, columns: 7, weights: (0..<35).map { _ in numbers.fraction() })
    let large = Kernel(rows: 31, columns: 33, weights: (0..<1023).map { _ in numbers.fraction() })
    for kernel in [Kernel.gaussian(sigma: 2.5), .gaussian(sigma: 90), .box(4), .box(70), matrix, large] {
      let one = image.convolved(with: kernel, edge: .reflect, jobs: 1)
      for jobs in [2, 3, 8] {
        #expect(image.convolved(with: kernel, edge: .reflect, jobs: jobs) == one)
      }
    }
  }

  @Test("where the kernel sees only zeros the value is exactly 0, and nothing is -0")
  func zeros() {
    var image = Image(width: 90, height: 80, pixels: [Double](repeating: 0, count: 7200))
    image.pixels[40 * 90 + 50] = -0.3
    var numbers = LatticeNumbers(seed: 17)
    let kernel = Kernel(rows: 27, columns: 29, weights: (0..<783).map { _ in numbers.fraction() })
    let result = image.convolved(with: kernel, edge: .zero)
    for r in 0..<80 {
      for c in 0..<90 where abs(r - 40) > 13 || abs(c - 50) > 14 { #expect(result[r, c] == 0) }
    }
    let small = image.convolved(with: Kernel(rows: 1, columns: 2, weights: [-1, -2]), edge: .zero)
    #expect(small.pixels.allSatisfy { $0 != 0 || $0.sign == .plus })
  }
}
