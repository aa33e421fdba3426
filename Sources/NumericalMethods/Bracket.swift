/// Roots and minima of functions of one variable, between two ends.
package enum Bracket {
  /// A root of a function whose values at the two ends have opposite signs, to the last place if
  /// `tolerance` is 0.
  ///
  /// Complexity: some ten calls for smooth functions, at most about 120.
  ///
  /// - Throws: ``NumericalError/noSignChange(lower:upper:valueAtLower:valueAtUpper:)``; what the function throws.
  ///
  /// Source: R. P. Brent, "Algorithms for minimization without derivatives" (1973), chapter 4.
  package static func root(
    from lower: Double, to upper: Double, tolerance: Double = 0,
    of function: (Double) throws -> Double
  ) throws -> Double {
    var a = lower
    var b = upper
    var fa = try function(a)
    var fb = try function(b)
    if fa == 0 { return a }
    if fb == 0 { return b }
    guard (fa < 0) != (fb < 0), !fa.isNaN, !fb.isNaN else {
      throw NumericalError.noSignChange(
        lower: lower, upper: upper, valueAtLower: fa, valueAtUpper: fb)
    }
    // b is the best, c the end on the other side, a the best before.
    var c = a
    var fc = fa
    var step = b - a
    var before = step
    for _ in 0..<200 {
      if (fb < 0) == (fc < 0) {
        c = a
        fc = fa
        step = b - a
        before = step
      }
      if abs(fc) < abs(fb) { (a, b, c, fa, fb, fc) = (b, c, b, fb, fc, fb) }
      let small = 2 * b.ulp + tolerance / 2
      let half = (c - b) / 2
      if abs(half) <= small || fb == 0 { return b }
      if abs(before) >= small, abs(fa) > abs(fb) {
        // Inverse quadratic interpolation; the secant where only two points are there.
        let s = fb / fa
        var p: Double
        var q: Double
        if a == c {
          p = 2 * half * s
          q = 1 - s
        } else {
          let r = fb / fc
          let t = fa / fc
          p = s * (2 * half * t * (t - r) - (b - a) * (r - 1))
          q = (t - 1) * (r - 1) * (s - 1)
        }
        if p > 0 { q = -q } else { p = -p }
        if 2 * p < min(3 * half * q - abs(small * q), abs(before * q)) {
          before = step
          step = p / q
        } else {
          step = half
          before = half
        }
      } else {
        step = half
        before = half
      }
      a = b
      fa = fb
      b += abs(step) > small ? step : (half > 0 ? small : -small)
      fb = try function(b)
    }
    return b
  }

  /// The place of a minimum between two ends, and the value there.
  ///
  /// By golden sections and parabolas; finds a local minimum where there are several. No minimum can be
  /// placed better than to about 1e-8 of its distance by values alone.
  ///
  /// Source: as above, chapter 5.
  package static func minimum(
    from lower: Double, to upper: Double, tolerance: Double = 1e-9,
    of function: (Double) throws -> Double
  ) rethrows -> (place: Double, value: Double) {
    let golden = 0.381_966_011_250_105
    var a = min(lower, upper)
    var b = max(lower, upper)
    // x is the best, w the next, v the w before.
    var x = a + golden * (b - a)
    var w = x
    var v = x
    var fx = try function(x)
    var fw = fx
    var fv = fx
    var step = 0.0
    var before = 0.0
    for _ in 0..<200 {
      let middle = (a + b) / 2
      let small = tolerance * abs(x) + 1e-300 + (b - a) * 1e-12
      if abs(x - middle) <= 2 * small - (b - a) / 2 { break }
      var isGolden = true
      if abs(before) > small {
        let r = (x - w) * (fx - fv)
        var q = (x - v) * (fx - fw)
        var p = (x - v) * q - (x - w) * r
        q = 2 * (q - r)
        if q > 0 { p = -p }
        q = abs(q)
        if abs(p) < abs(q * before / 2), p > q * (a - x), p < q * (b - x) {
          before = step
          step = p / q
          let u = x + step
          if u - a < 2 * small || b - u < 2 * small { step = x < middle ? small : -small }
          isGolden = false
        }
      }
      if isGolden {
        before = (x < middle ? b : a) - x
        step = golden * before
      }
      let u = abs(step) >= small ? x + step : x + (step > 0 ? small : -small)
      let fu = try function(u)
      if fu <= fx {
        if u < x { b = x } else { a = x }
        (v, w, x, fv, fw, fx) = (w, x, u, fw, fx, fu)
      } else {
        if u < x { a = u } else { b = u }
        if fu <= fw || w == x {
          (v, w, fv, fw) = (w, u, fw, fu)
        } else if fu <= fv || v == x || v == w {
          (v, fv) = (u, fu)
        }
      }
    }
    return (x, fx)
  }
}
