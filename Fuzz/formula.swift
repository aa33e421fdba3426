import Formulas
import Systems

/// Reads an input as a formula and, where it is one, takes it at some times.
@_cdecl("LLVMFuzzerTestOneInput")
public func testFormula(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  let text = String(decoding: UnsafeBufferPointer(start: bytes, count: count), as: UTF8.self)
  guard let formula = try? Formula(text, bindings: ["k": 2]) else { return 0 }
  guard let system = try? formula.system(period: 1, twoSided: false) else { return 0 }
  _ = try? system.response(to: .impulse, at: .listed([-1, 0, 0.5, 1, 7]))
  return 0
}
