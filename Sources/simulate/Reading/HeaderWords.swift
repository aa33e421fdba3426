import CSV

/// What the headers of a run's files call things, with their units: for the axes of pictures and pages.
struct HeaderWords {
  /// Whether a header has a word for the times.
  private var isTimeNamed = false
  /// The amounts of an event table.
  private(set) var amount: String?
  /// A rate.
  private(set) var rate: String?
  /// The values of a response.
  private(set) var response: String?
  /// The values that were measured.
  private(set) var measured: String?

  /// Takes the words of an event table; those of an earlier file stay.
  mutating func meet(_ columns: EventColumns) {
    if columns.label(of: .time) != nil { isTimeNamed = true }
    amount = amount ?? columns.label(of: .amount)
    rate = rate ?? columns.label(of: .rate)
  }

  /// Takes the words of a file of samples.
  ///
  /// - Parameter areLags: whether they are of a response, whose times count from an impulse.
  mutating func meet(_ columns: SampleColumns, areLags: Bool) {
    if areLags {
      response = response ?? columns.valueName?.label
    } else {
      if columns.timeName != nil { isTimeNamed = true }
      rate = rate ?? columns.valueName?.label
    }
  }

  /// Takes the word of a measured column, whose table has names for its times too.
  mutating func meet(measured column: ColumnName) {
    isTimeNamed = true
    measured = measured ?? column.label
  }

  /// The axis of the output's times.
  func times(_ axis: TimeAxis) -> String {
    if axis.origin != nil { return "date" }
    return axis.named.map { "time (\($0.unit.text))" } ?? (isTimeNamed ? "time" : "t")
  }

  /// The axis of ages.
  func ages(_ axis: TimeAxis) -> String {
    let unit = axis.origin == nil ? axis.named?.unit.text : "\(axis.unit.rawValue)s"
    return "time after an impulse" + (unit.map { " (\($0))" } ?? "")
  }
}

extension ColumnName {
  /// As it stands on an axis.
  var label: String { unit.map { "\(written) (\($0))" } ?? written }
}
