import CSV
import Files

extension Figure {
  /// Draws the figure; a file appears whole or not at all.
  ///
  /// - Parameters:
  ///   - path: the file; `-` is standard output.
  ///   - option: what asked for the picture, for messages.
  /// - Throws: `Failure` (69, 70), `CSVError`.
  func draw(as format: PictureFormat, to path: String, option: String) throws {
    let bytes = try Gnuplot.picture(
      of: GnuplotScript(figure: self, format: format), option: option)
    var file = try CheckedOutput(path)
    var problem: FileError?
    bytes.withUnsafeBytes { buffer in
      do throws(FileError) { try file.write(buffer) } catch { problem = error }
    }
    if let problem { throw problem }
    try file.finish()
  }
}
