import Runs
import Systems

/// A system of the series: its channels, its outputs, and the parts that lead from one to the other.
struct Stage {
  /// The names of its channels.
  var inputs: [String]
  /// Whether the user has named them.
  var mustBeNamed = false
  /// How many of the channels are inputs by their own name; the others are compartments.
  var named: Int
  /// Whether it takes the initial state.
  var hasState = false
  /// The names of its outputs.
  var outputs: [String]
  /// The parts in series from a channel to an output, made when they are needed.
  var parts: (_ input: Int, _ output: Int) throws -> [Response.Part]

  /// A system with one input and one output.
  ///
  /// - Parameter channel: the channel whose response it is; nil for all.
  init(_ part: Response.Part, channel: String? = nil) {
    inputs = [channel ?? Stage.plain]
    mustBeNamed = channel != nil
    named = 1
    outputs = ["y"]
    hasState = part.hasState
    parts = { _, _ in [part] }
  }

  init(
    inputs: [String], mustBeNamed: Bool, compartments: [String] = [], outputs: [String],
    hasState: Bool, parts: @escaping (_ input: Int, _ output: Int) throws -> [Response.Part]
  ) {
    self.inputs = compartments.isEmpty ? inputs : compartments
    self.mustBeNamed = mustBeNamed
    named = inputs.count
    self.outputs = outputs
    self.hasState = hasState
    self.parts = parts
  }

  /// The name of a channel that has none.
  static let plain = "u"

  /// The stage as the response to a channel.
  ///
  /// - Throws: `Failure` (64) where it has channels of its own.
  func named(_ channel: String?) throws -> Stage {
    guard let channel else { return self }
    guard inputs.count == 1, !mustBeNamed else {
      throw Failure.option(
        "--impulse", "'\(channel)' can't be the name of a system whose inputs are "
          + inputs.joined(separator: ", "))
    }
    var copy = self
    copy.inputs = [channel]
    copy.mustBeNamed = true
    return copy
  }

  private var isPlain: Bool { inputs.count == 1 && outputs.count == 1 && !mustBeNamed }

  /// Stages in the order in which they act. Those that are named for channels stand beside each other;
  /// the others act on all channels.
  ///
  /// - Throws: `Failure` (64) where outputs meet other inputs.
  static func series(_ stages: [Stage]) throws -> Stage {
    let channels = stages.filter { $0.mustBeNamed && $0.inputs.count == 1 && $0.named == 1 }
    guard let first = channels.first else { return try chain(stages) }
    var order: [String] = []
    for channel in channels where !order.contains(channel.inputs[0]) { order.append(channel.inputs[0]) }
    let rows = try order.map { name in
      try chain(channels.filter { $0.inputs[0] == name }.map { $0.unnamed })
    }
    for row in rows where row.outputs != first.outputs {
      throw Failure.option(
        "--impulse", "all channels must have the outputs \(first.outputs.joined(separator: ", ")), found "
          + row.outputs.joined(separator: ", "))
    }
    let joined = Stage(inputs: order, mustBeNamed: true, outputs: rows[0].outputs, hasState: false) { input, output in
      try rows[input].parts(0, output)
    }
    var isPlaced = false
    return try chain(
      stages.compactMap { stage in
        guard stage.mustBeNamed, stage.inputs.count == 1, stage.named == 1 else { return stage }
        defer { isPlaced = true }
        return isPlaced ? nil : joined
      })
  }

  private var unnamed: Stage {
    var copy = self
    copy.mustBeNamed = false
    return copy
  }

  private static func chain(_ stages: [Stage]) throws -> Stage {
    guard var result = stages.first else { preconditionFailure("a series needs a stage") }
    for next in stages.dropFirst() { result = try result.followed(by: next) }
    return result
  }

  /// This stage and then another: what has one input acts on every output.
  private func followed(by next: Stage) throws -> Stage {
    let before = self
    if next.named == 1, !next.mustBeNamed, next.outputs.count == 1 {
      var result = before
      result.parts = { input, output in try before.parts(input, output) + next.parts(0, 0) }
      return result
    }
    guard isPlain else {
      throw Failure.option(
        "--impulse", "a system with the outputs \(outputs.joined(separator: ", ")) can't be followed by "
          + "one with the inputs \(next.inputs.joined(separator: ", ")) and the outputs "
          + next.outputs.joined(separator: ", "))
    }
    var result = next
    if before.named == 1, next.named == 1 { result.inputs = [next.inputs[0]] }
    result.parts = { input, output in try before.parts(0, 0) + next.parts(input, output) }
    return result
  }

  /// Makes the paths.
  ///
  /// - Parameter count: how many channels something goes into; nil for all that have a name.
  /// - Throws: `Failure`, `SystemsError`.
  func matrix(delay: Decimal, channels count: Int?) throws -> ResponseMatrix {
    let used = max(1, count ?? named)
    let paths = try outputs.indices.map { output in
      try (0..<used).map { input in
        var parts = try parts(input, output)
        // What a state leaves comes once.
        if input > 0 {
          for k in parts.indices where parts[k].hasState {
            parts[k].hasState = false
            parts[k].system.freeResponse = Signal()
          }
        }
        return Response(parts: parts, delay: delay)
      }
    }
    return ResponseMatrix(
      inputs: inputs, mustBeNamed: mustBeNamed, outputs: outputs, paths: paths)
  }
}
