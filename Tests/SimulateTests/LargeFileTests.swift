import Foundation
import Testing

/// Files that are read while rows are written, at 64 MB and more.
@Suite(.serialized) struct LargeFileTests {
  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: "large-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  /// 20,000 samples, and 3 million impulses of 66 MB on their grid; `gaps.csv` leaves some out.
  private static let tables = """
    awk 'BEGIN { srand(1); print "t,y"; for (k = 0; k < 20000; k++)
      printf "%.3f,%.17g\\n", k / 1000, exp(-k / 9000) * (rand() - 0.3) }' > h.csv
    awk 'BEGIN { srand(2); print "t,a"; for (k = 0; k < 3000000; k++)
      printf "%.3f,%.15f\\n", k / 1000, rand() - 0.5 }' > x.csv
    awk 'NR % 1000 != 7' x.csv > gaps.csv
    """

  @Test("from a file, a pipe, on one thread or more, the bytes are the same; memory is the response's")
  func sameBytes() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: Self.tables + """

          [ "$(wc -c < gaps.csv)" -gt 67108864 ] || echo too small
          for file in x gaps; do
            simulate --impulse h.csv --input $file.csv --jobs 1 2> /dev/null | cksum > one
            simulate --impulse h.csv --input $file.csv --jobs 2 2> /dev/null | cksum > two
            simulate --impulse h.csv --input $file.csv --output out.csv 2> /dev/null
            cksum < out.csv > whole
            cat $file.csv | simulate --impulse h.csv --input - 2> /dev/null | cksum > piped
            # What must be held, such as a pipe's rows, is refused there before it is allocated.
            cat $file.csv | (ulimit -v 200000; simulate --impulse h.csv --input - --jobs 1 2>&1) \
              | grep -c 'would need'
            (ulimit -v 200000; simulate --impulse h.csv --input $file.csv --jobs 1 2> /dev/null) \
              | cksum > small
            cmp one two && cmp one whole && cmp one piped && cmp one small && echo $file
          done
          """, in: folder)
      #expect(said == "1\nx\n1\ngaps\n")
    }
  }

  @Test("a mistake at the end of a large file is found before the first row is written")
  func mistakes() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: Self.tables + """

          cp x.csv bad.csv; echo 3000.000,1x >> bad.csv
          simulate --impulse h.csv --input bad.csv 2> said > out.csv; echo $?
          grep -v peak said; wc -c < out.csv
          """, in: folder)
      #expect(
        said
          == "65\nsimulate: bad.csv:3000002:10: a number must stand here, found \"1x\"\n0\n")
    }
  }

  @Test("a file that changes while it is read is an error, once the rows before are written")
  func changes() throws {
    try inFolder { folder in
      // While the pipe is full, the last line becomes a comment.
      let said = try Shell.output(
        of: Self.tables + """

          (simulate --impulse h.csv --input x.csv 2> said; echo $? > status) | {
            head -c 1 > /dev/null
            last=$(tail -n 1 x.csv | wc -c)
            printf '#' | dd of=x.csv bs=1 seek=$(($(wc -c < x.csv) - last)) conv=notrunc 2> /dev/null
            cat > /dev/null
          }
          cat status; grep -v peak said
          """, in: folder)
      #expect(
        said == "65\nsimulate: x.csv: a file must not change while it is read, "
          + "found 2999999 rows after 3000000\n")
    }
  }

  @Test("followed rows have the same bytes however the producer pauses, and come at once")
  func followed() throws {
    try inFolder { folder in
      let said = try Shell.output(
        of: """
          awk 'BEGIN { srand(1); print "t,y"; for (k = 0; k < 9000; k++)
            printf "%.3f,%.17g\\n", k / 1000, exp(-k / 9000) * (rand() - 0.3) }' > h.csv
          awk 'BEGIN { srand(2); print "t,a"; for (k = 0; k < 40000; k++)
            printf "%.3f,%.15f\\n", k / 1000, rand() - 0.5 }' > x.csv
          run() { simulate --impulse h.csv --input - --follow 2> /dev/null; }
          cat x.csv | run > whole.csv
          (head -c 333333 x.csv; sleep 0.1; tail -c +333334 x.csv) | run | cmp - whole.csv && echo same
          # The row before the last impulse is there while the producer sleeps.
          mkfifo pipe
          (head -n 3 x.csv; sleep 2; echo late >> order) > pipe & producer=$!
          run < pipe | while read line; do
            [ "$line" = "${line#0,}" ] || echo row >> order
          done
          wait $producer
          head -n 1 order
          """, in: folder)
      #expect(said == "same\nrow\n")
    }
  }
}
