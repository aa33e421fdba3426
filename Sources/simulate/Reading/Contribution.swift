import Systems

/// A part of the input that `--stack` and `--explain` show by itself.
struct Contribution {
  /// Its time as it is printed, or `rate`.
  var name: String
  /// When it starts; nil for the rates.
  var time: Double?
  /// What goes in.
  var signal: Signal
  /// What it is, in words.
  var kind = "the impulse"
  /// Its amount, where it is one impulse and nothing else.
  var impulse: Double?
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
      Contribution(
        name: name(time), time: time, signal: part.signal, kind: part.kind,
        impulse: part.isOneImpulse ? part.events[0].weight : nil)
    }
    if !rates.isEmpty { result.append(Contribution(name: "rate", time: nil, signal: rateSignal)) }
    return result
  }

  private var isOneImpulse: Bool {
    events.count == 1 && isImpulsesOnly && past.isEmpty && lowParts.allSatisfy { $0 == 0 }
  }

  /// What starts at one time, in words.
  private var kind: String {
    if !past.isEmpty || !steadyPulses.isEmpty { return "the steady train up to the one" }
    if pulses.isEmpty { return events.count == 1 ? "the impulse" : "the \(events.count) impulses" }
    let many = pulses.count == 1 ? "the pulse" : "the \(pulses.count) pulses"
    return events.isEmpty ? many : "what begins"
  }
}
