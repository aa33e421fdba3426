// Blocks of rows to text.
#include "CNumberText.h"
#include "digits.hpp"
#include <cmath>

namespace {

inline char *put(double value, int digits, char *text) {
  return digits == 0 ? numbertext::print(value, text)
                     : numbertext::print_digits(value, digits, text);
}

/// Prints rows whose time is written by `time(row, text)`, which returns the end, or null where the
/// row must not be printed.
template <class Time>
size_t print(
  const cnt_rows &rows, Time time, size_t first, size_t count, char *text, char **end
) {
  size_t row = first;
  for (; row < first + count; row++) {
    char *next = text;
    if (rows.prefix_count) {
      memcpy(next, rows.prefix, rows.prefix_count);
      next += rows.prefix_count;
    }
    next = time(row, next);
    for (int column = 0; next && column < rows.columns; column++) {
      double value = rows.values[column][row];
      *next++ = ',';
      next = std::isfinite(value) ? put(value, rows.digits, next) : nullptr;
    }
    if (!next) break;
    *next++ = '\n';
    text = next;
  }
  *end = text;
  return row - first;
}

}  // namespace

extern "C" {

size_t cnt_longest_row(const cnt_rows *rows) {
  return rows->prefix_count + size_t(rows->columns + 1) * CNT_LONGEST + CNT_LONGEST;
}

size_t cnt_print_rows(const cnt_rows *rows, size_t first, size_t count, char *text, char **end) {
  const cnt_rows &block = *rows;
  if (block.times) {
    auto time = [&](size_t row, char *next) {
      double value = block.times[row];
      return std::isfinite(value) ? put(value, block.time_digits, next) : nullptr;
    };
    return print(block, time, first, count, text, end);
  }
  if (block.labels) {
    auto time = [&](size_t row, char *next) {
      size_t length = size_t(block.offsets[row + 1] - block.offsets[row]);
      memcpy(next, block.labels + block.offsets[row], length);
      return next + length;
    };
    return print(block, time, first, count, text, end);
  }
  auto time = [&](size_t row, char *next) {
    int64_t value = block.start + block.step * int64_t(row);
    if (block.time_digits == 0) return numbertext::print_decimal(value, block.scale, next);
    double nearest = double(value) / double(numbertext::powers_of_ten[block.scale]);
    return numbertext::print_digits(nearest, block.time_digits, next);
  };
  return print(block, time, first, count, text, end);
}

}  // extern "C"
