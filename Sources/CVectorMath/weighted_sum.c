#include "CVectorMath.h"

#include <string.h>

// Products are rounded before they are added, on every processor: the same bytes everywhere.
#pragma STDC FP_CONTRACT OFF

typedef double quad __attribute__((vector_size(32), aligned(8), may_alias));
#define QUAD(place) (*(quad *)(place))
#define CONST_QUAD(place) (*(const quad *)(place))

// `blocks` quads of sums at once, held in registers while all sources pass by.
static inline __attribute__((always_inline)) void block(
    const double *const *sources, const double *weights, size_t count, size_t at, double scale,
    double divisor, double *y, int blocks) {
  quad sums[4];
  for (int b = 0; b < blocks; b++) {
    sums[b] = CONST_QUAD(sources[0] + at + 4 * b);
    if (weights) sums[b] *= weights[0];
  }
  for (size_t k = 1; k < count; k++) {
    const double *source = sources[k] + at;
    if (weights) {
      for (int b = 0; b < blocks; b++) sums[b] += CONST_QUAD(source + 4 * b) * weights[k];
    } else {
      for (int b = 0; b < blocks; b++) sums[b] += CONST_QUAD(source + 4 * b);
    }
  }
  for (int b = 0; b < blocks; b++) {
    // Adding 0 makes 0 of -0.
    if (scale != 1) sums[b] *= scale;
    if (divisor != 1) sums[b] /= divisor;
    sums[b] += 0.0;
    QUAD(y + at + 4 * b) = sums[b];
  }
}

static inline __attribute__((always_inline)) void weighted_sum(
    const double *const *sources, const double *weights, size_t count, double scale,
    double divisor, double *y, size_t n) {
  size_t at = 0;
  for (; at + 16 <= n; at += 16) block(sources, weights, count, at, scale, divisor, y, 4);
  for (; at + 4 <= n; at += 4) block(sources, weights, count, at, scale, divisor, y, 1);
  for (; at < n; at++) {
    double sum = weights ? weights[0] * sources[0][at] : sources[0][at];
    for (size_t k = 1; k < count; k++)
      sum += weights ? weights[k] * sources[k][at] : sources[k][at];
    if (scale != 1) sum *= scale;
    if (divisor != 1) sum /= divisor;
    y[at] = sum + 0.0;
  }
}

#if defined(__x86_64__)
__attribute__((target("avx2"))) static void weighted_sum_avx2(
    const double *const *sources, const double *weights, size_t count, double scale,
    double divisor, double *y, size_t n) {
  if (weights)
    weighted_sum(sources, weights, count, scale, divisor, y, n);
  else
    weighted_sum(sources, NULL, count, scale, divisor, y, n);
}
#endif

void cvm_weighted_sum(
    const double *const *sources, const double *weights, size_t count, double scale,
    double divisor, double *y, size_t n) {
  if (count == 0) {
    memset(y, 0, n * sizeof *y);
    return;
  }
#if defined(__x86_64__)
  __builtin_cpu_init();
  if (__builtin_cpu_supports("avx2")) {
    weighted_sum_avx2(sources, weights, count, scale, divisor, y, n);
    return;
  }
#endif
  if (weights)
    weighted_sum(sources, weights, count, scale, divisor, y, n);
  else
    weighted_sum(sources, NULL, count, scale, divisor, y, n);
}
