import Glibc

/// A reader that is given random bytes: an error is an answer, a trap and an endless run are not.
struct FuzzTarget: Sendable {
  /// What `FUZZ_TARGET` calls it.
  var name: String
  /// Hands over an input.
  var test: @Sendable (Given) -> Void

  /// All of them.
  static let all = [
    array, dates, equation, events, formula, journal, label, matrix, numbers, part, picture, poleZero,
    samples, shard, sound, table, toml,
  ]

  /// The one that the environment asks for.
  static let asked: FuzzTarget = {
    let name = getenv("FUZZ_TARGET").map { String(cString: $0) } ?? ""
    guard let target = all.first(where: { $0.name == name }) else {
      _ = Messages.write("FUZZ_TARGET must be one of \(all.map(\.name).joined(separator: ", "))\n", to: 2)
      exit(64)
    }
    return target
  }()
}

/// What libFuzzer calls.
@_cdecl("LLVMFuzzerTestOneInput")
public func testOneInput(_ bytes: UnsafePointer<UInt8>, _ count: Int) -> CInt {
  FuzzTarget.asked.test(Given(bytes: UnsafeBufferPointer(start: bytes, count: count)))
  return 0
}
