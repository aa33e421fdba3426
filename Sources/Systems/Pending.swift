// Rules that are not written yet; each goes away with the file that brings it.
package func piecesWithPieces(
  _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition { throw SystemsError.undefined("not yet: piecesWithPieces") }
