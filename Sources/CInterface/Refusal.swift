/// A call that is wrong in itself: what must hold, and what was found.
struct Refusal: Error {
  var message: String
  /// Whether the numbers are wrong rather than the call.
  var isData = false

  init(_ message: String) { self.message = message }

  /// Numbers that are not what they must be.
  static func data(_ message: String) -> Refusal {
    var refusal = Refusal(message)
    refusal.isData = true
    return refusal
  }
}
