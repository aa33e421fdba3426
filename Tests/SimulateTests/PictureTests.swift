import Foundation
import Testing

/// Pictures that gnuplot draws, where it is there.
@Suite(.enabled(if: Shell.has("gnuplot"), "no gnuplot; apt-get install gnuplot-nox"))
struct PictureTests {
  /// Runs a script in a folder of its own.
  private func output(of script: String) throws -> String {
    let files = FileManager.default
    let place = files.temporaryDirectory.appending(path: "simulate-picture-\(UUID().uuidString)")
    try files.createDirectory(at: place, withIntermediateDirectories: true)
    defer { try? files.removeItem(at: place) }
    return try Shell.output(of: script, in: place)
  }

  @Test("a picture is of the kind that its name ends in")
  func kindFollowsTheEnding() throws {
    let printed = try output(
      of: """
        printf 't,y\\n0,1\\n1,2\\n2,0\\n' > run.csv
        for kind in png svg pdf; do
          simulate plot run.csv --output run.$kind && head -c 5 run.$kind | od -An -c | tr -d ' '
        done
        """)
    #expect(printed == "211PNG\\r\n<?xml\n%PDF-\n")
  }

  @Test(
    "the script of every kind of table runs in gnuplot as it is, without a warning",
    arguments: [
      "t,y\\n0,1\\n1,2\\n", "t,y,error\\n0,1,1e-15\\n1,2,1e-16\\n",
      "t,y,0,1\\n0,1,1,0\\n1,2,1,-1\\n2,3,1,2\\n",
      "t,rate\\n0,1\\n1,2\\n", "t,amount\\n0,1\\n1,2\\n",
      "tau,dose,t,y\\n1,1,0,0\\n1,1,1,1\\n2,1,0,0\\n2,1,1,3\\n",
      "tau,peak,final\\n1,2,3\\n2,3,4\\n3,4,7\\n",
      "a,b,peak\\n1,1,2\\n1,10,3\\n1,100,4\\n2,1,4\\n2,10,5\\n2,100,6\\n",
      "name,estimate,standard_error\\na,1,0.1\\nk,30,2\\n",
      "frequency,magnitude,phase\\n0.1,1,0\\n1,0.5,-1\\n10,0.01,-3\\n",
      "t,y\\n2010-01-14,1\\n2010-01-15,2\\n", "1,2,3\\n4,5,7\\n7,8,10\\n",
    ])
  func scriptRuns(_ table: String) throws {
    let printed = try output(
      of: """
        printf '\(table)' > 'a table.csv'
        simulate plot 'a table.csv' --script draw.gp && gnuplot draw.gp \
          && head -c 4 'a table.png' | od -An -c | tr -d ' '
        """)
    #expect(printed == "211PNG\n")
  }

  @Test("--plot draws beside the rows, and leaves them alone")
  func plotLeavesRowsAlone() throws {
    let printed = try output(
      of: """
        seq 0 3 > times.txt
        simulate --impulse '=exp(-t)' --input times.txt > plain.csv
        simulate --impulse '=exp(-t)' --input times.txt --plot run.svg > drawn.csv
        cmp plain.csv drawn.csv && grep -c '<svg' run.svg
        simulate --impulse '=exp(-t)' --input times.txt --plot - 2> picture.txt | cmp plain.csv -
        wc -l < picture.txt | tr -d ' '
        """)
    #expect(printed == "1\n24\n")
  }
}
