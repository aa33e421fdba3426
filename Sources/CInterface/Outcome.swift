import CSimulate
import Formulas
import NumericalMethods
import Systems

/// Does a call's work; what it throws becomes a code and this thread's message.
func outcome(_ work: () throws -> Void) -> Int32 {
  do {
    try work()
    return Int32(SIMULATE_OK)
  } catch let error as FormulaError {
    keep(error.message, line: error.line, column: error.column)
    return Int32(SIMULATE_DATA)
  } catch let error as SystemsError {
    keep("\(error)")
    return error.kind.rawValue
  } catch let error as Refusal {
    keep(error.message)
    return Int32(error.isData ? SIMULATE_DATA : SIMULATE_USAGE)
  } catch let error as NumericalError {
    keep("\(error)")
    return Int32(SIMULATE_TOLERANCE)
  } catch {
    keep("\(error)")
    return Int32(SIMULATE_TOLERANCE)
  }
}

private func keep(_ message: String, line: Int = 0, column: Int = 0) {
  var message = message
  message.withUTF8 { bytes in
    bytes.withMemoryRebound(to: CChar.self) {
      csimulate_keep($0.baseAddress, $0.count, line, column)
    }
  }
}

/// Does a call's work and puts the system that comes of it where the caller asks, null if none does.
func makeSystem(
  _ place: UnsafeMutablePointer<OpaquePointer?>?, _ work: () throws -> System
) -> Int32 {
  make(place, work)
}

/// Does a call's work and puts the signal that comes of it where the caller asks, null if none does.
func makeSignal(
  _ place: UnsafeMutablePointer<OpaquePointer?>?, _ work: () throws -> Signal
) -> Int32 {
  make(place, work)
}

private func make<Value: Sendable>(
  _ place: UnsafeMutablePointer<OpaquePointer?>?, _ work: () throws -> Value
) -> Int32 {
  outcome {
    guard let place else { throw Refusal("the place of the result must not be null") }
    place.pointee = nil
    place.pointee = Handle.make(try work())
  }
}
