/// A value behind an opaque pointer, which the caller owns.
///
/// Values never change, so any number of threads may read one.
enum Handle<Value: Sendable> {
  /// Puts a value behind a new pointer.
  static func make(_ value: Value) -> OpaquePointer {
    let place = UnsafeMutablePointer<Value>.allocate(capacity: 1)
    place.initialize(to: value)
    return OpaquePointer(place)
  }

  /// The value behind a pointer.
  ///
  /// - Throws: `Refusal` for null.
  static func value(_ handle: OpaquePointer?, _ name: String) throws(Refusal) -> Value {
    guard let handle else { throw Refusal("\(name) must not be null") }
    return UnsafePointer<Value>(handle).pointee
  }

  /// Frees what a pointer owns; null is let be.
  static func free(_ handle: OpaquePointer?) {
    guard let handle else { return }
    let place = UnsafeMutablePointer<Value>(handle)
    place.deinitialize(count: 1)
    place.deallocate()
  }
}
