import Foundation
import Testing

/// The shared library, as programs in C and Python see it.
@Suite struct LibraryTests {
  /// `libsimulate.so` where it was linked, else what the compiler made.
  private static let library: URL? = {
    let folder = CaseTests.program.deletingLastPathComponent()
    return ["libsimulate.so", "libCInterface.so"].map { folder.appending(path: $0) }
      .first { FileManager.default.fileExists(atPath: $0.path) }
  }()

  private func output(of script: String) throws -> String {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "library-\(UUID().uuidString)")
    try files.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: place) }
    let library = try #require(LibraryTests.library)
    return try Shell.output(
      of: """
        package='\(CaseTests.package.path)'
        library='\(library.path)'
        \(script)
        """, in: place)
  }

  private static let compile = "cc -std=c11 -O1 -Wall -Wextra -pedantic -Werror"
    + " -I \"$package/Sources/CSimulate/include\""

  @Test(
    "a C program makes systems, runs them, is told its mistakes, and shares a system among threads",
    .enabled(if: library != nil && Shell.has("cc"), "no cc, or no library: make library"))
  func interfaceHolds() throws {
    let printed = try output(
      of: """
        \(LibraryTests.compile) "$package/Tests/CInterface/interface.c" "$library" -lm -lpthread \
          -Wl,-rpath,"$(dirname "$library")" -o interface && ./interface
        echo status $?
        """)
    #expect(printed == "status 0\n")
  }

  @Test("the header is C++ too", .enabled(if: Shell.has("c++"), "no c++"))
  func headerIsCPlusPlus() throws {
    let printed = try Shell.output(
      of: """
        c++ -std=c++17 -Wall -Wextra -pedantic -Werror -fsyntax-only -x c++ \
          '\(CaseTests.package.path)/Sources/CSimulate/include/simulate.h'
        """, in: FileManager.default.temporaryDirectory)
    #expect(printed == "")
  }

  @Test(
    "the linked library needs only the C library, and gives no name that simulate.h does not declare",
    .enabled(if: library?.lastPathComponent == "libsimulate.so" && Shell.has("nm") && Shell.has("ldd")))
  func everythingIsInside() throws {
    let printed = try output(
      of: """
        ldd "$library" | awk '{ print $1 }' | grep -vE '^(linux-vdso|libc|libm|/lib.*/ld-linux)'
        nm -D --defined-only "$library" | awk '$2 ~ /[A-Z]/ { print $3 }' | while read -r name; do
          grep -q "$name(" "$package/Sources/CSimulate/include/simulate.h" || echo "$name"
        done
        """)
    #expect(printed == "")
  }

  @Test(
    "the Python package passes its own tests, scipy's examples among them",
    .enabled(if: library != nil && hasPython, "no python3 with numpy, scipy and pytest"))
  func pythonHolds() throws {
    let printed = try output(
      of: """
        cp -r "$package/python/simulate" "$package/python/tests" "$package/python/pyproject.toml" .
        SIMULATE_LIBRARY="$library" PYTHONPATH="$PWD" \
          '\(LibraryTests.python)' -m pytest -q -p no:cacheprovider > said 2>&1 || cat said
        """)
    #expect(printed == "")
  }

  @Test(
    "the wheel is for any Python 3 on this kind of machine, and is installed from a clone",
    .enabled(if: library != nil && hasBuilder, "no python3 with setuptools 77 or later"))
  func wheelIsOfThisMachine() throws {
    let printed = try output(
      of: """
        mkdir clone && cp -r "$package/python" "$package/VERSION" clone/
        export SIMULATE_LIBRARY="$library"
        '\(LibraryTests.python)' -m pip wheel -q --disable-pip-version-check --no-deps --no-build-isolation -w made ./clone/python > said 2>&1 \
          || cat said
        unset SIMULATE_LIBRARY
        machine=$('\(LibraryTests.python)' -c 'import sysconfig; print(sysconfig.get_platform().replace("-", "_").replace(".", "_"))')
        test -f made/simulate-"$(cat clone/VERSION)"-py3-none-"$machine".whl || ls made
        '\(LibraryTests.python)' -m pip install -q --disable-pip-version-check --no-deps --target there made/*.whl > said 2>&1 || cat said
        PYTHONPATH="$PWD/there" '\(LibraryTests.python)' -c 'import simulate; print(simulate.System("1/(s + 1)").response([0], at=[0]))'
        """)
    #expect(printed == "[1.]\n")
  }

  /// The programs that docs/library.md shows, by their language.
  private static func shown(_ language: String) throws -> String {
    let page = try String(
      contentsOf: CaseTests.package.appending(path: "docs/library.md"), encoding: .utf8)
    let after = try #require(page.components(separatedBy: "\n```\(language)\n").dropFirst().first)
    return try #require(after.components(separatedBy: "\n```").first) + "\n"
  }

  /// exp(-1) + exp(-1/4), and that its bound is small.
  private static let told = String(format: "%.9f True\n", exp(-1) + exp(-0.25))

  @Test("the page's C program prints what it says", .enabled(if: library != nil && Shell.has("cc")))
  func shownCProgramRuns() throws {
    let printed = try output(
      of: """
        cat > run.c <<'END'
        \(LibraryTests.shown("c"))
        END
        \(LibraryTests.compile) run.c "$library" -Wl,-rpath,"$(dirname "$library")" -o run && ./run
        """)
    #expect(printed == LibraryTests.told)
  }

  @Test("the page's and the package's Python runs", .enabled(if: library != nil && hasPython))
  func shownPythonRuns() throws {
    let printed = try output(
      of: """
        export SIMULATE_LIBRARY="$library" PYTHONPATH="$package/python" PYTHONDONTWRITEBYTECODE=1
        cat > run.py <<'END'
        \(LibraryTests.shown("python"))
        END
        '\(LibraryTests.python)' run.py
        sed -n '/^```python/,/^```/p' "$package/python/README.md" | grep -v '^```' > readme.py
        '\(LibraryTests.python)' readme.py
        """)
    #expect(printed == LibraryTests.told)
  }

  @Test("the version is the same wherever it is said")
  func versionIsOne() throws {
    func text(_ path: String) throws -> String {
      try String(contentsOf: CaseTests.package.appending(path: path), encoding: .utf8)
    }
    let version = try text("VERSION").trimmingCharacters(in: .newlines)
    #expect(version.split(separator: ".").count == 3)
    #expect(try Shell.output(of: "simulate --version", in: CaseTests.package) == version + "\n")
    // The newest section of the changelog that is a version's.
    let sections = try text("CHANGELOG.md").split(separator: "\n").filter { $0.hasPrefix("## ") }
    #expect(sections.first { $0 != "## Unreleased" } == "## \(version)")
  }

  /// A Python that has what the tests need: the one that `make test` prepares, else the system's.
  private static let python: String = {
    let own = CaseTests.package.appending(path: ".build/python/bin/python").path
    return FileManager.default.isExecutableFile(atPath: own) ? own : "python3"
  }()

  private static let hasBuilder: Bool = {
    let said = try? Shell.output(
      of: """
        '\(python)' -c 'import numpy, pip, setuptools; print(int(setuptools.__version__.split(".")[0]) >= 77)'
        """, in: FileManager.default.temporaryDirectory)
    return said?.hasSuffix("True\n") == true
  }()

  private static let hasPython: Bool = {
    let said = try? Shell.output(
      of: "'\(python)' -c 'import numpy, scipy, pytest' && echo yes",
      in: FileManager.default.temporaryDirectory)
    return said?.hasSuffix("yes\n") == true
  }()
}
