/// That a name moves something of which no exact derivative is known: a jump, a corner in `floor`, a column of events.
package struct NoDerivative: Error {
  /// Why, as a message says it.
  package var reason: String

  package init(reason: String) { self.reason = reason }
}
