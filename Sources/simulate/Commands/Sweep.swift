import ArgumentParser

/// Many runs that differ in parameters, in one process or on many machines.
struct Sweep: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sweep",
    abstract: "Make a run for every combination of parameters.",
    discussion: """
      Examples:
        simulate sweep --impulse '=exp(-t/tau)/tau' --input slaps.csv \\
          --from 0 --to 12 --step 0.1 --vary tau=1:10:0.5
        simulate sweep --impulse '=exp(-t/tau)' --input slaps.csv \\
          --from 0 --to 12 --step 0.1 --vary tau=log:0.1:100:31 \\
          --vary dose=1,2,4 --scale-input dose --summary peak,area
        simulate sweep --impulse '=exp(-k*t)' --input slaps.csv \\
          --from 0 --to 12 --step 0.1 --draw k=lognormal:-1,0.3 \\
          --runs 1000 --quantiles 0.05,0.5,0.95
        simulate sweep ... --shard 3/100 --output shards
        simulate sweep status shards
        simulate sweep merge shards --output all.csv

      A parameter can stand in every formula and equation, and in --delay, --from, --to, --step, \
      --period, --initial, --set, --scale-input and --event-column: by its name, or in a formula \
      (--delay '=2*tau').
      """,
    subcommands: [SweepRuns.self, SweepStatus.self, SweepMerge.self, SweepPlan.self],
    defaultSubcommand: SweepRuns.self)
}

/// Computes a sweep, or a share of it.
struct SweepRuns: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "runs", abstract: "Compute the runs (the default).")

  @OptionGroup var options: SweepOptions

  func run() throws { try SweepJob.write(options) }
}
