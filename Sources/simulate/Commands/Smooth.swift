import ArgumentParser
import CSV
import Files
import Glibc
import Systems

/// Two-dimensional convolution of a picture or a matrix with a kernel.
struct Smooth: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "smooth",
    abstract: "Convolve a picture (PNG, PGM, PPM) or a CSV matrix with a kernel.",
    usage: "simulate smooth --kernel <value> <input> [<options>]",
    discussion: """
      Examples:
        simulate smooth --kernel mean3.csv photo.png --output smooth.png
        simulate smooth --kernel gaussian:1.5 photo.png --edge reflect > soft.png
        simulate smooth --kernel box:3 heights.csv > mean.csv

      The result is as large as the input: y[r,c] = sum of k[i,j] x[r-i+i0, c-j+j0], where the \
      centre (i0,j0) of the kernel is half of its sides, rounded down. A picture gives a picture, \
      rounded and clipped, in the input's depth, its alpha as it was; to a file that ends in .csv, \
      the numbers of a grey picture as they are. A matrix gives a matrix.
      """)

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "The weights: a CSV matrix, taken as it is, or box:N or gaussian:SIGMA, of unit sum.",
      valueName: "value"),
    completion: .file())
  var kernel: String

  @Argument(help: ArgumentHelp("A PNG, PGM, PPM or CSV; - is standard input.", valueName: "input"), completion: .file())
  var input: String

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Written whole or not at all; the ending says whether it is .png, .pgm, .ppm or .csv.",
      valueName: "file"),
    completion: .file())
  var output: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "What lies outside: zero, reflect (d c b a | a b c d), replicate or wrap.", valueName: "edge"),
    completion: .list(Edge.allCases.map(\.rawValue)))
  var edge: String = "zero"

  @Flag(help: "Takes the kernel as it stands, not turned by half a turn as in a convolution.")
  var correlate = false

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp("How many threads may work; by default all cores.", valueName: "n"))
  var jobs: String?

  @Option(
    parsing: .unconditional,
    help: ArgumentHelp(
      "Significant digits of a CSV, 1 to 17; by default as many as read back as the same number.",
      valueName: "n"))
  var digits: String?

  func run() throws {
    let smoothing = Smoothing(
      edge: try Number.choice(edge, option: "--edge"), correlates: correlate,
      jobs: try jobs.map { try Number.integer($0, option: "--jobs", in: 1...1024) }
        ?? max(1, sysconf(Int32(_SC_NPROCESSORS_ONLN))),
      digits: try digits.map { try Number.integer($0, option: "--digits", in: 1...17) })
    if kernel == "-" && input == "-" {
      throw Failure.option("--kernel", "standard input can be read once, found - as the input too")
    }
    let weights = try KernelValue(kernel).kernel()
    try smoothing.smooth(Source(input), with: weights, to: output ?? "-")
  }
}
