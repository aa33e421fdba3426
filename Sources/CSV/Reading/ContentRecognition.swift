/// Decides from the first row that counts whether a column of times holds numbers or dates.
struct ContentRecognition {
  let header: Header
  let requests: [ColumnRequest]
  let missing: MissingPolicy

  init(_ header: Header, _ requests: [ColumnRequest], _ missing: MissingPolicy) {
    self.header = header
    self.requests = requests
    self.missing = missing
    for request in requests {
      precondition(
        request.index >= 0 && request.index < header.count || header.count == 0,
        "a request must be for a column of the header")
    }
  }

  /// What each requested column holds; nil where more of the text is needed.
  func contents(
    _ text: UnsafeBufferPointer<UInt8>, isLast: Bool
  ) throws(Fault) -> [ParsedContent]? {
    var contents = requests.map { request -> ParsedContent in
      switch request.content {
      case .numbers: .numbers
      case .checkedNumbers: .checkedNumbers
      case .times: .numericTimes
      case .text: .text
      }
    }
    guard requests.contains(where: { $0.content == .times }), header.count > 0 else {
      return contents
    }
    var scanner = RowScanner(
      text, from: header.dataOffset, delimiter: header.delimiter, isLast: isLast)
    let rules = RowParser(
      header, indices: requests.map(\.index), contents: contents, missing: missing)
    while true {
      switch try scanner.next() {
      case .incomplete: return nil
      case .end: return contents
      case .row: break
      }
      guard try rules.isKept(scanner, text) else { continue }
      for (request, wanted) in requests.enumerated() where wanted.content == .times {
        let field = scanner.fields[wanted.index]
        if Instant.looksLikeDate(field.bytes(of: text)) { contents[request] = .dates }
      }
      return contents
    }
  }
}
