#pragma once
// Factors of dense matrices, by Eigen. Matrices are row by row; outputs never overlap inputs.
// Nothing is thrown: every function returns one of the three values below.
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

enum {
  CLA_DONE = 0,
  /// There is not enough memory.
  CLA_NO_MEMORY = 1,
  /// An iteration does not end, or a matrix is not what it must be (positive definite, regular).
  CLA_NO_FACTOR = 2
};

/// a = q r by reflections: a is rows x columns, rows >= columns; q is rows x columns with orthonormal
/// columns (null: not wanted), r is columns x columns, upper triangular.
int cla_qr(const double *a, size_t rows, size_t columns, double *q, double *r);

/// a = u diag(s) v': with k = min(rows, columns), u is rows x k, s descends, v is columns x k. Null u
/// or v: not wanted.
int cla_svd(const double *a, size_t rows, size_t columns, double *u, double *s, double *v);

/// a = v diag(values) v' for a symmetric a of order n, of which the lower triangle is read; values
/// ascend; null v: not wanted.
int cla_symmetric(const double *a, size_t n, double *values, double *v);

/// a = l l' for a symmetric positive definite a, of which the lower triangle is read; l is lower
/// triangular with zeros above.
int cla_cholesky(const double *a, size_t n, double *l);

/// x = a^-1 b by elimination with row exchanges: b and x are n x columns. CLA_NO_FACTOR where a pivot is 0.
int cla_solve(const double *a, size_t n, const double *b, size_t columns, double *x);

/// x = t^-1 b (or t'^-1 b) for a triangular t of order n, b and x n x columns; x may be b.
int cla_solve_triangular(const double *t, size_t n, int lower, int transposed, const double *b,
                         size_t columns, double *x);

/// diag(scale)^-1 a diag(scale) = z t z': t quasi-triangular (pairs of complex eigenvalues are 2 x 2
/// blocks), z orthogonal, scale made of powers of 2 so that rows and columns have like norms.
int cla_schur(const double *a, size_t n, double *scale, double *t, double *z);

/// c = a b: a is rows x inner, b inner x columns; either is read transposed (stored inner x rows,
/// columns x inner) where its flag says so.
int cla_multiply(const double *a, int a_transposed, const double *b, int b_transposed, size_t rows,
                 size_t inner, size_t columns, double *c);

/// Minimises x'h x/2 - f'x over x_j >= 0 for the bounded j, by Lawson and Hanson's exchanges on a Cholesky
/// factor that is updated: h symmetric of order n, not negative definite; x holds a start that is not
/// negative where it must not be. `gap` is the largest gradient that would still want to leave 0.
int cla_nonnegative(const double *h, const double *f, size_t n, const unsigned char *bounded,
                    double *x, double *gap);

/// l d l' of a symmetric positive definite band, in place. A row is `width` (1 to 12) entries left of the diagonal, the
/// nearest first, then the diagonal; before the first stand `width` more, zeros with a 1 on the diagonal. l takes the places
/// of the entries, d that of the diagonal.
int cla_band_factor(double *rows, size_t order, size_t width, double *log_determinant);

/// x = l^-1 x.
void cla_band_forward(const double *rows, size_t order, size_t width, double *x);

/// x = l'^-1 d^-1 x.
void cla_band_backward(const double *rows, size_t order, size_t width, double *x);

/// The sum of taps_i taps_j s_(k-i, k-j) for every k, s the inverse, by Takahashi's recursion from the end: the variance of
/// a running sum of at most `width` + 1 taps.
void cla_band_variances(const double *rows, size_t order, size_t width, const double *taps, size_t count, double *result);

#ifdef __cplusplus
}
#endif
