// Blocks of rows to text.
#include "CNumberText.h"
#include "digits.hpp"
#include <cmath>

namespace {

/// Prints rows whose first field is written by `label(i, text)`, which returns the end, or null
/// where the row must not be printed.
template <bool shortest, class Label>
size_t print_labelled(
  Label label, const double *const *values, int columns, size_t rows, int digits, char *text,
  char **end
) {
  size_t row = 0;
  for (; row < rows; row++) {
    char *next = label(row, text);
    if (!next) break;
    bool finite = true;
    for (int column = 0; column < columns; column++) {
      double value = values[column][row];
      if (!std::isfinite(value)) {
        finite = false;
        break;
      }
      *next++ = ',';
      next = shortest ? numbertext::print(value, next) : numbertext::print_digits(value, digits, next);
    }
    if (!finite) break;
    *next++ = '\n';
    text = next;
  }
  *end = text;
  return row;
}

template <class Label>
size_t dispatch(
  Label label, const double *const *values, int columns, size_t rows, int digits, char *text,
  char **end
) {
  return digits == 0 ? print_labelled<true>(label, values, columns, rows, 0, text, end)
                     : print_labelled<false>(label, values, columns, rows, digits, text, end);
}

}  // namespace

extern "C" {

size_t cnt_print_rows(
  const double *times, const double *const *values, int columns, size_t rows, int digits,
  char *text, char **end
) {
  auto label = [=](size_t row, char *next) -> char * {
    if (!std::isfinite(times[row])) return nullptr;
    return digits == 0 ? numbertext::print(times[row], next)
                       : numbertext::print_digits(times[row], digits, next);
  };
  return dispatch(label, values, columns, rows, digits, text, end);
}

size_t cnt_print_grid_rows(
  int64_t start, int64_t step, int scale, const double *const *values, int columns, size_t rows,
  int digits, char *text, char **end
) {
  auto label = [=](size_t row, char *next) -> char * {
    return numbertext::print_decimal(start + step * int64_t(row), scale, next);
  };
  return dispatch(label, values, columns, rows, digits, text, end);
}

size_t cnt_print_labelled_rows(
  const char *times, const int32_t *offsets, const double *const *values, int columns, size_t rows,
  int digits, char *text, char **end
) {
  auto label = [=](size_t row, char *next) -> char * {
    size_t count = size_t(offsets[row + 1] - offsets[row]);
    memcpy(next, times + offsets[row], count);
    return next + count;
  };
  return dispatch(label, values, columns, rows, digits, text, end);
}

}  // extern "C"
