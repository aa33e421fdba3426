package import Systems

/// A part of the input that `--stack` and `--explain` show by itself.
package struct Contribution {
  /// Its time as it is printed, or `rate`.
  package var name: String
  /// When it starts; nil for the rates.
  package var time: Double?
  /// What goes in.
  package var signal: Signal
  /// What it is, in words.
  package var kind = "the impulse"
}

extension Input {
  /// When impulses and pulses start, ascending, each once.
  ///
  /// - Complexity: O(n log n).
  package var starts: [Double] {
    var starts = events.map(\.time)
    starts += pulses.map(\.start) + past.map(\.before) + steadyPulses.map(\.past.before)
    starts.sort()
    var distinct = 0
    for k in starts.indices where k == 0 || starts[k] != starts[distinct - 1] {
      starts[distinct] = starts[k]
      distinct += 1
    }
    return Array(starts[..<distinct])
  }

  /// The input in parts: one for each time at which impulses or pulses start, ascending, and one
  /// for the rates, where there are any.
  ///
  /// - Parameters:
  ///   - name: how a time is printed.
  ///   - wanted: the starts of the parts that are asked for; nil for all.
  /// - Complexity: O(n log n).
  package func contributions(named name: (Double) -> String, startingAt wanted: Set<Double>? = nil) -> [Contribution] {
    func isWanted(_ start: Double) -> Bool { wanted?.contains(start) ?? true }
    var parts: [Double: Input] = [:]
    for (k, event) in events.enumerated() where isWanted(event.time) {
      parts[event.time, default: Input()].events.append(event)
      if !lowParts.isEmpty {
        parts[event.time]?.lowParts.append(k < lowParts.count ? lowParts[k] : 0)
      }
    }
    for pulse in pulses where isWanted(pulse.start) {
      parts[pulse.start, default: Input()].pulses.append(pulse)
    }
    for steady in past where isWanted(steady.before) {
      parts[steady.before, default: Input()].past.append(steady)
    }
    for steady in steadyPulses where isWanted(steady.past.before) {
      parts[steady.past.before, default: Input()].steadyPulses.append(steady)
    }
    let result = parts.sorted { $0.key < $1.key }.map { time, part in
      Contribution(name: name(time), time: time, signal: part.signal, kind: part.kind)
    }
    return rates.isEmpty ? result : result + [Contribution(name: "rate", time: nil, signal: rateSignal)]
  }

  /// What starts at one time, in words.
  private var kind: String {
    if !past.isEmpty || !steadyPulses.isEmpty { return "the steady train up to the one" }
    if pulses.isEmpty { return events.count == 1 ? "the impulse" : "the \(events.count) impulses" }
    let many = pulses.count == 1 ? "the pulse" : "the \(pulses.count) pulses"
    return events.isEmpty ? many : "what begins"
  }
}
