import CFFTW
import Synchronization

/// FFTW's plans, there and back, for real arrays of one length; shared by all threads.
///
/// Planned by FFTW_ESTIMATE alone, so that the same data gives the same bytes every time.
final class TransformPlan: Sendable {
  /// The number of reals.
  let length: Int
  /// The number of complex coefficients, length / 2 + 1.
  var coefficientCount: Int { length / 2 + 1 }

  // Plans are only read once made: FFTW lets any number of threads execute one at a time.
  private nonisolated(unsafe) let forwardPlan: fftw_plan?
  private nonisolated(unsafe) let backwardPlan: fftw_plan?

  /// FFTW's planner keeps global state: one thread at a time.
  private static let planner = Mutex<Void>(())
  private static let made = Mutex<[Int: TransformPlan]>([:])

  /// The plan for a length, made on first use. Complexity: about 2 ms for the first of a process.
  static func forLength(_ length: Int) -> TransformPlan {
    if let plan = made.withLock({ $0[length] }) { return plan }
    let plan = TransformPlan(length: length)
    // A few are kept; the dropped ones are freed here, outside the lock.
    let dropped = made.withLock { plans in
      let full = plans.count >= 8 ? plans : [:]
      if !full.isEmpty { plans = [:] }
      plans[length] = plan
      return full
    }
    _ = dropped
    return plan
  }

  private init(length: Int) {
    precondition(length > 0 && length <= Int(Int32.max))
    self.length = length
    let buffer = TransformBuffer(length: length)
    var forward: fftw_plan?
    var backward: fftw_plan?
    Self.planner.withLock { _ in
      forward = fftw_plan_dft_r2c_1d(
        Int32(length), buffer.reals, buffer.complex, UInt32(FFTW_ESTIMATE))
      backward = fftw_plan_dft_c2r_1d(
        Int32(length), buffer.complex, buffer.reals, UInt32(FFTW_ESTIMATE | FFTW_DESTROY_INPUT))
    }
    forwardPlan = forward
    backwardPlan = backward
  }

  deinit {
    Self.planner.withLock { _ in
      fftw_destroy_plan(forwardPlan)
      fftw_destroy_plan(backwardPlan)
    }
  }

  /// Transforms the buffer's reals into its coefficients.
  func forward(_ buffer: borrowing TransformBuffer) {
    precondition(buffer.length == length)
    fftw_execute_dft_r2c(forwardPlan, buffer.reals, buffer.complex)
  }

  /// Transforms the buffer's coefficients, which are lost, into `length` times its reals.
  func backward(_ buffer: borrowing TransformBuffer) {
    precondition(buffer.length == length)
    fftw_execute_dft_c2r(backwardPlan, buffer.complex, buffer.reals)
  }
}

/// The two arrays of one transform, aligned as FFTW wants them.
struct TransformBuffer: ~Copyable {
  let length: Int
  /// `length` reals, two more allocated.
  let reals: UnsafeMutablePointer<Double>
  /// `length / 2 + 1` complex coefficients, real and imaginary part in turn.
  let coefficients: UnsafeMutablePointer<Double>
  private let memory: UnsafeMutableRawBufferPointer

  init(length: Int) {
    self.length = length
    // Both in one piece, in large pages where that is worth it, and not a power of two apart: else they
    // would fall on the same few sets of the caches.
    let line = 64
    let array = (8 * (length + 2) + line - 1) / line * line
    let apart = array + 13 * line
    memory = .allocate(byteCount: apart + array, alignment: apart + array < 1 << 22 ? line : 1 << 21)
    memory.bindMemory(to: Double.self).preferLargePages()
    guard let base = memory.baseAddress else { fatalError("a buffer is never empty") }
    reals = base.assumingMemoryBound(to: Double.self)
    coefficients = (base + apart).assumingMemoryBound(to: Double.self)
  }

  deinit { memory.deallocate() }

  var complex: UnsafeMutablePointer<fftw_complex> {
    UnsafeMutableRawPointer(coefficients).assumingMemoryBound(to: fftw_complex.self)
  }
}
