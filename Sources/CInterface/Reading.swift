import CSimulate
import Formulas
import Systems

/// Numbers of the caller's, checked and copied.
///
/// - Throws: `Refusal` for null, and for one that is not finite.
/// - Complexity: O(n).
func numbers(
  _ start: UnsafePointer<Double>?, _ count: Int, _ name: String
) throws(Refusal) -> [Double] {
  guard count > 0 else {
    guard count == 0 else { throw Refusal("there can't be as many \(name) as \(UInt(bitPattern: count))") }
    return []
  }
  guard let start else { throw Refusal("\(name) must not be null, found \(count) of them") }
  let values = Array(UnsafeBufferPointer(start: start, count: count))
  if let k = values.firstIndex(where: { !$0.isFinite }) {
    throw .data("\(name) must be finite, found \(SystemsError.text(values[k])) at index \(k)")
  }
  return values
}

/// A number of the caller's that must be finite.
func finite(_ value: Double, _ name: String) throws(Refusal) -> Double {
  guard value.isFinite else { throw .data("\(name) must be finite, found \(SystemsError.text(value))") }
  return value
}

/// A text of the caller's.
///
/// - Throws: `Refusal` for null, and for what is not UTF-8.
func text(_ start: UnsafePointer<CChar>?, _ name: String) throws(Refusal) -> String {
  guard let start else { throw Refusal("\(name) must not be null") }
  guard let text = String(validatingCString: start) else { throw .data("\(name) must be UTF-8") }
  return text
}

/// Names with their numbers, in order.
///
/// - Throws: `Refusal` for null inside, a name given twice, a number that is not finite.
func named(
  _ names: UnsafePointer<simulate_names>?
) throws(Refusal) -> [(name: String, value: Double)] {
  guard let list = names?.pointee, list.count > 0 else { return [] }
  let values = try numbers(list.values, list.count, "values of names")
  guard let first = list.names else { throw Refusal("names must not be null, found \(list.count) of them") }
  var seen: Set<String> = []
  var result: [(name: String, value: Double)] = []
  for k in 0..<list.count {
    let name = try text(first[k], "a name")
    guard seen.insert(name).inserted else { throw .data("a name must be given once, found '\(name)' twice") }
    result.append((name, values[k]))
  }
  return result
}

/// What names stand for in a formula.
///
/// - Throws: `Refusal` for a name that can't be bound.
func bindings(_ names: UnsafePointer<simulate_names>?) throws(Refusal) -> [String: Double] {
  var bindings: [String: Double] = [:]
  for (name, value) in try named(names) {
    if let objection = Formula.objection(toBinding: name) { throw .data(objection) }
    bindings[name] = value
  }
  return bindings
}

extension Interpolation {
  /// What the caller's number stands for.
  init(_ between: simulate_between) throws(Refusal) {
    switch between {
    case SIMULATE_LINEAR: self = .linear
    case SIMULATE_PREVIOUS: self = .previous
    case SIMULATE_STEFFEN: self = .steffen
    case SIMULATE_CUBIC: self = .cubic
    case SIMULATE_NOTHING: self = .nothing
    default: throw Refusal("what lies between samples must be 0 to 4, found \(between.rawValue)")
    }
  }
}
