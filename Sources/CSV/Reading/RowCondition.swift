/// Which rows of a table are wanted; fields of other rows are not looked at.
public struct RowCondition: Hashable, Sendable {
  /// What a row's fields must be.
  enum Kind: Hashable, Sendable {
    case among(Set<String>)
    case notAmong(Set<String>)
    case nonzero
  }

  /// The columns, from 0.
  let columns: [Int]
  let kind: Kind

  /// Rows whose field in a column is one of some texts.
  public static func column(_ index: Int, isAmong texts: Set<String>) -> RowCondition {
    RowCondition(columns: [index], kind: .among(texts))
  }

  /// Rows whose field in a column is none of some texts.
  public static func column(_ index: Int, isNotAmong texts: Set<String>) -> RowCondition {
    RowCondition(columns: [index], kind: .notAmong(texts))
  }

  /// Rows in which a column of some is neither 0 nor missing.
  public static func anyNonzero(_ columns: [Int]) -> RowCondition {
    RowCondition(columns: columns, kind: .nonzero)
  }

  /// Whether a row's fields meet it.
  func isMet(_ fields: [Field], _ text: UnsafeBufferPointer<UInt8>, _ format: NumberFormat) -> Bool {
    switch kind {
    case .among(let texts): texts.contains(fields[columns[0]].string(of: text))
    case .notAmong(let texts): !texts.contains(fields[columns[0]].string(of: text))
    case .nonzero:
      columns.contains { column in
        !fields[column].isMissing(in: text) && (try? format.number(fields[column], text)) != 0
      }
    }
  }
}
