/// The time since an event, without rounding loss, and how near counts as the same moment.
///
///     lag = t − tᵢ − delay        (the sum of `high` and `low`)
///     slack = 4 ulp of max(|t|, |tᵢ|)
///
/// Where a lag comes within its slack of a place at which a waveform jumps, or of a knot of
/// samples, it is on it: so times that came from decimal arithmetic meet.
package struct Lag: Sendable {
  /// The lag, rounded to a double.
  package var high: Double
  /// What `high` leaves out.
  package var low: Double
  /// How near counts as the same moment.
  package var slack: Double

  /// Takes the lag at `time` of an event at `event + part`, after a dead time.
  @inline(__always)
  package init(from event: Double, low part: Double = 0, to time: Double, delay: Double) {
    let difference = time - event
    let back = difference - time
    let rest = (time - (difference - back)) - (event + back)
    let shifted = difference - delay
    let back2 = shifted - difference
    let rest2 = (difference - (shifted - back2)) - (delay + back2)
    let tail = (rest + rest2) - part
    high = shifted + tail
    low = tail - (high - shifted)
    slack = 4 * max(time.magnitude, event.magnitude).ulp
  }

  /// The lag less a place, as one double; exactly 0 within the slack.
  @inline(__always)
  package func distance(from place: Double, rest: Double = 0) -> Double {
    let difference = (high - place) + (low - rest)
    return difference.magnitude <= slack ? 0 : difference
  }
}
