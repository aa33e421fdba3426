import CSV
import Glibc

extension OutputOptions {
  /// What `--plot` asks for, known before anything is computed; nil without it.
  ///
  /// - Throws: `Failure` (64).
  func pictureFormat() throws -> PictureFormat? {
    guard let plot else {
      try picture.refuse(without: "--plot")
      return nil
    }
    return try PictureFormat(path: plot, option: "--plot", terminal: .of(pictureDescriptor))
  }

  /// Where a picture in characters goes: standard output, unless the rows are there.
  private var pictureDescriptor: Int32 { output == nil ? STDERR_FILENO : STDOUT_FILENO }

  /// Draws the run beside its rows.
  ///
  /// - Throws: `Failure` (69, 70), `CSVError`, `SystemsError`.
  func draw(
    _ simulation: Simulation, _ wishes: Wishes, as format: PictureFormat, to path: String
  ) throws {
    let figure = try RunFigure(simulation: simulation, wishes: wishes, isText: format.isText)
      .figure()
    try draw(figure, as: format, to: path)
  }

  /// Draws a figure beside the rows.
  ///
  /// - Throws: `Failure` (69, 70), `CSVError`.
  func draw(_ figure: Figure, as format: PictureFormat, to path: String) throws {
    let figure = try picture.applied(to: figure)
    guard format.isText, pictureDescriptor == STDERR_FILENO else {
      return try figure.draw(as: format, to: path, option: "--plot")
    }
    let bytes = try Gnuplot.picture(
      of: GnuplotScript(figure: figure, format: format), option: "--plot")
    _ = Messages.write(String(decoding: bytes, as: UTF8.self), to: STDERR_FILENO)
  }
}
