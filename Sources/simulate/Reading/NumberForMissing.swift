import CSV

/// A number that many files write where a value is missing, such as -999.
enum NumberForMissing {
  private static let numbers: Set<Double> = [-99.9, -999, -999.9, -999.99, -9999, -9999.9, -99_999, -999_999]

  /// Says that such a number counts as what it is, where it lies far below all others.
  ///
  /// - Parameter message: the message for a row.
  static func warn(of values: [Double], _ message: (_ row: Int, _ text: String) -> String) {
    guard let least = values.min(), numbers.contains(least), let place = values.firstIndex(of: least) else { return }
    guard values.allSatisfy({ $0 == least || $0 > least / 10 }), values.contains(where: { $0 != least }) else { return }
    Messages.say(
      message(
        place, "\(NumberText.text(least)) is taken as a number; where it stands for a missing value, NA must stand there, and "
          + "--missing skip|zero says what becomes of it"))
  }
}
