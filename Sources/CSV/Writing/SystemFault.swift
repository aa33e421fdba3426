/// An error code of the system.
struct SystemFault: Error {
  var code: Int32
  init(_ code: Int32) { self.code = code }
}
