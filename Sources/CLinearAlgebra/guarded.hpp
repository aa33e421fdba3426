#pragma once
// What every function of the C interface shares: views of its arrays, and a wall that no exception crosses.
#include <Eigen/Core>
#include <new>

namespace linear_algebra {

using Square = Eigen::MatrixXd;
using Rows = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;

inline Eigen::Map<const Rows> in(const double *elements, size_t rows, size_t columns) {
  return {elements, Eigen::Index(rows), Eigen::Index(columns)};
}

inline Eigen::Map<Rows> out(double *elements, size_t rows, size_t columns) {
  return {elements, Eigen::Index(rows), Eigen::Index(columns)};
}

template <typename Body> int guarded(Body body) {
  try {
    return body();
  } catch (const std::bad_alloc &) {
    return CLA_NO_MEMORY;
  } catch (...) {
    return CLA_NO_FACTOR;
  }
}

}  // namespace linear_algebra
