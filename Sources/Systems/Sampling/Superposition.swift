/// What a rule gives for its rows: values, bounds on their errors, and how it worked.
package struct Superposition: Sendable {
  /// The value of each row.
  package var values: [Double]
  /// A bound on each row's absolute error; empty where none was asked for.
  package var errors: [Double]
  /// Notes on the methods used.
  package var methods: [MethodNote]

  /// Makes the sum from its values.
  package init(values: [Double], errors: [Double] = [], methods: [MethodNote] = []) {
    self.values = values
    self.errors = errors
    self.methods = methods
  }

  /// Nothing, for these rows.
  package init(zeroFor rows: Rows) {
    values = [Double](repeating: 0, count: rows.times.count)
    errors = rows.wantsErrors ? values : []
    methods = []
  }

  /// Adds another part of the same rows; the rounding of the addition enters the bound.
  ///
  /// - Complexity: O(n).
  package mutating func add(_ other: Superposition) {
    for k in values.indices { values[k] += other.values[k] }
    if !errors.isEmpty {
      for k in errors.indices {
        errors[k] += other.errors[k] + 0x1p-53 * values[k].magnitude
      }
    }
    methods += other.methods
  }
}
