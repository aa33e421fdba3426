import Systems

/// A file of impulses and pulses.
enum InputFile {
  case table(EventTable)
  /// Samples as impulses.
  case sound([Event])
}
