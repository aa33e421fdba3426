import Systems

/// A part of the input that `--stack` and `--explain` show by itself.
struct Contribution {
  /// Its time as it is printed, or `rate`.
  var name: String
  /// When it starts; nil for the rates.
  var time: Double?
  /// What goes in.
  var signal: Signal
}

extension Input {
  /// The input in parts: one for each time at which impulses or pulses start, ascending, and one
  /// for the rates, where there are any.
  ///
  /// - Parameter name: how a time is printed.
  /// - Complexity: O(n log n).
  func contributions(named name: (Double) -> String) -> [Contribution] {
    var parts: [Double: Input] = [:]
    for (k, event) in events.enumerated() {
      parts[event.time, default: Input()].events.append(event)
      if !lowParts.isEmpty {
        parts[event.time]?.lowParts.append(k < lowParts.count ? lowParts[k] : 0)
      }
    }
    for pulse in pulses { parts[pulse.start, default: Input()].pulses.append(pulse) }
    for steady in past { parts[steady.before, default: Input()].past.append(steady) }
    for steady in steadyPulses {
      parts[steady.past.before, default: Input()].steadyPulses.append(steady)
    }
    var result = parts.sorted { $0.key < $1.key }.map { time, part in
      Contribution(name: name(time), time: time, signal: part.signal)
    }
    if !rates.isEmpty { result.append(Contribution(name: "rate", time: nil, signal: rateSignal)) }
    return result
  }
}
