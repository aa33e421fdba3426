/// What the program knows of an option beside its help: whether it has a value and may be repeated, and what
/// must be there for it to act.
struct OptionRule {
  /// How it is given.
  enum Kind {
    case flag
    /// With a value, once.
    case single
    /// With a value, again and again.
    case list
  }

  var kind: Kind
  /// What is said where nothing uses it.
  var need: String

  /// The rule of an option; nil for a name that is none.
  static func of(_ name: String) -> OptionRule? { all[name] }

  private static func acts(on what: String, _ kind: Kind = .single) -> OptionRule {
    OptionRule(kind: kind, need: "\(what) is needed for it to act on, found none")
  }

  private static func belongs(to command: String, _ kind: Kind = .single) -> OptionRule {
    OptionRule(kind: kind, need: "it does nothing here; it belongs to \(command)")
  }

  /// All options. A test compares them with those of `--help`.
  private static let all: [String: OptionRule] = [
    // Response.
    "--impulse": belongs(to: "a run, a sweep, a page or describe", .list),
    "--ode": belongs(to: "a run, a sweep, a page or describe", .list),
    "--observe": acts(on: "an --ode with several unknowns"),
    "--inputs": acts(on: "an --ode"),
    "--delay": belongs(to: "a response"),
    "--between": acts(on: "a response file"),
    "--columns": acts(on: "a response file"),
    "--set": acts(on: "a formula or an equation that uses its name", .list),
    "--system": acts(on: "a formula in s or z that uses its name", .list),
    "--period": acts(on: "a filter in z"),
    "--initial": acts(on: "an --ode or a state space"),
    "--tail": acts(on: "a response file"),
    "--two-sided": acts(on: "a response that is a formula in t", .flag),
    // Input.
    "--input": belongs(to: "a run, a sweep or a page", .list),
    "--input-columns": acts(on: "an --input"),
    "--rate": belongs(to: "a run, a sweep or a page", .list),
    "--rate-between": acts(on: "a --rate that is a file"),
    "--rate-columns": acts(on: "a --rate that is a file", .list),
    "--rate-two-sided": acts(on: "a --rate that is a formula in t", .flag),
    "--train": belongs(to: "a run or a sweep", .list),
    "--where": acts(on: "an --input", .list),
    // Tables.
    "--missing": acts(on: "a table"),
    "--skip-lines": acts(on: "a table", .list),
    "--decimal": acts(on: "a table"),
    "--date-format": acts(on: "a file with dates"),
    "--spacing": acts(on: "a file of samples without times, of one column or --columns with one name,"),
    "--unit": acts(on: "a file with dates, or with a unit of time in its header,"),
    // Groups.
    "--by": belongs(to: "a run, a sweep or a page"),
    "--wide": belongs(to: "a sweep, or a run with --by", .flag),
    "--event-column": belongs(to: "a run, a sweep or a page", .list),
    // Times.
    "--from": belongs(to: "a run, a sweep or a page"),
    "--to": belongs(to: "a run, a sweep or a page"),
    "--step": acts(on: "a grid of output times or a filter in z"),
    "--times": belongs(to: "a run, a sweep or a page"),
    "--mean-over": belongs(to: "a run, a sweep or a page"),
    "--total-over": belongs(to: "a run, a sweep or a page"),
    "--times-column": acts(on: "a --times"),
    // Output.
    "--at-event": belongs(to: "a run, a sweep or a page"),
    "--output": belongs(to: "what writes a file"),
    "--follow": belongs(to: "a run", .flag),
    "--stack": belongs(to: "a run or plot", .flag),
    "--sensitivity": belongs(to: "a run or a sweep"),
    "--bounds": belongs(to: "a run or a sweep", .flag),
    "--digits": belongs(to: "what prints numbers"),
    "--tolerance": belongs(to: "a run, a sweep or a page"),
    "--impulses": belongs(to: "a run"),
    "--explain": belongs(to: "a run, or a sweep with --quantiles", .flag),
    "--verify": belongs(to: "a run", .flag),
    "--manifest": belongs(to: "a run or a sweep"),
    "--plot": belongs(to: "a run, describe, or a sweep with --quantiles"),
    "--jobs": belongs(to: "a run, a sweep or a page"),
    // Sweep.
    "--vary": belongs(to: "a sweep", .list),
    "--parameters": belongs(to: "a sweep"),
    "--draw": belongs(to: "a sweep", .list),
    "--draw-file": belongs(to: "a sweep"),
    "--quantiles": belongs(to: "a sweep"),
    "--runs": acts(on: "a --draw, a --draw-file or a --train"),
    "--correlation": acts(on: "a --draw"),
    "--scale-input": belongs(to: "a sweep"),
    "--summary": belongs(to: "a sweep"),
    "--extra": acts(on: "a --parameters or a --draw-file"),
    "--shard": belongs(to: "a sweep"),
    "--shards": belongs(to: "sweep plan"),
    "--for": belongs(to: "sweep plan"),
    // Fit.
    "--measured": belongs(to: "fit, deconvolve, plot or a sweep with --plot"),
    "--measured-columns": acts(on: "a --measured"),
    "--errors": belongs(to: "fit, deconvolve or a sweep with --summary fisher"),
    "--weights": belongs(to: "fit or deconvolve"),
    "--baseline": belongs(to: "fit or deconvolve"),
    "--scale": belongs(to: "fit or deconvolve", .list),
    "--intervals": belongs(to: "fit or deconvolve", .flag),
    "--level": belongs(to: "fit or deconvolve"),
    "--format": belongs(to: "fit or deconvolve"),
    "--guess": belongs(to: "fit", .list),
    "--limits": belongs(to: "fit", .list),
    "--poles": belongs(to: "fit"),
    "--shared": belongs(to: "fit"),
    "--loss": belongs(to: "fit"),
    "--noise": belongs(to: "fit"),
    "--starts": belongs(to: "fit"),
    "--seed": acts(on: "a fit, a --draw or a --train"),
    "--output-fit": belongs(to: "fit"),
    "--output-residuals": belongs(to: "fit"),
    "--output-model": belongs(to: "fit"),
    // Deconvolve.
    "--prior": belongs(to: "deconvolve"),
    "--regularization": belongs(to: "deconvolve"),
    "--nonnegative": belongs(to: "deconvolve", .flag),
    "--decreasing": belongs(to: "deconvolve", .flag),
    "--zero-start": belongs(to: "deconvolve", .flag),
    "--zero-end": belongs(to: "deconvolve", .flag),
    "--spikes": belongs(to: "deconvolve", .flag),
    "--off-grid": belongs(to: "deconvolve", .flag),
    "--count": belongs(to: "deconvolve"),
    "--total": belongs(to: "deconvolve", .flag),
    "--resolution": belongs(to: "deconvolve", .flag),
    // Describe, page, plot, smooth.
    "--frequency": belongs(to: "describe"),
    "--hertz": belongs(to: "describe", .flag),
    "--decibel": belongs(to: "describe", .flag),
    "--degrees": belongs(to: "describe", .flag),
    "--as": belongs(to: "describe"),
    "--discretize": belongs(to: "describe"),
    "--hold": belongs(to: "describe"),
    "--title": belongs(to: "page, plot or a --plot"),
    "--xlabel": belongs(to: "page, plot or a --plot"),
    "--ylabel": belongs(to: "page, plot or a --plot"),
    "--size": belongs(to: "plot or a --plot"),
    "--call": belongs(to: "page"),
    "--script": belongs(to: "plot"),
    "--with": belongs(to: "plot"),
    "--column": belongs(to: "plot"),
    "--kernel": belongs(to: "smooth"),
    "--edge": belongs(to: "smooth"),
    "--correlate": belongs(to: "smooth", .flag),
    "--help": OptionRule(kind: .flag, need: ""),
    "--version": OptionRule(kind: .flag, need: ""),
  ]
}
