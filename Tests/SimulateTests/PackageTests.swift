import Foundation
import Testing

/// What `make deb` and `make dist` pack, of the program that is built.
@Suite(.serialized) struct PackageTests {
  /// Whether a package can be made of the program: it must need no library of this machine.
  private static let canPack: Bool = {
    let script = """
      command -v readelf swiftc dpkg-deb >/dev/null || exit 0
      readelf -lW '\(CaseTests.program.path)' | grep -q INTERP || echo static
      """
    let said = try? output(of: script, in: FileManager.default.temporaryDirectory)
    return said == "static\n"
  }()

  /// A system that `make chroots` made, nil where it could not.
  private static func chroot(_ name: String) -> String? {
    let place = CaseTests.package.appending(path: ".build/chroots/\(name)").path
    let canEnter = try? output(
      of: "unshare --mount chroot '\(place)' /bin/true; echo $?", in: FileManager.default.temporaryDirectory)
    return canEnter == "0\n" ? place : nil
  }

  /// Where both packages were packed once, for all tests.
  private static let packed: String = {
    let place = CaseTests.package.appending(path: ".build/packed").path
    _ = try? output(
      of: "rm -rf '\(place)'; for kind in deb dist; do package $kind '\(place)'; done", in: CaseTests.package)
    return place
  }()

  private static let bookworm = chroot("bookworm")
  private static let bullseye = chroot("bullseye")
  private static let alpine = chroot("alpine")

  /// What a script prints that finds the toolchain too, and `package` for packing.
  private static func output(of script: String, in folder: URL) throws -> String {
    let path = ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin:/bin"
    return try Shell.output(
      of: """
        PATH="$PATH:\(path):/usr/sbin:/sbin"
        package() { SOURCE_DATE_EPOCH=1700000000 sh '\(CaseTests.package.path)/Scripts/package.sh' "$1" '\(CaseTests.program.path)' "$2"; }
        # Enters a system, its own /proc in sight for as long as the command runs.
        enter() { unshare --mount sh -c 'mount -t proc proc "$1/proc"; root=$1; shift; exec chroot "$root" "$@"' sh "$@"; }
        \(script)
        """, in: folder)
  }

  @Test(
    "two folders, at two times, with other modes and zones, get the same bytes", .enabled(if: canPack),
    arguments: ["deb", "dist"])
  func bytesAreTheSame(_ kind: String) throws {
    try Program.inFolder { folder in
      let printed = try PackageTests.output(
        of: """
          (umask 077; mkdir -p else/where; TZ=Asia/Tokyo package \(kind) else/where > /dev/null)
          cd else/where && for made in *; do cmp "$made" "\(PackageTests.packed)/$made" && echo same; done
          """, in: folder)
      #expect(printed == "same\n")
    }
  }

  @Test(
    "lintian finds no error in the Debian package",
    .enabled(if: canPack && Shell.has("lintian"), "no lintian; apt-get install lintian"))
  func lintianIsContent() throws {
    try Program.inFolder { folder in
      let printed = try PackageTests.output(
        of: """
          lintian --allow-root --tag-display-limit 0 '\(PackageTests.packed)'/*.deb > found 2> said || echo "status $?"
          grep '^E:' found
          echo done
          """, in: folder)
      #expect(printed == "done\n")
    }
  }

  @Test(
    "the tarball runs where it is unpacked, and holds the licence and source of each part", .enabled(if: canPack))
  func tarballIsWhole() throws {
    try Program.inFolder { folder in
      let printed = try PackageTests.output(
        of: """
          tar -xzf '\(PackageTests.packed)'/*.tar.gz && cd simulate-*/
          echo 0 | bin/simulate --impulse '=2^(-t)' --input - --to 1 --step 1
          ls LICENSE share/man/man1/simulate-fit.1 share/bash-completion/completions/simulate \
            share/zsh/site-functions/_simulate share/fish/vendor_completions.d/simulate.fish \
            source/Package.swift source/dependencies/swift-numerics/Package.swift > /dev/null && echo whole
          cd share/doc/simulate
          for name in $(awk '/^$/ { getline; print $1 }' SOURCES); do
            test -s licences/$name && grep -q "^$name [0-9]" SOURCES || echo "$name"
          done
          grep -cE '^(gsl|fftw3|glibc|libpng1.6|zlib|swift|swift-numerics|swift-argument-parser) ' SOURCES
          """, in: folder)
      #expect(printed == "t,y\n0,1\n1,0.5\nwhole\n8\n")
    }
  }

  @Test(
    "the Debian package is installed, runs, and is removed without a trace in Debian 12",
    .enabled(if: canPack && bookworm != nil, "no chroot of bookworm: make chroots says why"))
  func debianPackageComesAndGoes() throws {
    try Program.inFolder { folder in
      let printed = try PackageTests.output(
        of: """
          cp -a '\(PackageTests.bookworm ?? "")' root
          cp '\(PackageTests.packed)'/*.deb root/tmp/
          (cd root && find . -path ./tmp -prune -o -path ./var -prune -o -print | sort) > before
          enter root dpkg -i $(cd root && ls tmp/*.deb) > log 2>&1 || cat log
          echo 0 | enter root simulate --impulse '=2^(-t)' --input - --to 1 --step 1
          enter root dpkg --verify simulate
          ls root/usr/share/bash-completion/completions/simulate \
            root/usr/share/zsh/vendor-completions/_simulate \
            root/usr/share/fish/vendor_completions.d/simulate.fish | wc -l | tr -d ' '
          enter root dpkg --purge simulate > log 2>&1 || cat log
          (cd root && find . -path ./tmp -prune -o -path ./var -prune -o -print | sort) | diff before -
          enter root simulate --version > /dev/null 2>&1 || echo gone
          """, in: folder)
      // Minimal systems may be told to leave pages out: the program itself is what must be there.
      #expect(printed == "t,y\n0,1\n1,0.5\n3\ngone\n")
    }
  }

  /// Puts the program into a system, and has it use files, formulas and the terminal's name there.
  private func runs(in root: String) throws {
    try Program.inFolder { folder in
      let printed = try PackageTests.output(
        of: """
          cp -a '\(root)' root
          cp '\(CaseTests.program.path)' root/simulate
          printf 'time,amount\\n0,1\\n1,2\\n' > root/doses.csv
          enter root /simulate --impulse '=exp(-log(2)*t)' --input /doses.csv --to 2 --step 1 --digits 6 --output /out.csv
          cat root/out.csv
          """, in: folder)
      #expect(printed == "t,y\n0,1\n1,2.5\n2,1.25\n")
    }
  }

  @Test(
    "the program runs in Debian 11, whose C library is older",
    .enabled(if: canPack && bullseye != nil, "no chroot of bullseye: make chroots says why"))
  func runsInBullseye() throws {
    try runs(in: try #require(PackageTests.bullseye))
  }

  @Test(
    "the program runs in Alpine, which has another C library",
    .enabled(if: canPack && alpine != nil, "no .build/chroots/alpine: unpack Alpine's minirootfs there"))
  func runsInAlpine() throws {
    try runs(in: try #require(PackageTests.alpine))
  }

  @Test(
    "the program runs where there is nothing but itself and /proc",
    .enabled(if: canPack && bookworm != nil, "chroots need root"))
  func runsAlone() throws {
    try Program.inFolder { folder in
      let empty = folder.appending(path: "empty/proc")
      try FileManager.default.createDirectory(at: empty, withIntermediateDirectories: true)
      try runs(in: folder.appending(path: "empty").path)
    }
  }
}
