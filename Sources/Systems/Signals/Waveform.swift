/// A shape about its own origin: what a signal's events place, scale and add.
///
/// The kinds are closed, because convolution is a table over pairs of them
/// (`ConvolutionTable.swift`) and the compiler proves the table complete.
public enum Waveform: Sendable {
  /// Polynomials between knots: samples held, joined or splined, pulses, boxes, ramps.
  case pieces(PiecewisePolynomial)
  /// A causal rational function of `s`: decays, oscillations, lags, steps, tones.
  case rational(Rational)
  /// A formula that can only be evaluated.
  case closedForm(ClosedForm)
}
