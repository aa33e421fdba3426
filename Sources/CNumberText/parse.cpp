// Text to numbers, by fast_float; rows are taken only where they are plain.
#include "CNumberText.h"
#include <cmath>
#include <cstring>
#include <fast_float/fast_float.h>

namespace {

inline bool is_digit(char byte) { return uint8_t(byte - '0') < 10; }

constexpr double exact_powers[23] = {
  1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
  1e18, 1e19, 1e20, 1e21, 1e22};

/// Whether the digits of a number, up to its exponent, are all 0.
inline bool is_all_zero(const char *text, const char *end) {
  for (; text < end && *text != 'e' && *text != 'E'; text++)
    if (*text >= '1' && *text <= '9') return false;
  return true;
}

/// Reads a number of any length from `first`, after its sign. Null unless it is finite and, if 0,
/// written as 0.
const char *read_long(
  const char *first, const char *end, bool negative, double &value, int &fault
) {
  double magnitude;
  auto result = fast_float::from_chars(first, end, magnitude);
  if (result.ec != std::errc()) return fault = CNT_NOT_A_NUMBER, nullptr;
  if (std::isinf(magnitude)) return fault = CNT_OUT_OF_RANGE, nullptr;
  if (magnitude == 0 && !is_all_zero(first, result.ptr)) return fault = CNT_UNDERFLOWS, nullptr;
  value = negative ? -magnitude : magnitude;
  return result.ptr;
}

/// Reads one number; the text must hold a byte that belongs to no number before `end`, which spares
/// the checks. Null if it is none, with the reason.
inline const char *read_number(const char *text, const char *end, double &value, int &fault) {
  bool negative = *text == '-';
  const char *first = text + (negative | (*text == '+'));
  const char *next = first;
  uint64_t mantissa = 0;
  while (is_digit(*next)) mantissa = 10 * mantissa + uint64_t(*next++ - '0');
  int64_t digits = next - first, exponent = 0;
  if (*next == '.') {
    const char *fraction = ++next;
    while (end - next >= 8 && fast_float::is_made_of_eight_digits_fast(next)) {
      mantissa = mantissa * 100000000 + fast_float::parse_eight_digits_unrolled(next);
      next += 8;
    }
    while (is_digit(*next)) mantissa = 10 * mantissa + uint64_t(*next++ - '0');
    exponent = fraction - next;
    digits -= exponent;
  }
  if (digits == 0) return fault = CNT_NOT_A_NUMBER, nullptr;
  if (digits > 19) {
    for (const char *zero = first; *zero == '0' || *zero == '.'; zero++) digits -= *zero == '0';
    if (digits > 19) return read_long(first, end, negative, value, fault);
  }
  if ((*next | 32) == 'e') {
    const char *power = next + 1;
    bool minus = *power == '-';
    power += minus | (*power == '+');
    if (!is_digit(*power)) return fault = CNT_NOT_A_NUMBER, nullptr;
    int64_t written = 0;
    for (; is_digit(*power); power++)
      if (written < 100000000) written = 10 * written + (*power - '0');
    exponent += minus ? -written : written;
    next = power;
  }
  double magnitude;
  if (mantissa == 0) {
    magnitude = 0;
  } else if (mantissa < 1000000000000000ull && exponent >= -22 && exponent <= 22) {
    // Clinger: both are exact doubles, so one rounding remains. That holds to 2^53, but whether one of
    // 16 or 17 digits is below it is hard to foretell.
    magnitude = exponent < 0 ? double(mantissa) / exact_powers[-exponent]
                             : double(mantissa) * exact_powers[exponent];
  } else {
    typedef fast_float::binary_format<double> format;
    auto adjusted = fast_float::compute_float<format>(exponent, mantissa);
    if (adjusted.power2 < 0) return read_long(first, end, negative, value, fault);
    fast_float::to_float(false, adjusted, magnitude);
    if (std::isinf(magnitude)) return fault = CNT_OUT_OF_RANGE, nullptr;
    if (magnitude == 0) return fault = CNT_UNDERFLOWS, nullptr;
  }
  value = negative ? -magnitude : magnitude;
  return next;
}

/// Passes over digits, eight at a time; `any` gets a bit that isn't 0 if one of them isn't 0.
inline const char *skip_digits(const char *text, const char *end, uint64_t &any) {
  constexpr uint64_t every = 0x0101010101010101;
  while (end - text >= 8) {
    uint64_t bytes;
    memcpy(&bytes, text, 8);
    bytes ^= '0' * every;
    // A byte above 9 sets its high bit; what it carries spoils later bytes alone.
    uint64_t others = (bytes | (bytes + (127 - 9) * every)) & 128 * every;
    if (others == 0) {
      any |= bytes;
      text += 8;
      continue;
    }
    int count = __builtin_ctzll(others) / 8;
    any |= bytes & ((1ull << 8 * count) - 1);
    return text + count;
  }
  for (; is_digit(*text); text++) any |= uint64_t(*text - '0');
  return text;
}

/// Checks one number as read_number does; `value` is 1, or 0 for 0.
inline const char *check_number(const char *text, const char *end, double &value, int &fault) {
  const char *first = text + (*text == '-' || *text == '+');
  uint64_t any = 0;
  const char *next = skip_digits(first, end, any);
  ptrdiff_t digits = next - first;
  if (*next == '.') {
    const char *fraction = next + 1;
    next = skip_digits(fraction, end, any);
    digits += next - fraction;
  }
  // Whether it can be held is plain for few digits without an exponent.
  if (digits == 0 || digits > 200 || (*next | 32) == 'e') {
    next = read_number(text, end, value, fault);
    value = value != 0;
    return next;
  }
  value = any != 0;
  return next;
}

inline bool is_blank(char byte) { return byte == ' ' || byte == '\t'; }

/// Skips a field of plain ASCII text without quotes; null if it is anything else.
template <bool white>
inline const char *skip_field(const char *text, char delimiter) {
  for (;; text++) {
    char byte = *text;
    if (byte == delimiter || byte == '\n' || byte == '\r' || (white && byte == '\t')) return text;
    if (byte == '"' || uint8_t(byte) < 32 || uint8_t(byte) > 126) return nullptr;
  }
}

constexpr ptrdiff_t longest_line = 1 << 20;

template <bool white>
size_t parse_rows(
  const char **text, const char *end, char delimiter, const uint8_t *kinds, int columns,
  double *const *values, size_t capacity
) {
  const char *line = *text;
  size_t row = 0;
  int fault;
  while (line < end && row < capacity) {
    const char *next = line;
    bool plain = true;
    for (int column = 0; column < columns; column++) {
      while (is_blank(*next) && (white || *next != delimiter)) next++;
      if (kinds[column] == CNT_NUMBERS) {
        next = read_number(next, end, values[column][row], fault);
      } else if (kinds[column] == CNT_CHECKED) {
        next = check_number(next, end, values[column][row], fault);
      } else {
        // An empty field of text is passed over, but a line that opens as a comment isn't a row.
        if (column == 0 && (*next == '#' || *next == '\n' || *next == '\r')) next = nullptr;
        else next = skip_field<white>(next, delimiter);
      }
      if (!next) { plain = false; break; }
      if (column + 1 < columns) {
        if (white) {
          if (!is_blank(*next)) { plain = false; break; }
        } else {
          while (*next != delimiter && is_blank(*next)) next++;
          if (*next != delimiter) { plain = false; break; }
          next++;
        }
      }
    }
    if (!plain) break;
    if (*next != '\n') {
      while (is_blank(*next) && (white || *next != delimiter)) next++;
      if (*next == '\r' && next + 1 < end) next++;
      if (*next != '\n') break;
    }
    next++;
    if (next - line > longest_line) break;
    line = next;
    row++;
  }
  *text = line;
  return row;
}

}  // namespace

extern "C" {

int cnt_parse(const char *text, size_t count, double *value) {
  // The reader needs a byte after the number that can't belong to one.
  char short_copy[64];
  int fault = CNT_NOT_A_NUMBER;
  if (count < sizeof short_copy) {
    memcpy(short_copy, text, count);
    short_copy[count] = '\n';
    const char *end = read_number(short_copy, short_copy + count + 1, *value, fault);
    return end == short_copy + count ? CNT_NUMBER : end ? CNT_NOT_A_NUMBER : fault;
  }
  bool negative = *text == '-';
  const char *first = text + (negative | (*text == '+'));
  if (!is_digit(*first) && *first != '.') return CNT_NOT_A_NUMBER;
  const char *end = read_long(first, text + count, negative, *value, fault);
  return end == text + count ? CNT_NUMBER : end ? CNT_NOT_A_NUMBER : fault;
}

size_t cnt_count_lines(const char *text, size_t count) {
  size_t lines = 0, index = 0;
  while (index < count) {
    // 255 additions fit a byte, so that the sums stay in vectors of bytes.
    size_t stop = count - index > 255 * 16 ? index + 255 * 16 : index;
    typedef uint8_t bytes __attribute__((vector_size(16)));
    bytes sums = {};
    for (; index < stop; index += 16) {
      bytes part;
      memcpy(&part, text + index, 16);
      sums -= bytes(part == '\n');
    }
    for (int lane = 0; lane < 16; lane++) lines += sums[lane];
    if (count - index <= 255 * 16)
      for (; index < count; index++) lines += text[index] == '\n';
  }
  return lines;
}

size_t cnt_parse_rows(
  const char **text, const char *end, char delimiter, const uint8_t *kinds, int columns,
  double *const *values, size_t capacity
) {
  // The last line feed stops every loop over digits: what follows it isn't a whole row.
  if (*text >= end) return 0;
  const char *last = static_cast<const char *>(memrchr(*text, '\n', size_t(end - *text)));
  if (!last) return 0;
  return delimiter == ' '
    ? parse_rows<true>(text, last + 1, delimiter, kinds, columns, values, capacity)
    : parse_rows<false>(text, last + 1, delimiter, kinds, columns, values, capacity);
}

}  // extern "C"
