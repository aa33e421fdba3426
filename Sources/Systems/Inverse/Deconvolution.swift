internal import NumericalMethods
internal import RealModule

/// The factor of a convolution that was not given, found from the output: y = known * unknown + baseline + noise.
///
/// Division fails because a response wipes out what is fast, and division gives the noise there back amplified; a prior says what
/// is likely there instead, and the likelihood of the data how much it weighs.
public struct Deconvolution: Sendable {
  /// The output as it was measured.
  public struct Measured: Sendable {
    /// When, ascending; equal times are replicates.
    public var times: [Double]
    /// What.
    public var values: [Double]
    /// The standard error of each row, absolute; nil where it is one unknown number.
    public var errors: [Double]?
    /// Relative weights: the variance of a row is sigma^2 / weight; nil for equal ones.
    public var weights: [Double]?

    /// Makes a measured output.
    public init(
      times: [Double], values: [Double], errors: [Double]? = nil, weights: [Double]? = nil
    ) {
      precondition(times.count == values.count, "an output needs as many values as times")
      self.times = times
      self.values = values
      self.errors = errors
      self.weights = weights
    }
  }

  /// A moment at which what went in is forgotten.
  public struct Reset: Sendable {
    /// When; a row at this time is after it.
    public var time: Double
    /// The input that acts on the rows from then on.
    public var known: Signal

    /// Makes a reset.
    public init(time: Double, known: Signal) {
      self.time = time
      self.known = known
    }
  }

  /// The factor that is given: a response or an input.
  public var known: Signal
  /// The input's resets, ascending; `known` acts on the rows before the first.
  public var resets: [Reset] = []
  /// What is looked for.
  public var unknown: Unknown
  /// The output.
  public var measured: Measured
  /// What is believed of the unknown.
  public var prior: Prior
  /// How much that weighs.
  public var regularization = Regularization.automatic
  /// Whether no number may be negative.
  public var isNonnegative = false
  /// Whether the numbers must not rise after the largest one.
  public var isDecreasing = false
  /// Whether the first number is 0.
  public var startsAtZero = false
  /// Whether the last number is 0.
  public var endsAtZero = false
  /// Whether a constant is added to the output, of which nothing is believed.
  public var hasBaseline = false
  /// The probability that a band holds; nil where none is wanted.
  public var level: Double?
  /// Whether the resolution is wanted.
  public var wantsResolution = false
  /// How it is computed.
  package var algorithm = Algorithm.automatic
  /// The number of threads that may work.
  public var jobs = 1

  /// Poses a problem.
  public init(known: Signal, unknown: Unknown, measured: Measured, prior: Prior) {
    self.known = known
    self.unknown = unknown
    self.measured = measured
    self.prior = prior
  }

  /// The ranges of ascending times from one reset to the next, each with the input that acts on it; nil for `known`.
  public static func ranges(of times: [Double], between resets: [Reset]) -> [(known: Signal?, rows: Range<Int>)] {
    var result: [(known: Signal?, rows: Range<Int>)] = []
    var start = 0
    var known: Signal?
    for reset in resets {
      let end = times.firstIndex { $0 >= reset.time - 4 * max($0.magnitude, reset.time.magnitude).ulp } ?? times.count
      if end > start { result.append((known, start..<end)) }
      start = max(start, end)
      known = reset.known
    }
    if start < times.count || result.isEmpty { result.append((known, start..<times.count)) }
    return result
  }

  /// The most knots that a dense matrix is made for, and its most entries.
  public static let mostDense = 2_500
  static let mostEntries = 25_000_000
}

/// What was found of an unknown.
public struct Estimate: Sendable {
  /// The number at each knot.
  public internal(set) var values: [Double]
  /// The standard deviation of each; nil where none was asked for or is known.
  public internal(set) var deviations: [Double]?
  /// The degrees of freedom of Student's distribution for the band; nil for the normal one.
  public internal(set) var bandDegrees: Double?
  /// The width at half height of each number's averaging kernel, in units of time; nil where not asked for.
  public internal(set) var resolution: [Double]?
  /// The constant that was added to the output.
  public internal(set) var baseline: Double?
  /// The output of the unknown that was found, at the measured times.
  public internal(set) var fitted: [Double]
  /// The size of the penalty, with roughness as the integral of (u'')^2; nil where there was none.
  public internal(set) var lambda: Double?
  /// The rate at which a decaying prior dies out.
  public internal(set) var decay: Double?
  /// The degrees of freedom that the unknown uses.
  public internal(set) var degreesUsed: Double
  /// The standard deviation of a row of weight 1 that was found; of a row over its error where errors are given.
  public internal(set) var noise: Double?
  /// How it was computed, in words.
  public internal(set) var method: String
  /// How the size of the penalty was found, in words.
  public internal(set) var choice: String
  /// -2 log likelihood an e-fold below the penalty's size, and above, over that at it.
  public internal(set) var criterion: (below: Double, above: Double)?
  /// The ratio of the largest to the smallest singular value that counts.
  public internal(set) var condition: Double?
  /// What must be said of it.
  public internal(set) var notes: [String] = []

  /// The ends of the band.
  public func band(level: Double, isNonnegative: Bool) -> (low: [Double], high: [Double])? {
    guard let deviations else { return nil }
    let width = Distributions.studentQuantile((1 + level) / 2, freedom: bandDegrees ?? .infinity)
    var low: [Double] = []
    var high: [Double] = []
    for (value, deviation) in zip(values, deviations) {
      low.append(isNonnegative ? max(0, value - width * deviation) : value - width * deviation)
      high.append(value + width * deviation)
    }
    return (low, high)
  }
}
