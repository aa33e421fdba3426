#include "CLinearAlgebra.h"
#include <cmath>

// Loops of a width that is known when they are compiled stay in registers: a row of a narrow band is then the latency
// of its pivot.

namespace {

template <int W> int factor(double *rows, size_t order, double *log_determinant) {
  double sum = 0, product = 1, given[W + 1] = {};
  // How many rows in a row came out as the one before them.
  int alike = 0;
  for (size_t k = 0; k < order; k++) {
    double *own = rows + k * (W + 1);
    bool is_given_again = k > 2 * W;
    for (int j = 0; j <= W; j++) {
      is_given_again = is_given_again && own[j] == given[j];
      given[j] = own[j];
    }
    if (is_given_again && alike >= W) {
      // The same row under the same rows: the same result, to the last bit.
      for (int j = 0; j <= W; j++) own[j] = own[j - W - 1];
    } else {
      double scaled[W];
      for (int back = W; back >= 1; back--) {
        double value = given[back - 1];
        const double *other = own - back * (W + 1);
        for (int i = back + 1; i <= W; i++) value -= scaled[i - 1] * other[i - back - 1];
        scaled[back - 1] = value;
      }
      double pivot = given[W];
      for (int j = 1; j <= W; j++) {
        const double l = scaled[j - 1] / (own - j * (W + 1))[W];
        pivot -= scaled[j - 1] * l;
        own[j - 1] = l;
      }
      if (!(pivot > 0) || !std::isfinite(pivot)) return CLA_NO_FACTOR;
      own[W] = pivot;
      bool is_alike = k > W;
      for (int j = 0; j <= W; j++) is_alike = is_alike && own[j] == own[j - W - 1];
      alike = is_alike ? alike + 1 : 0;
    }
    const double pivot = own[W];
    if (pivot > 0x1p-400 && pivot < 0x1p400) {
      product *= pivot;
      if (!(product > 0x1p-400 && product < 0x1p400)) {
        sum += std::log(product);
        product = 1;
      }
    } else {
      sum += std::log(pivot);
    }
  }
  *log_determinant = sum + std::log(product);
  return CLA_DONE;
}

template <int W> void forward(const double *rows, size_t order, double *x) {
  double last[W] = {};
  for (size_t k = 0; k < order; k++) {
    const double *own = rows + k * (W + 1);
    double value = x[k];
    // The nearest last: all others are ready before it is.
    for (int j = W - 1; j >= 0; j--) value -= own[j] * last[j];
    // What has died out would go on for ever in numbers below the normal ones, each a hundred times as slow.
    if (std::fabs(value) < 0x1p-960) value = 0;
    for (int j = W - 1; j > 0; j--) last[j] = last[j - 1];
    last[0] = value;
    x[k] = value;
  }
}

template <int W> void backward(const double *rows, size_t order, double *x) {
  double left[W + 1] = {};
  for (int j = 0; j < W; j++)
    if (order > size_t(j)) left[j] = x[order - 1 - j] / rows[(order - 1 - j) * (W + 1) + W];
  for (size_t k = order; k-- > 0;) {
    const double *own = rows + k * (W + 1);
    left[W] = k >= W ? x[k - W] / rows[(k - W) * (W + 1) + W] : 0;
    const double value = left[0];
    x[k] = value;
    for (int j = 0; j < W; j++) left[j] = left[j + 1] - own[j] * value;
  }
}

template <int W> void variances(const double *rows, size_t order, const double *taps, size_t count, double *result) {
  // inverse[i][j]: the inverse at rows r + i, r + j.
  double inverse[W + 1][W + 1] = {};
  auto quadratic = [&](size_t first, size_t number, size_t from) {
    // taps[first - i] meets the row from + i.
    double sum = 0;
    for (size_t i = 0; i < number; i++)
      for (size_t j = 0; j < number; j++) sum += taps[first - i] * taps[first - j] * inverse[from + i][from + j];
    return sum;
  };
  for (size_t r = order; r-- > 0;) {
    for (int i = W; i > 0; i--)
      for (int j = W; j > 0; j--) inverse[i][j] = inverse[i - 1][j - 1];
    for (int j = W; j >= 0; j--) {
      double sum = j == 0 ? 1 / rows[r * (W + 1) + W] : 0;
      for (int i = 1; i <= W; i++)
        if (r + i < order) sum -= rows[(r + i) * (W + 1) + i - 1] * inverse[i][j];
      inverse[0][j] = sum;
      inverse[j][0] = sum;
    }
    const size_t end = r + count - 1;
    if (end < order) result[end] = quadratic(count - 1, count, 0);
  }
  for (size_t k = 0; k + 1 < count && k < order; k++) result[k] = quadratic(k, k + 1, 0);
}

}  // namespace

#define FOR_EACH_WIDTH(CALL) \
  switch (width) { \
    case 1: CALL(1); case 2: CALL(2); case 3: CALL(3); case 4: CALL(4); case 5: CALL(5); case 6: CALL(6); \
    case 7: CALL(7); case 8: CALL(8); case 9: CALL(9); case 10: CALL(10); case 11: CALL(11); case 12: CALL(12); \
  }

int cla_band_factor(double *rows, size_t order, size_t width, double *log_determinant) {
#define CALL(W) return factor<W>(rows, order, log_determinant)
  FOR_EACH_WIDTH(CALL)
#undef CALL
  return CLA_NO_FACTOR;
}

void cla_band_forward(const double *rows, size_t order, size_t width, double *x) {
#define CALL(W) return forward<W>(rows, order, x)
  FOR_EACH_WIDTH(CALL)
#undef CALL
}

void cla_band_backward(const double *rows, size_t order, size_t width, double *x) {
#define CALL(W) return backward<W>(rows, order, x)
  FOR_EACH_WIDTH(CALL)
#undef CALL
}

void cla_band_variances(const double *rows, size_t order, size_t width, const double *taps, size_t count, double *result) {
#define CALL(W) return variances<W>(rows, order, taps, count, result)
  FOR_EACH_WIDTH(CALL)
#undef CALL
}
