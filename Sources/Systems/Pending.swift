// Rules that are not written yet; each goes away with the file that brings it.
package func closedFormThroughBlocks(
  _ rationals: [Rational], _ form: ClosedForm, train: Train, delay: Double, at rows: Rows
) throws -> Superposition { throw SystemsError.undefined("not yet: closedFormThroughBlocks") }
package func piecesWithPieces(
  _ a: PiecewisePolynomial, _ b: PiecewisePolynomial, train: Train, delay: Double, at rows: Rows
) throws -> Superposition { throw SystemsError.undefined("not yet: piecesWithPieces") }
package func closedFormWithAny(
  _ factors: [Waveform], train: Train, delay: Double, at rows: Rows
) throws -> Superposition { throw SystemsError.undefined("not yet: closedFormWithAny") }
