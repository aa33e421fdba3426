import Formulas
import Systems

/// Reads an input as a differential equation and, where it is one, makes its system.
@_cdecl("LLVMFuzzerTestOneInput")
public func testEquation(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  guard let equation = try? OrdinaryDifferentialEquation(text, bindings: ["k": 2]) else { return 0 }
  _ = try? equation.system()
  return 0
}
