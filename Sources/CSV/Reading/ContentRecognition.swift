/// Decides from the first row that counts whether a column of times holds numbers or dates.
struct ContentRecognition {
  let header: Header
  let requests: [ColumnRequest]
  let conditions: [RowCondition]
  let format: TableFormat

  init(
    _ header: Header, _ requests: [ColumnRequest], _ conditions: [RowCondition], _ format: TableFormat
  ) {
    self.header = header
    self.requests = requests
    self.conditions = conditions
    self.format = format
    for request in requests {
      precondition(
        request.index >= 0 && request.index < header.count || header.count == 0,
        "a request must be for a column of the header")
    }
  }

  /// A parser of the rows; nil where more of the text is needed.
  func parser(_ text: UnsafeBufferPointer<UInt8>, isLast: Bool) throws(Fault) -> RowParser? {
    var columns = requests.map { request in
      let content: ParsedContent =
        switch request.content {
        case .numbers: .numbers
        case .checkedNumbers: .checkedNumbers
        case .times, .datedTimes: .numericTimes
        case .text: .text
        }
      return ParsedColumn(index: request.index, content: content, missing: request.missing)
    }
    let rules = RowParser(header, columns: columns, conditions: conditions, format: format)
    guard requests.contains(where: \.content.isTimes), header.count > 0 else { return rules }
    var scanner = RowScanner(
      text, from: header.dataOffset, delimiter: header.delimiter, isLast: isLast)
    while true {
      switch try scanner.next() {
      case .incomplete: return nil
      case .end: return rules
      case .row: break
      }
      guard try rules.fate(of: scanner, text) == .kept else { continue }
      for (k, request) in requests.enumerated() where request.content.isTimes {
        let bytes = scanner.fields[request.index].bytes(of: text)
        if let form = dates(of: bytes, under: request.content) { columns[k].content = .dates(form) }
      }
      return RowParser(header, columns: columns, conditions: conditions, format: format)
    }
  }

  /// How a field is a date; nil where it is none.
  private func dates(
    of bytes: UnsafeBufferPointer<UInt8>, under content: ColumnRequest.Content
  ) -> ParsedDates? {
    if case .form(let form) = format.dates, form.instant(bytes) != nil { return .form(form) }
    if Instant.looksLikeDate(bytes) { return .iso }
    if format.dates == .recognised, content == .datedTimes, Instant(basic: bytes) != nil { return .basic }
    return nil
  }
}
