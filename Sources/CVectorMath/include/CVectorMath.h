#pragma once
#include <stddef.h>

// Loops over arrays of doubles that the Swift compiler does not vectorise as well. Each is compiled
// for plain, AVX2 and AVX-512 processors, and the processor's best is taken at run time.
// Input and output arrays may be the same array; else they must not overlap.

/// y[i] = exp(x[i]); within 0.9 ulp, exact 0 and infinity beyond the range, subnormals rounded twice.
void cvm_exp(const double *x, double *y, size_t n);

/// w[i] = a[i] exp(rate (t[i] - origin - origin_low)), within 2 ulp; lag and product carry their
/// rounding errors into the exponential. A null `a` stands for ones.
void cvm_weights(const double *a, const double *t, size_t n, double rate, double origin,
                 double origin_low, double *w);

/// re[i] + i im[i] = a[i] exp((rate + i frequency) (t[i] - origin - origin_low)), each part within
/// 2.5 ulp of the whole. A null `a` stands for ones.
void cvm_complex_weights(const double *a, const double *t, size_t n, double rate, double frequency,
                         double origin, double origin_low, double *re, double *im);

/// The sum of x[i], in eight interleaved partial sums.
double cvm_sum(const double *x, size_t n);

/// The sum of |x[i]|, in eight interleaved partial sums.
double cvm_sum_of_magnitudes(const double *x, size_t n);

/// The sum of x[i] y[i], in eight interleaved partial sums.
double cvm_dot(const double *x, const double *y, size_t n);

/// y[j] = sum over k < m of h[k] x[j + m - 1 - k], for j < count: x holds count + m - 1 values. Added up from
/// k = 0 on, whatever j is; `accumulate` adds to y instead. y must not overlap x and h.
void cvm_filter(const double *x, const double *h, size_t m, double *y, size_t count,
                int accumulate);

/// x *= h, n complex numbers each, real and imaginary part in turn.
void cvm_multiply_spectra(double *x, const double *h, size_t n);

/// y[i] = sum over k < count of c[k] T_k(x), where x runs from -1 to 1 while the lag
/// t[i] - origin - origin_low runs over [from, to]; count is at least 2. Within about
/// 2^-52 sum of k |c[k]|.
void cvm_chebyshev(const double *t, size_t n, double origin, double origin_low, double from,
                   double to, const double *c, size_t count, double *y);

/// sum[i] + lost[i] += weight x[i]: the product is rounded, the sum is not.
void cvm_add_products(const double *x, double weight, size_t n, double *sum, double *lost);

/// How many of x[i] are 0, and how many below 0.
void cvm_count_signs(const double *x, size_t n, ptrdiff_t *zeros, ptrdiff_t *negatives);

/// y[j] = scale (sum over k < count of weights[k] sources[k][j]) / divisor for j < n, added up from
/// k = 0 on, each product rounded: the same bytes on every processor. Null `weights` stand for ones.
/// No result is -0. y must not overlap a source.
void cvm_weighted_sum(const double *const *sources, const double *weights, size_t count,
                      double scale, double divisor, double *y, size_t n);
