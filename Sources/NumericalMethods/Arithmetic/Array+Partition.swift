extension Array {
  /// The first index whose element does not satisfy what the ones before it do.
  ///
  /// - Complexity: O(log n).
  @inlinable
  package func partition(_ isBefore: (Element) -> Bool) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
