import Systems
import Testing

/// Sums of small whole numbers, which are exact: y[r, c] = Σ k[i, j] x[r - i + i₀, c - j + j₀].
///
/// The first by hand, with zeros outside: 1·2 + 2·9 + 4·1 + 5·3 = 39 for
/// k[0, 0] x[1, 1] + k[0, 1] x[1, 0] + k[1, 0] x[0, 1] + k[1, 1] x[0, 0].
@Suite struct SciPyImageTests {
  private let image = Image(
    width: 5, height: 4, pixels: [3, 1, 4, 1, 5, 9, 2, 6, 5, 3, 5, 8, 9, 7, 9, 3, 2, 3, 8, 4])

  @Test("scipy.ndimage.convolve and correlate, 3 × 3: the same whole numbers")
  func odd() {
    let kernel = Kernel(rows: 3, columns: 3, weights: [1, 2, 3, 4, 5, 6, 7, 8, 10])
    let mirrored: [Double] = [
      145, 142, 102, 163, 160, 201, 194, 160, 206, 190, 280, 270, 244, 275, 254, 204, 233, 280, 312,
      325,
    ]
    let turned: [Double] = [
      200, 197, 154, 184, 174, 260, 288, 278, 297, 290, 191, 212, 266, 275, 275, 143, 155, 236, 251,
      256,
    ]
    let convolved: [(Edge, [Double])] = [
      // Also scipy.signal.convolve2d, mode same, boundary fill.
      (
        .zero,
        [
          39, 76, 53, 80, 52, 102, 194, 160, 206, 134, 151, 270, 244, 275, 193, 119, 217, 260, 283,
          210,
        ]
      ),
      // Also convolve2d, boundary symm; and mode nearest, as the kernel reaches out by one pixel.
      (.reflect, mirrored), (.replicate, mirrored),
      // Also convolve2d, boundary wrap.
      (
        .wrap,
        [
          156, 143, 153, 202, 206, 197, 194, 160, 206, 196, 247, 270, 244, 275, 279, 255, 232, 272,
          302, 273,
        ]
      ),
    ]
    for (edge, expected) in convolved {
      #expect(image.convolved(with: kernel, edge: edge).pixels == expected)
    }
    for edge in [Edge.reflect, .replicate] {
      #expect(image.correlated(with: kernel, edge: edge).pixels == turned)
    }
  }

  @Test("scipy.ndimage.convolve and correlate, 2 × 4: the centre of an even side is its half")
  func even() {
    let kernel = Kernel(rows: 2, columns: 4, weights: [1, -2, 3, 4, 0, 5, -1, 2])
    // Also scipy.signal.convolve2d, mode full, rows 1 to 4 and columns 2 to 6.
    #expect(
      image.convolved(with: kernel, edge: .zero).pixels == [
        31, 60, 22, 65, 26, 9, 79, 77, 61, 62, 43, 67, 47, 84, 49, 7, 19, 41, 18, 12,
      ])
    #expect(
      image.convolved(with: kernel, edge: .reflect).pixels == [
        73, 60, 22, 68, 50, 47, 79, 77, 70, 66, 65, 67, 47, 88, 94, 33, 39, 46, 50, 76,
      ])
    #expect(
      image.convolved(with: kernel, edge: .replicate).pixels == [
        73, 60, 22, 68, 48, 47, 79, 77, 70, 68, 65, 67, 47, 88, 90, 33, 39, 46, 50, 72,
      ])
    #expect(
      image.correlated(with: kernel, edge: .wrap).pixels == [
        41, 38, 43, 65, 17, 14, 73, 31, 47, 69, 90, 50, 88, 73, 77, 57, 78, 67, 62, 84,
      ])
  }

  @Test("scipy.ndimage.convolve with a kernel taller than the image")
  func tall() {
    let small = Image(width: 3, height: 2, pixels: [3, 1, 4, 9, 2, 6])
    let kernel = Kernel(
      rows: 7, columns: 2, weights: [1, 2, 3, 4, 5, 6, 7, -5, 9, 10, 11, 12, 13, 14])
    let expected: [(Edge, [Double])] = [
      (.zero, [56, 65, 16, 8, 78, 10]), (.reflect, [426, 339, 504, 293, 304, 448]),
      (.replicate, [259, 269, 410, 236, 278, 414]), (.wrap, [398, 327, 551, 265, 292, 467]),
    ]
    for (edge, expected) in expected {
      #expect(small.convolved(with: kernel, edge: edge).pixels == expected)
    }
  }

  @Test("scipy.ndimage.uniform_filter, size 3: a ninth of whole sums")
  func uniform() {
    let sums: [Double] = [
      34, 33, 25, 34, 33, 45, 47, 43, 49, 47, 46, 47, 50, 54, 52, 34, 38, 50, 55, 57,
    ]
    #expect(image.convolved(with: .box(3), edge: .reflect).pixels == sums.map { $0 / 9 })
  }

  @Test("scipy.ndimage.gaussian_filter, sigma 1.5, truncated at 4 sigma, in the corners")
  func gaussian() {
    // The kernel exp(-(i² + j²) / 4.5) of 13 × 13, unit sum, mirrored edges.
    let result = image.convolved(with: .gaussian(sigma: 1.5), edge: .reflect)
    #expect(abs(result[0, 0] - 4.252870522933689) < 1e-14)
    #expect(abs(result[0, 4] - 4.4100289004273066) < 1e-14)
    #expect(abs(result[2, 1] - 4.862850189843115) < 1e-14)
    #expect(abs(result[3, 4] - 5.860000753794868) < 1e-14)
  }
}
