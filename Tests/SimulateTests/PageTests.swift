import Foundation
import Testing

/// Pages in a real browser, where there is one.
struct PageTests {
  @Test(
    "a page shows in a browser what the same run prints",
    .enabled(if: Shell.has("chromium"), "no chromium; apt-get install chromium"))
  func agreesWithTheRows() throws {
    let script = CaseTests.package.appending(path: "Tests/Browser/page.sh").path
    let printed = try Shell.output(
      of: "sh '\(script)' '\(CaseTests.program.path)'; echo \"status $?\"",
      in: FileManager.default.temporaryDirectory)
    #expect(printed.hasSuffix("status 0\n"), "\(printed)")
    #expect(printed.contains("slaps: right"))
  }

  @Test("a page of 50 impulses and 2000 rows is at most 300 kB, and asks for nothing outside")
  func isSmallAndWhole() throws {
    let page = try Shell.output(
      of: """
        seq 0 0.7 34.3 | simulate page --impulse '=exp(-t/2)*cos(3*t)' --input - \
          --from 0 --to 39.98 --step 0.02 --title '</script><b>&'
        """, in: FileManager.default.temporaryDirectory)
    #expect(page.utf8.count <= 300_000)
    #expect(page.contains("<title>&lt;/script&gt;&lt;b&gt;&amp;</title>"))
    for outside in ["src=\"", "http://", "https://", "@import", "url("] {
      let found = page.replacingOccurrences(of: "http://www.w3.org/2000/svg", with: "")
        .contains(outside)
      #expect(!found, "\(outside)")
    }
  }
}
