import CSV
import Files
import Testing

@Suite struct InstantTests {
  private let epoch = Instant(year: 2010, month: 1, day: 14)

  @Test(arguments: [
    ("2010-01-14", 0), ("2010-01-15T00:00:00Z", 1), ("2010-01-14T06:00:00Z", 0.25),
    ("2010-01-14T06:00", 0.25), ("2010-01-14 06:00:00", 0.25), ("2010-01-14T07:00:00+01:00", 0.25),
    ("2010-01-13T23:00:00-07:00", 0.25), ("2010-01-14T24:00:00Z", 1), ("2010-01-13", -1),
    ("2011-01-14", 365), ("2014-01-14T00:00:00Z", 1461),
  ])
  func aDateIsATimeSinceAnEpoch(text: String, days: Double) throws {
    #expect(try Instant(text).time(since: epoch, in: .day) == days)
  }

  @Test func decimalsOfSecondsCount() throws {
    let moment = try Instant("2010-01-14T00:00:00.125Z")
    #expect(moment.time(since: epoch, in: .second) == 0.125)
    #expect(moment.text(.second) == "2010-01-14T00:00:00.125Z")
  }

  @Test func theCalendarIsProlepticGregorian() throws {
    // Known day numbers: 1970-01-01 is 0, 2000-03-01 is 11017, 0001-01-01 is -719162.
    let origin = try Instant("1970-01-01")
    #expect(origin.seconds == 0)
    #expect(try Instant("2000-03-01").time(since: origin, in: .day) == 11017)
    #expect(try Instant("0001-01-01").time(since: origin, in: .day) == -719_162)
    #expect(try Instant("1900-03-01").time(since: Instant("1900-02-28"), in: .day) == 1)
    #expect(try Instant("2000-03-01").time(since: Instant("2000-02-28"), in: .day) == 2)
  }

  @Test func everyDayIsPrintedAsItIsRead() throws {
    var day = try Instant("1599-12-25")
    var previous = ""
    for _ in 0..<150_000 {
      let text = day.text(.day)
      #expect(text > previous)
      #expect(try Instant(text) == day)
      previous = text
      day.seconds += 86_400
    }
  }

  @Test(arguments: [
    "2010-02-29", "2010-13-01", "2010-00-01", "2010-01-00", "2010-01-32", "2010-1-14",
    "2010-01-14T",
    "2010-01-14T25:00:00Z", "2010-01-14T06:60:00Z", "2010-01-14T06:00:60Z",
    "2010-01-14T06:00:00+25:00",
    "2010-01-14T06:00:00.Z", "2010-01-14T06:00:00Zx", "14.01.2010", "20100114", "",
    "2010-01-14T24:00:01Z", "1900-02-29",
  ])
  func whatIsNoDateIsRefused(text: String) {
    #expect(throws: Instant.Refusal.self) { try Instant(text) }
  }

  @Test func aTimeGoesToItsMomentAndBack() {
    var generator = SeededGenerator(state: 6)
    for unit in TimeUnit.allCases {
      for _ in 0..<5000 {
        // Thousandths of a unit: an exact moment, whatever the double's last bit.
        let time = Double(Int(generator.next() % 4_000_000) - 2_000_000) / 1000
        let moment = Instant(time: time, since: epoch, in: unit)
        #expect(moment.time(since: epoch, in: unit) == time)
        #expect(moment.nanoseconds % 1_000_000 == 0)
      }
    }
  }

  @Test func aColumnOfDatesIsOneOfTimes() throws {
    try withFile("date,y\n2010-01-14,1\n2010-01-15T12:00:00Z,2\n") { path in
      let table = try Table(reading: Source(path)) { _ in [ColumnRequest(0, .times)] }
      #expect(table.columns[0].times(since: epoch, in: .hour) == [0, 36])
    }
  }

  @Test(arguments: [
    (
      "2010-01-14,1\n2010-02-30,2\n", "2:1: a date must exist in the calendar, found \"2010-02-30\""
    ),
    ("2010-01-14,1\n3,2\n", "2:1: times must all be dates, as the first one is, found \"3\""),
    (
      "0,1\n2010-01-14,2\n",
      "2:1: times must all be numbers, as the first one is, found \"2010-01-14\""
    ),
    (
      "2010-01-14,1\n,2\n",
      "2:1: a number must stand here, found an empty field; --missing skip|zero allows it"
    ),
  ])
  func aColumnOfTimesIsAllNumbersOrAllDates(text: String, message: String) throws {
    withFile(text) { path in
      let error = #expect(throws: CSVError.self) {
        try Table(reading: Source(path)) { _ in [ColumnRequest(0, .times)] }
      }
      #expect(error?.description == "\(path):\(message)")
    }
  }
}
