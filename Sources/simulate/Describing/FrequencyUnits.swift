import RealModule

/// In which units frequencies, magnitudes and phases are printed and typed.
struct FrequencyUnits {
  /// Cycles for each unit of time instead of radians.
  var hertz = false
  /// 20 log₁₀ of the magnitude.
  var decibel = false
  /// Degrees instead of radians.
  var degrees = false

  func frequency(_ radians: Double) -> Double { hertz ? radians / (2 * Double.pi) : radians }

  /// Radians for each unit of time of a frequency as typed.
  func radians(_ frequency: Double) -> Double { hertz ? frequency * 2 * Double.pi : frequency }

  func magnitude(_ factor: Double) -> Double { decibel ? 20 * Double.log10(factor) : factor }

  func phase(_ angle: Double) -> Double { degrees ? angle * 180 / Double.pi : angle }

  var frequencyLabel: String { hertz ? "frequency (cycles for each unit of time)" : "frequency (radians for each unit of time)" }
  var magnitudeLabel: String { decibel ? "magnitude (dB)" : "magnitude" }
  var phaseLabel: String { degrees ? "phase (degrees)" : "phase (radians)" }
}
