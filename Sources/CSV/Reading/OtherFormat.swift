/// What is no table, as its first bytes show: it is refused with what it is, and how it becomes one.
public enum OtherFormat: Hashable, Sendable {
  case archive, pdf, hdf5, parquet, markup, json, largeFilePointer

  /// What text begins with these bytes; nil for what may be a table.
  init?(_ text: UnsafeBufferPointer<UInt8>) {
    for (format, mark) in Self.marks where text.starts(with: mark.utf8) {
      self = format
      return
    }
    if text.starts(with: [0x89, 0x48, 0x44, 0x46]) {
      self = .hdf5
      return
    }
    let first = text.prefix(64).filter { ![0x20, 0x09, 0x0A, 0x0D].contains($0) }
    let begin = String(decoding: first.prefix(9), as: UTF8.self).lowercased()
    if begin.hasPrefix("<!doctype") || begin.hasPrefix("<html") || begin.hasPrefix("<?xml") {
      self = .markup
    } else if begin.hasPrefix("{\"") || begin.hasPrefix("[{") || begin.hasPrefix("[[") {
      self = .json
    } else {
      return nil
    }
  }

  private static let marks: [(OtherFormat, String)] = [
    (.archive, "PK\u{3}\u{4}"), (.pdf, "%PDF-"), (.parquet, "PAR1"),
    (.largeFilePointer, "version https://git-lfs.github.com"),
  ]

  /// What it is, and the mend.
  var description: String {
    switch self {
    case .archive: "a spreadsheet (xlsx, ods) or a zip archive; save or unpack the table as CSV"
    case .pdf: "a PDF"
    case .hdf5: "HDF5; h5dump or a program that reads it writes CSV"
    case .parquet: "Parquet; a program that reads it writes CSV"
    case .markup: "HTML or XML: a page, perhaps in the place of a file that was not found"
    case .json: "JSON; jq -r '.[] | @csv' makes a table of rows of it"
    case .largeFilePointer: "a pointer of Git LFS; git lfs pull brings the file itself"
    }
  }
}
