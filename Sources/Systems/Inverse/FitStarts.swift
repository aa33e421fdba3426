internal import RealModule

/// The places from which a fit searches.
struct FitStarts {
  let parameters: [FitParameter]
  let seed: UInt64
  /// The measured span and the smallest distance of two times.
  let span: Double
  let spacing: Double

  init(_ parameters: [FitParameter], times: [Double], seed: UInt64) {
    self.parameters = parameters
    self.seed = seed
    let sorted = Set(times).sorted()
    let span = max((sorted.last ?? 1) - min(sorted.first ?? 0, 0), .leastNormalMagnitude)
    self.span = span
    spacing = zip(sorted, sorted.dropFirst()).lazy.map { $1 - $0 }.min() ?? span
  }

  /// The guesses; where there is none the middle of what could be.
  var first: [Double] {
    parameters.enumerated().map { k, parameter in
      switch parameter.guess {
      case .value(let value): value
      case .range(let low, let high): Self.between(low, high, 0.5)
      case .none: drawn(parameter, kind: parameter.kind == .unknown ? .rate : parameter.kind, 0.4 + 0.1 * Double(k % 3))
      }
    }
  }

  /// Places that are drawn: about the guesses, within the ranges, or wherever something can show.
  func drawn(_ index: Int) -> [Double] {
    var generator = SplitMix64(seed: seed &* 0x9E37_79B9 &+ UInt64(index))
    return parameters.map { parameter in
      let share = generator.unit()
      let choice = generator.unit()
      switch parameter.guess {
      case .value(let value):
        // Within a factor of ten about a guess, mostly with its sign.
        let factor = Double.exp((share - 0.5) * 2 * 2.302585092994046)
        return clamped(value == 0 ? (share - 0.5) * 2 : value * factor, parameter)
      case .range(let low, let high): return clamped(Self.between(low, high, share), parameter)
      case .none:
        var kind = parameter.kind
        if kind == .unknown { kind = choice < 0.45 ? .rate : choice < 0.9 ? .time : .plain }
        return drawn(parameter, kind: kind, share)
      }
    }
  }

  /// Without a guess: rates between 0.1/span and 10/spacing, times the inverse.
  private func drawn(_ parameter: FitParameter, kind: FitParameter.Kind, _ share: Double) -> Double {
    let (low, high) = (parameter.limits.lowerBound, parameter.limits.upperBound)
    if low.isFinite, high.isFinite, low > 0 || kind == .plain || kind == .unknown {
      return Self.between(low == 0 ? high * 1e-3 : low, high, share)
    }
    let rate = Self.between(0.1 / span, 10 / spacing, share)
    let value: Double =
      switch kind {
      case .rate, .unknown: rate
      case .pole: -rate
      // Up to half of what rows so far apart can show: beyond that others look alike.
      case .frequency: Self.between(0.5 / span, 1.5 / spacing, share)
      case .time: 1 / rate
      case .plain: Self.between(0.1, 10, share)
      case .logarithmOfRate: Double.log(rate)
      case .logarithmOfTime: -Double.log(rate)
      case .logarithm: Double.log(Self.between(0.1, 10, share))
      }
    return clamped(value, parameter)
  }

  private func clamped(_ value: Double, _ parameter: FitParameter) -> Double {
    let (low, high) = (parameter.limits.lowerBound, parameter.limits.upperBound)
    if value > low, value < high { return value }
    if low.isFinite, high.isFinite { return low + (high - low) / 2 }
    return low.isFinite ? low + max(low.magnitude, 1) * 0.1 : high - max(high.magnitude, 1) * 0.1
  }

  private static func between(_ low: Double, _ high: Double, _ share: Double) -> Double {
    low > 0 && high > 0 ? low * Double.pow(high / low, share) : low + (high - low) * share
  }
}

/// Numbers that only look random: the same for a seed everywhere.
///
/// Source: G. L. Steele, D. Lea, C. H. Flood, "Fast splittable pseudorandom number generators" (2014).
struct SplitMix64: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }

  /// A number from 0 to below 1.
  mutating func unit() -> Double { Double(next() >> 11) * 0x1p-53 }
}
