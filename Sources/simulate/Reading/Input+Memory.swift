import Files
import Runs

extension Input {
  /// Why so many impulses can't be held, each of which is kept, sorted and weighed, 100 bytes in all; nil where they can.
  static func objection(to count: Int) -> String? {
    Memory.objection(to: Double(count) * 100).map { "\(count) impulses \($0)" }
  }

  /// Refuses more impulses than memory holds.
  ///
  /// - Throws: `Failure` (64) with what they would need.
  static func check(_ count: Int) throws {
    if let objection = objection(to: count) { throw Failure(.usage, "--input: \(objection)") }
  }
}
