import Foundation
import Testing

/// What `make install` leaves, without building again.
struct InstallTests {
  /// Installs below a folder of its own, with a blank in its name, and runs a script there.
  private func output(of script: String) throws -> String {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "simulate install-\(UUID().uuidString)")
    try files.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: place) }
    let package = CaseTests.package.path
    let program = CaseTests.program.path
    return try Shell.output(
      of: """
        place() { make -s -C '\(package)' "$1" BUILT='\(program)' PREFIX=/usr DESTDIR="$PWD"; }
        place install-built > installed.txt || cat installed.txt
        export LC_ALL=C.UTF-8
        \(script)
        """, in: place)
  }

  @Test("the installed program runs, beside its manual and completions")
  func installedProgramRuns() throws {
    let printed = try output(
      of: """
        printf '0\\n' | usr/bin/simulate --impulse '=2^(-t)' --input - --to 1 --step 1
        cd usr/share
        ls man/man1/simulate.1 man/man1/simulate-sweep-merge.1 \
          bash-completion/completions/simulate zsh/site-functions/_simulate \
          fish/vendor_completions.d/simulate.fish | wc -l | tr -d ' '
        """)
    #expect(printed == "t,y\n0,1\n1,0.5\n5\n")
  }

  @Test(
    "the library for C is installed beside the program where it was built, and a C program finds it",
    .enabled(
      if: FileManager.default.fileExists(
        atPath: CaseTests.program.deletingLastPathComponent().appending(path: "libsimulate.so").path)
        && Shell.has("cc"), "no cc, or no library: make library"))
  func libraryIsInstalled() throws {
    let printed = try output(
      of: """
        printf '#include <simulate.h>\n#include <stdio.h>\nint main(void) { return !puts(simulate_version()); }\n' > version.c
        cc -I usr/include version.c -L usr/lib -lsimulate -Wl,-rpath,"$PWD/usr/lib" -o version && ./version
        """)
    #expect(try printed == Shell.output(of: "simulate --version", in: CaseTests.package))
  }

  @Test("uninstall takes away what install put there, and no other's page")
  func uninstallLeavesOthersAlone() throws {
    let printed = try output(
      of: """
        echo theirs > usr/share/man/man1/simulate-else.1
        place uninstall > removed.txt
        find usr -type f
        """)
    #expect(printed == "usr/share/man/man1/simulate-else.1\n")
  }

  @Test(
    "every page of the manual renders without a warning, examples before options",
    .enabled(if: Shell.has("man") && Shell.has("groff"), "no man; apt-get install man-db groff"))
  func manualRenders() throws {
    let printed = try output(
      of: """
        for page in usr/share/man/man1/*.1; do man --warnings -l "$page" > text || echo "$page"; done
        man -l usr/share/man/man1/simulate.1 \
          | grep -E '^(NAME|EXAMPLES|OPTIONS|EVENT TABLES|EXIT STATUS)$'
        """)
    #expect(printed == "NAME\nEXAMPLES\nOPTIONS\nEVENT TABLES\nEXIT STATUS\n")
  }

  @Test("each shell that is there can read its completions")
  func completionsAreRead() throws {
    let printed = try output(
      of: """
        cd usr/share
        check() { if command -v "$1" > found; then "$@"; fi; }
        check bash -n bash-completion/completions/simulate
        check zsh -n zsh/site-functions/_simulate
        check fish --no-execute fish/vendor_completions.d/simulate.fish
        check bash -c '. bash-completion/completions/simulate && complete -p simulate' | wc -l
        """)
    #expect(printed.trimmingCharacters(in: .whitespacesAndNewlines) == "1")
  }
}
