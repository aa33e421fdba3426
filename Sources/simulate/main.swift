import ArgumentParser
import Files
import Glibc
import Systems

// SIGINT and SIGTERM end with 130 and 143 once temporary files are gone; a write beyond `ulimit -f`
// is an error to report, not a death.
CheckedOutput.handleSignals()

// Where the arguments can't be read (no /proc in a chroot) the program would run with its defaults.
if CommandLine.argc == 0 {
  Messages.say("the arguments must be readable: found none, not even a name; mount /proc")
  exit(Failure.Code.software.rawValue)
}

// Scripts ask for the version before anything else; the parser's own set-up takes longer than that.
if CommandLine.argc == 2, CommandLine.arguments[1] == "--version" {
  exit(CommandLineWording.printed(Version.text))
}

do {
  var command = try Simulate.command(Array(FileName.arguments.dropFirst()))
  let typed = TypedOptions.ofThisRun
  try typed.checkRepetition()
  try typed.checkStandardInput()
  try command.run()
} catch {
  exit(Messages.report(error))
}
