#pragma once
// Numbers to text and back, byte for byte as C++17's <charconv> has it, in any locale.
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  /// No number's text needs more room: 24 bytes, and what is written over after its end, 16 at once.
  CNT_LONGEST = 40,
  /// What cnt_parse found.
  CNT_NUMBER = 0, CNT_NOT_A_NUMBER = 1, CNT_OUT_OF_RANGE = 2, CNT_UNDERFLOWS = 3,
  /// What a column holds: numbers; text that is passed over; numbers that are checked alone, and read
  /// as 1, or 0 for 0.
  CNT_NUMBERS = 0, CNT_IGNORED = 1, CNT_CHECKED = 2
};

/// Writes the shortest text that reads back as the same double, as std::to_chars does: fixed
/// unless scientific is shorter. Returns its length, at most 24; writes at most CNT_LONGEST bytes.
size_t cnt_print(double value, char *text);
/// The same by the standard library's own std::to_chars: the reference of the tests.
size_t cnt_print_reference(double value, char *text);
/// Writes `digits` (1 to 17) significant digits, as printf's %.*g does in the C locale.
size_t cnt_print_digits(double value, int digits, char *text);
/// Writes the number value / 10^scale, scale from 0 to 18. For at most 15 significant digits these
/// are the bytes of cnt_print of the nearest double.
size_t cnt_print_decimal(int64_t value, int scale, char *text);

/// Reads a whole field as a number: sign, digits with at most one point, exponent. Not nan, inf,
/// hexadecimal. Returns CNT_NUMBER and sets *value, or the reason why not.
int cnt_parse(const char *text, size_t count, double *value);

/// The number of line feeds.
size_t cnt_count_lines(const char *text, size_t count);

/// Reads plain rows: `columns` fields of finite numbers (or plain ASCII text where kinds[c] is
/// CNT_IGNORED) with `delimiter` between them (a space: any run of spaces and tabs), ended by LF or
/// CRLF. Stops before the first row that isn't plain (comment, blank, quoted, wrong, not ended), at
/// the end, or at `capacity` rows. values[c] takes column c's numbers, and is not used for text.
/// Returns the number of rows and moves *text to the first byte not read.
size_t cnt_parse_rows(
  const char **text, const char *end, char delimiter, const uint8_t *kinds, int columns,
  double *const *values, size_t capacity);

/// A block of rows to be printed: prefix, time, values, with commas between the numbers.
typedef struct {
  /// What each row begins with; text that ends in a comma, or nothing.
  const char *prefix;
  size_t prefix_count;
  /// The times as numbers, or
  const double *times;
  /// as text, row i from offsets[i] to offsets[i + 1], or, where both are null,
  const char *labels;
  const int32_t *offsets;
  /// as (start + i*step) / 10^scale.
  int64_t start, step;
  int scale;
  /// Column c's value in row i is values[c][i].
  const double *const *values;
  int columns;
  /// Significant digits of the times and the values, 1 to 17; 0: the shortest text.
  int time_digits, digits;
} cnt_rows;

/// The most bytes that a row takes, labels not counted.
size_t cnt_longest_row(const cnt_rows *rows);
/// Prints the rows first ..< first + count, each ended by LF, and stops before the first one with a
/// value that is not finite. Returns the number of rows printed; sets *end to the end of the text.
size_t cnt_print_rows(const cnt_rows *rows, size_t first, size_t count, char *text, char **end);

#ifdef __cplusplus
}
#endif
