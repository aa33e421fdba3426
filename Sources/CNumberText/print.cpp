// Numbers to text: the shortest digits by fmt's Dragonbox, laid out as std::to_chars does.
#include "CNumberText.h"
#include "digits.hpp"
#include <charconv>
#include <cmath>
#define FMT_HEADER_ONLY
// The whole table of powers, 10 kB: a third faster than the short one.
#define FMT_USE_FULL_CACHE_DRAGONBOX 1
#include <fmt/format.h>

namespace numbertext {

/// Integers that need no point are printed exactly, as std::to_chars does.
[[gnu::noinline]] static char *print_large_integer(
  double value, uint64_t significand, int count, int exponent, char *text
) {
  return lay_out(significand, count, exponent, (unsigned __int128)value, text);
}

char *print(double value, char *text) {
  // No branch, since signs are hard to foretell.
  *text = '-';
  text += std::signbit(value);
  value = std::fabs(value);
  if (value == 0) {
    *text = '0';
    return text + 1;
  }
  if (value < 9007199254740992.0 && value == double(uint64_t(value))) {
    // An integer's shortest digits are its own without the zeros at the end: no search is needed
    // below 2^53, where neighbours differ by at most 1.
    return print_decimal(int64_t(value), 0, text);
  }
  auto decimal = fmt::detail::dragonbox::to_decimal(value);
  int count = digit_count(decimal.significand);
  if (decimal.exponent > 0 && count + decimal.exponent <= 22)
    return print_large_integer(value, decimal.significand, count, decimal.exponent, text);
  return lay_out(decimal.significand, count, decimal.exponent, 0, text);
}

/// Writes value / 10^scale, value from 1 to 10^8 - 1 and scale at most 7, where that is fixed; else
/// null. All eight digits are made at once and stand on both sides of the point; no loop and no
/// branch depends on how many are left without the zeros at the ends.
static inline char *print_short_decimal(uint32_t value, int scale, char *text) {
  uint64_t digits = eight_digits(value);
  uint64_t bare = digits ^ 0x3030303030303030ull;
  int before = __builtin_ctzll(bare) / 8, behind = __builtin_clzll(bare) / 8;  // zeros
  int whole = 8 - scale;
  // Below 1e-3, and with five zeros before the point, scientific may be shorter.
  if (before - whole >= 3 || behind - scale >= 5) return nullptr;
  int skipped = before < whole ? before : whole - 1;
  int fraction = behind < scale ? scale - behind : 0;
  uint64_t first = digits >> 8 * skipped;
  uint64_t rest = digits >> 4 * whole >> 4 * whole;
  char *point = text + whole - skipped;
  memcpy(text, &first, 8);
  memcpy(point + 1, &rest, 8);
  *point = '.';
  return point + fraction + (fraction > 0);
}

char *print_decimal(int64_t value, int scale, char *text) {
  uint64_t magnitude = value < 0 ? 0 - uint64_t(value) : uint64_t(value);
  if (value < 0) *text++ = '-';
  if (magnitude == 0) {
    *text = '0';
    return text + 1;
  }
  if (magnitude < 100000000 && scale <= 7) {
    char *end = print_short_decimal(uint32_t(magnitude), scale, text);
    if (end) return end;
  }
  int exponent = -scale;
  while (magnitude % 10 == 0) {
    magnitude /= 10;
    exponent++;
  }
  int count = digit_count(magnitude);
  if (count <= 17) return lay_out(magnitude, count, exponent, 0, text);
  // 18 and 19 digits: more than a double holds; printed in full.
  auto result = std::to_chars(text, text + 24, magnitude);
  if (exponent >= 0) return result.ptr;
  int point = count + exponent;
  if (point <= 0) {
    memmove(text + 2 - point, text, size_t(count));
    memset(text, '0', size_t(2 - point));
    text[1] = '.';
    return text + 2 - point + count;
  }
  memmove(text + point + 1, text + point, size_t(count - point));
  text[point] = '.';
  return text + count + 1;
}

char *print_digits(double value, int digits, char *text) {
  return std::to_chars(text, text + CNT_LONGEST, value, std::chars_format::general, digits).ptr;
}

}  // namespace numbertext

extern "C" {

size_t cnt_print(double value, char *text) { return size_t(numbertext::print(value, text) - text); }

size_t cnt_print_reference(double value, char *text) {
  return size_t(std::to_chars(text, text + CNT_LONGEST, value).ptr - text);
}

size_t cnt_print_digits(double value, int digits, char *text) {
  return size_t(numbertext::print_digits(value, digits, text) - text);
}

size_t cnt_print_decimal(int64_t value, int scale, char *text) {
  return size_t(numbertext::print_decimal(value, scale, text) - text);
}

}  // extern "C"
