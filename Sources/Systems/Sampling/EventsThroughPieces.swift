/// The superposition of pieces at the impulses of a train, for rows.
///
///     y(t) = Σᵢ wᵢ p(t − tᵢ − delay)
///
/// - Throws: `SystemsError.tooLarge` where a steady past is too dense to be listed.
package func eventsThroughPieces(
  _ train: Train, delay: Double, _ pieces: PiecewisePolynomial, at rows: Rows
) throws -> Superposition {
  try definitionOfEventsThroughPieces(train, delay: delay, pieces, at: rows)
}
