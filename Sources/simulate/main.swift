import ArgumentParser
import Glibc

// A write beyond `ulimit -f` is an error to report, not a death that leaves a temporary file.
signal(SIGXFSZ, SIG_IGN)

// Where the arguments can't be read (no /proc in a chroot) the program would run with its defaults.
if CommandLine.argc == 0 {
  Messages.say("the arguments must be readable: found none, not even a name; mount /proc")
  exit(Failure.Code.software.rawValue)
}

do {
  var command = try Simulate.parseAsRoot()
  try command.run()
} catch {
  exit(Messages.report(error))
}
