internal import CNumberText

/// Numbers as text, in any locale the same.
public enum NumberText {
  /// The shortest text that reads back as the same double, as C++'s `std::to_chars` writes it; with
  /// `digits` (1 to 17) that many significant ones, as `%.*g` does; for messages also `inf` and `nan`.
  public static func text(_ value: Double, digits: Int? = nil) -> String {
    precondition(digits.map { (1...17).contains($0) } ?? true, "digits must be from 1 to 17")
    guard value.isFinite else { return "\(value)" }
    return withUnsafeTemporaryAllocation(of: CChar.self, capacity: 64) { buffer in
      let count =
        digits.map { cnt_print_digits(value, Int32($0), buffer.baseAddress) }
        ?? cnt_print(value, buffer.baseAddress)
      return String(decoding: UnsafeRawBufferPointer(buffer)[..<count], as: UTF8.self)
    }
  }

  /// Reads a whole text as a finite number, as strictly as a table's fields.
  ///
  /// - Throws: `NumberFault`, the reason.
  public static func number(_ text: some StringProtocol) throws(NumberFault) -> Double {
    let bytes = Array(text.utf8)
    var result: Result<Double, NumberFault> = .failure(.empty)
    bytes.withUnsafeBufferPointer { buffer in
      do throws(NumberFault) {
        result = .success(try NumberSyntax.number(buffer))
      } catch {
        result = .failure(error)
      }
    }
    return try result.get()
  }
}
