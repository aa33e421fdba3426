extension Product {
  /// Whether it is a train of impulses, which no row can hold.
  var isTrain: Bool { rationals.isEmpty && others.isEmpty }

  /// The table: which rule computes which product.
  ///
  /// | waveforms | rule |
  /// | --- | --- |
  /// | rationals | blocks of poles, one sweep |
  /// | pieces | windows, prefix sums or a transform |
  /// | a closed form | its value at every lag |
  /// | rationals and pieces | blocks of poles driven by polynomials |
  /// | rationals and a closed form | blocks of poles driven through Gauss panels |
  /// | pieces and pieces | merged cells, or made into pieces of higher degree |
  /// | more pieces | made into one list of pieces first |
  /// | anything else | quadrature |
  func superposed(at rows: Rows) throws -> Superposition {
    let joined = joiningPieces(for: rows)
    if joined.others.count < others.count { return try joined.superposed(at: rows) }
    switch (rationals.isEmpty, others.count, others.first, others.last) {
    case (true, 0, _, _):
      return Superposition(zeroFor: rows)
    case (false, 0, _, _):
      return try eventsThroughBlocks(train, delay: delay, rationals, at: rows)
    case (true, 1, .pieces(let pieces), _):
      return try eventsThroughPieces(train, delay: delay, pieces, at: rows)
    case (true, 1, .closedForm(let form), _):
      return try eventsThroughClosedForm(train, delay: delay, form, at: rows)
    case (false, 1, .pieces(let pieces), _):
      return try piecesThroughBlocks(rationals, pieces, train: train, delay: delay, at: rows)
    case (false, 1, .closedForm(let form), _):
      return try closedFormThroughBlocks(rationals, form, train: train, delay: delay, at: rows)
    case (true, 2, .pieces(let a), .pieces(let b)):
      return try piecesWithPieces(a, b, train: train, delay: delay, at: rows)
    default:
      var result = Superposition(zeroFor: rows)
      if rationals.isEmpty {
        result.add(try closedFormWithAny(others, train: train, delay: delay, at: rows))
      }
      for rational in rationals {
        func part(_ rational: Rational) throws -> Superposition {
          try closedFormWithAny(
            others + [.rational(rational)], train: train, delay: delay, at: rows)
        }
        var own = try part(rational)
        if rows.wantsErrors {
          try addSpread(of: [rational], from: own.values, to: &own.errors) {
            try part($0[0]).values
          }
        }
        result.add(own)
      }
      return result
    }
  }
}
