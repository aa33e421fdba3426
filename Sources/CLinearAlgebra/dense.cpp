#include "CLinearAlgebra.h"
#include "guarded.hpp"
#include <Eigen/Cholesky>
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <Eigen/SVD>

using namespace linear_algebra;

namespace {

/// Parlett and Reinsch's balancing, by powers of 2, as LAPACK's dgebal does it with 2-norms.
void balance(Square &a, double *scale) {
  const auto n = a.rows();
  std::fill_n(scale, n, 1.0);
  for (bool changed = true; changed;) {
    changed = false;
    for (Eigen::Index i = 0; i < n; i++) {
      double row = std::sqrt(std::max(0.0, a.row(i).squaredNorm() - a(i, i) * a(i, i)));
      double column = std::sqrt(std::max(0.0, a.col(i).squaredNorm() - a(i, i) * a(i, i)));
      if (!(row > 0) || !(column > 0) || !std::isfinite(row) || !std::isfinite(column)) continue;
      // The power of 2 nearest to the root of row/column makes both norms alike.
      int power = int(std::lround(0.5 * std::log2(row / column)));
      if (power == 0) continue;
      double before = row + column;
      double after = std::ldexp(row, -power) + std::ldexp(column, power);
      if (after >= 0.95 * before) continue;
      scale[i] = std::ldexp(scale[i], power);
      a.col(i) *= std::ldexp(1.0, power);
      a.row(i) *= std::ldexp(1.0, -power);
      changed = true;
    }
  }
}

}  // namespace

extern "C" {

int cla_qr(const double *a, size_t rows, size_t columns, double *q, double *r) {
  return guarded([&] {
    Eigen::HouseholderQR<Square> factors(in(a, rows, columns));
    out(r, columns, columns) =
        factors.matrixQR().topRows(Eigen::Index(columns)).template triangularView<Eigen::Upper>();
    if (q)
      out(q, rows, columns) =
          factors.householderQ() * Square::Identity(Eigen::Index(rows), Eigen::Index(columns));
    return CLA_DONE;
  });
}

int cla_svd(const double *a, size_t rows, size_t columns, double *u, double *s, double *v) {
  return guarded([&] {
    unsigned wanted = (u ? Eigen::ComputeThinU : 0) | (v ? Eigen::ComputeThinV : 0);
    Eigen::BDCSVD<Square> factors(in(a, rows, columns), wanted);
    if (factors.info() != Eigen::Success) return CLA_NO_FACTOR;
    size_t k = std::min(rows, columns);
    out(s, k, 1) = factors.singularValues();
    if (u) out(u, rows, k) = factors.matrixU();
    if (v) out(v, columns, k) = factors.matrixV();
    return CLA_DONE;
  });
}

int cla_symmetric(const double *a, size_t n, double *values, double *v) {
  return guarded([&] {
    Eigen::SelfAdjointEigenSolver<Square> factors(
        in(a, n, n), v ? Eigen::ComputeEigenvectors : Eigen::EigenvaluesOnly);
    if (factors.info() != Eigen::Success) return CLA_NO_FACTOR;
    out(values, n, 1) = factors.eigenvalues();
    if (v) out(v, n, n) = factors.eigenvectors();
    return CLA_DONE;
  });
}

int cla_cholesky(const double *a, size_t n, double *l) {
  return guarded([&] {
    Eigen::LLT<Square> factors(in(a, n, n));
    if (factors.info() != Eigen::Success) return CLA_NO_FACTOR;
    out(l, n, n) = factors.matrixL().toDenseMatrix();
    return CLA_DONE;
  });
}

int cla_solve(const double *a, size_t n, const double *b, size_t columns, double *x) {
  return guarded([&] {
    Eigen::PartialPivLU<Square> factors(in(a, n, n));
    if (!(factors.matrixLU().diagonal().array().abs() > 0).all()) return CLA_NO_FACTOR;
    out(x, n, columns) = factors.solve(Square(in(b, n, columns)));
    return CLA_DONE;
  });
}

int cla_solve_triangular(const double *t, size_t n, int lower, int transposed, const double *b,
                         size_t columns, double *x) {
  return guarded([&] {
    auto matrix = in(t, n, n);
    if (!(matrix.diagonal().array().abs() > 0).all()) return CLA_NO_FACTOR;
    Square right = in(b, n, columns);
    if (lower && transposed)
      matrix.transpose().triangularView<Eigen::Upper>().solveInPlace(right);
    else if (lower)
      matrix.triangularView<Eigen::Lower>().solveInPlace(right);
    else if (transposed)
      matrix.transpose().triangularView<Eigen::Lower>().solveInPlace(right);
    else
      matrix.triangularView<Eigen::Upper>().solveInPlace(right);
    out(x, n, columns) = right;
    return CLA_DONE;
  });
}

int cla_schur(const double *a, size_t n, double *scale, double *t, double *z) {
  return guarded([&] {
    Square balanced = in(a, n, n);
    if (!balanced.allFinite()) return CLA_NO_FACTOR;
    balance(balanced, scale);
    Eigen::RealSchur<Square> factors(balanced);
    if (factors.info() != Eigen::Success) return CLA_NO_FACTOR;
    out(t, n, n) = factors.matrixT();
    out(z, n, n) = factors.matrixU();
    return CLA_DONE;
  });
}

int cla_multiply(const double *a, int a_transposed, const double *b, int b_transposed, size_t rows,
                 size_t inner, size_t columns, double *c) {
  return guarded([&] {
    auto product = out(c, rows, columns);
    if (a_transposed && b_transposed)
      product.noalias() = in(a, inner, rows).transpose() * in(b, columns, inner).transpose();
    else if (a_transposed)
      product.noalias() = in(a, inner, rows).transpose() * in(b, inner, columns);
    else if (b_transposed)
      product.noalias() = in(a, rows, inner) * in(b, columns, inner).transpose();
    else
      product.noalias() = in(a, rows, inner) * in(b, inner, columns);
    return CLA_DONE;
  });
}

}  // extern "C"
