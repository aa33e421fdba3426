/// That a name moves something of which no exact derivative is known: a jump, a corner in `floor`, a column of events.
struct NoDerivative: Error {
  /// Why, as a message says it.
  var reason: String
}
