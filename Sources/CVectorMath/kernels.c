#include "CVectorMath.h"
#include <math.h>
#include <stdint.h>
#include <string.h>

// The copies differ only in instructions: same order of operations, fused or not.
#if defined(__x86_64__)
#define V(name) name##_plain
#define TILE 2
#define FUSED 0
#include "kernels.h"
#undef V
#undef TILE
#undef FUSED

#pragma clang attribute push(__attribute__((target("avx2,fma,bmi,bmi2"))), apply_to = function)
#define V(name) name##_avx2
#define TILE 4
#define FUSED 1
#include "kernels.h"
#undef V
#undef TILE
#undef FUSED
#pragma clang attribute pop

#pragma clang attribute push( \
    __attribute__((target("avx2,fma,bmi,bmi2,avx512f,avx512vl,avx512dq,avx512bw,avx512cd"))), \
    apply_to = function)
#define V(name) name##_avx512
#define TILE 8
#define FUSED 1
#include "kernels.h"
#undef V
#undef TILE
#undef FUSED
#pragma clang attribute pop

#define CHOOSE(name, arguments) \
  do { \
    __builtin_cpu_init(); \
    if (__builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512vl")) \
      return name##_avx512 arguments; \
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) \
      return name##_avx2 arguments; \
    return name##_plain arguments; \
  } while (0)
#else
#define V(name) name##_plain
#define TILE 4
#define FUSED 1
#include "kernels.h"
#define CHOOSE(name, arguments) return name##_plain arguments
#endif

void cvm_exp(const double *x, double *y, size_t n) { CHOOSE(cvm_exp, (x, y, n)); }

void cvm_weights(const double *a, const double *t, size_t n, double rate, double origin,
                 double origin_low, double *w) {
  CHOOSE(cvm_weights, (a, t, n, rate, origin, origin_low, w));
}

void cvm_complex_weights(const double *a, const double *t, size_t n, double rate, double frequency,
                         double origin, double origin_low, double *re, double *im) {
  CHOOSE(cvm_complex_weights, (a, t, n, rate, frequency, origin, origin_low, re, im));
}

double cvm_sum(const double *x, size_t n) { CHOOSE(cvm_sum, (x, n)); }

double cvm_sum_of_magnitudes(const double *x, size_t n) { CHOOSE(cvm_sum_of_magnitudes, (x, n)); }

double cvm_dot(const double *x, const double *y, size_t n) { CHOOSE(cvm_dot, (x, y, n)); }

void cvm_filter(const double *x, const double *h, size_t m, double *y, size_t count,
                int accumulate) {
  CHOOSE(cvm_filter, (x, h, m, y, count, accumulate));
}

void cvm_multiply_spectra(double *x, const double *h, size_t n) {
  CHOOSE(cvm_multiply_spectra, (x, h, n));
}

void cvm_chebyshev(const double *t, size_t n, double origin, double origin_low, double from,
                   double to, const double *c, size_t count, double *y) {
  CHOOSE(cvm_chebyshev, (t, n, origin, origin_low, from, to, c, count, y));
}

void cvm_add_products(const double *x, double weight, size_t n, double *sum, double *lost) {
  CHOOSE(cvm_add_products, (x, weight, n, sum, lost));
}

void cvm_count_signs(const double *x, size_t n, ptrdiff_t *zeros, ptrdiff_t *negatives) {
  CHOOSE(cvm_count_signs, (x, n, zeros, negatives));
}
