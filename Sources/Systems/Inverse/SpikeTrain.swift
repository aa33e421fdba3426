/// Impulses at any times that were found in an output.
public struct SpikeTrain: Sendable {
  /// When each happened, ascending.
  public internal(set) var times: [Double]
  /// Its area.
  public internal(set) var amounts: [Double]
  /// The standard errors of the times; one spacing of the rows where the data only tell between which rows.
  public internal(set) var timeErrors: [Double]
  /// The standard errors of the areas.
  public internal(set) var amountErrors: [Double]
  /// The output of these impulses at the measured times.
  public internal(set) var fitted: [Double]
  /// The constant that was added to the output.
  public internal(set) var baseline: Double?
  /// The standard deviation of a row of weight 1; of a row over its error where errors are given.
  public internal(set) var noise: Double?
  /// How it was computed, in words.
  public internal(set) var method: String
  /// What must be said of it.
  public internal(set) var notes: [String]
}
