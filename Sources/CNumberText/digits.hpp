#pragma once
// Lays out a decimal significand as std::to_chars(double) does.
#include <cstdint>
#include <cstring>

namespace numbertext {

inline constexpr uint64_t powers_of_ten[20] = {
  1ull, 10ull, 100ull, 1000ull, 10000ull, 100000ull, 1000000ull, 10000000ull, 100000000ull,
  1000000000ull, 10000000000ull, 100000000000ull, 1000000000000ull, 10000000000000ull,
  100000000000000ull, 1000000000000000ull, 10000000000000000ull, 100000000000000000ull,
  1000000000000000000ull, 10000000000000000000ull};

/// The number of decimal digits of a positive number.
inline int digit_count(uint64_t value) {
  int bits = 64 - __builtin_clzll(value);
  int guess = (bits * 1233) >> 12;  // floor(bits * log10(2)): the count or one less
  return guess + (value >= powers_of_ten[guess]);
}

/// Eight digits as text, most significant first in memory on a little-endian machine.
inline uint64_t eight_digits(uint32_t value) {
  uint64_t pair = (value / 10000) | (uint64_t(value % 10000) << 32);
  uint64_t tops = ((pair * 10486) >> 20) & 0x0000007F0000007Full;
  pair = tops | ((pair - 100 * tops) << 16);
  tops = ((pair * 103) >> 10) & 0x000F000F000F000Full;
  pair = tops | ((pair - 10 * tops) << 8);
  return pair | 0x3030303030303030ull;
}

/// Writes 17 digits, leading zeros included.
inline void write_seventeen(uint64_t value, char *text) {
  uint64_t top = value / 100000000;
  uint64_t high = eight_digits(uint32_t(top % 100000000));
  uint64_t low = eight_digits(uint32_t(value % 100000000));
  text[0] = char('0' + top / 100000000);
  memcpy(text + 1, &high, 8);
  memcpy(text + 9, &low, 8);
}

/// Writes significand * 10^exponent, a significand of `count` <= 17 digits that does not end in 0:
/// fixed unless scientific is shorter. An integer beyond 2^53 is given whole in `integer`; where
/// that is 0, zeros are added. Writes at most 32 bytes; returns the end.
inline char *lay_out(
  uint64_t significand, int count, int exponent, unsigned __int128 integer, char *text
) {
  int leading = count - 1 + exponent;  // the power of ten of the first digit
  uint64_t padded = significand * powers_of_ten[17 - count];
  int magnitude = leading < 0 ? -leading : leading;
  int scientific = count + (count > 1) + (magnitude >= 100 ? 5 : 4);
  if (leading < 0) {
    if (count + 1 - leading <= scientific) {
      memcpy(text, "0.000000", 8);
      char *first = text + 1 - leading;
      write_seventeen(padded, first);
      return first + count;
    }
  } else {
    int fixed = exponent >= 0 ? leading + 1 : count + 1;
    if (fixed <= scientific) {
      if (leading > 15 && integer != 0) {
        uint64_t low = uint64_t(integer % 10000000000000000ull);
        char lower[24];
        write_seventeen(low, lower);
        uint64_t high = uint64_t(integer / 10000000000000000ull);
        int high_count = digit_count(high);
        write_seventeen(high * powers_of_ten[17 - high_count], text);
        memcpy(text + high_count, lower + 1, 16);
        return text + fixed;
      }
      if (exponent >= 0) {
        write_seventeen(padded, text);
        if (leading > 16) memset(text + 17, '0', 8);
        return text + fixed;
      }
      char digits[40];
      write_seventeen(padded, digits);
      memcpy(text, digits, 17);
      text[leading + 1] = '.';
      memcpy(text + leading + 2, digits + leading + 1, 16);
      return text + fixed;
    }
  }
  char digits[24];
  write_seventeen(padded, digits);
  text[0] = digits[0];
  text[1] = '.';
  memcpy(text + 2, digits + 1, 16);
  char *end = text + count + (count > 1);
  *end++ = 'e';
  *end++ = leading < 0 ? '-' : '+';
  if (magnitude >= 100) {
    *end++ = char('0' + magnitude / 100);
    magnitude %= 100;
  }
  *end++ = char('0' + magnitude / 10);
  *end++ = char('0' + magnitude % 10);
  return end;
}

/// Writes the shortest text of a finite double that reads back as the same one; returns the end.
char *print(double value, char *text);
/// Writes value / 10^scale; returns the end.
char *print_decimal(int64_t value, int scale, char *text);
/// Writes `digits` significant digits, as %.*g does; returns the end.
char *print_digits(double value, int digits, char *text);

}  // namespace numbertext
