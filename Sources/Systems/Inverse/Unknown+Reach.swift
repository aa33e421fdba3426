extension Unknown {
  /// The unknown without the first and last knots that show in no measured row.
  ///
  /// - Parameter known: the factor that is given.
  /// - Throws: `SystemsError.undefined` where none shows; what sampling throws.
  public func seen(through known: Signal, at rows: [Double]) throws -> Unknown {
    try seen(in: [(known, rows.sorted())])
  }

  /// The same where parts of the rows, each ascending, have a given factor of their own.
  ///
  /// - Throws: as the other.
  public func seen(in parts: [(known: Signal, times: [Double])]) throws -> Unknown {
    func shows(_ j: Int) throws -> Bool {
      let basis = basis(j)
      return try parts.contains { known, times in
        try ForwardMatrix.values(known.convolved(with: basis), times).contains { $0 != 0 }
      }
    }
    // A response that is seen late leaves many out: halve where the knots in between are alike.
    func edge(_ order: [Int]) throws -> Int? {
      var step = 1
      var hidden = -1
      var place = 0
      while place < order.count, try !shows(order[place]) {
        hidden = place
        place += step
        step *= 2
      }
      if place >= order.count {
        guard hidden < order.count - 1, let found = try order[(hidden + 1)...].first(where: shows) else { return nil }
        return found
      }
      var seen = place
      while seen - hidden > 1 {
        let middle = (seen + hidden) / 2
        if try shows(order[middle]) { seen = middle } else { hidden = middle }
      }
      return order[seen]
    }
    guard let first = try edge(Array(knots.indices)), let last = try edge(knots.indices.reversed()) else {
      throw SystemsError.undefined("the response must reach the data: no knot shows in any measured row")
    }
    // What lies before the first value that shows, or after the last, keeps its line.
    return try Unknown(knots: Array(knots[first...max(last, first)]), shape: shape)
  }
}
