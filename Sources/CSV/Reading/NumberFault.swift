/// Why a field is not a number; each has its own message.
public enum NumberFault: Error, Hashable, Sendable {
  case empty, missing, notFinite, hexadecimal, digitSeparator, fortranExponent, decimalComma, anyComma
  case outOfRange, underflows, date, timeOfDay, notANumber, decimalPoint
  /// A date in another form than ISO 8601, and the letters that may read it.
  case otherDate(letters: String)

  /// The message for a field, given in quotes.
  public func message(for found: String) -> String {
    switch self {
    case .empty: "a number must stand here, found an empty field; --missing skip|zero allows it"
    case .missing: "a number must stand here, found \(found); --missing skip|zero allows it"
    case .notFinite: "a number must be finite, found \(found)"
    case .hexadecimal: "a number must be decimal, found the hexadecimal \(found)"
    case .digitSeparator: "a number must have no separators between its digits, found \(found)"
    case .fortranExponent: "an exponent must be written with e, found \(found)"
    case .decimalComma: "a number must have a decimal point, found a decimal comma in \(found); --decimal comma reads it"
    case .anyComma:
      "a number must have a decimal point and no separators between its digits, found \(found); "
        + "--decimal comma reads a decimal comma, a comma between thousands must go"
    case .decimalPoint: "a number must have a decimal comma, found a point in \(found)"
    case .otherDate(let letters):
      "a date must look like 2010-01-14, found \(found); --date-format \(letters) reads it"
    case .outOfRange:
      "a number must lie within the range of a double, found \(found) (out of range)"
    case .underflows: "a number must not vanish as a double, found \(found) (underflows)"
    case .date: "a number must stand here, found the date or time \(found)"
    case .timeOfDay: "a time must be a number or have its date, 2010-01-14T06:00, found the time of day \(found)"
    case .notANumber: "a number must stand here, found \(found)"
    }
  }
}
