import CLinearAlgebra

/// What the factors of matrices share: how a status of the C interface is thrown.
enum LinearAlgebra {
  /// Throws what a status says, unless it is done.
  static func check(_ status: Int32, _ operation: String) throws(NumericalError) {
    switch Int(status) {
    case Int(CLA_DONE): return
    case Int(CLA_NO_MEMORY): throw .library(operation: operation, reason: "not enough memory")
    default: throw .noFactor(operation: operation)
    }
  }
}
