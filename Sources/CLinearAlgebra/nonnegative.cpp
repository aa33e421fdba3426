#include "CLinearAlgebra.h"
#include "guarded.hpp"
#include <algorithm>
#include <cmath>
#include <vector>

using namespace linear_algebra;

namespace {

/// The Cholesky factor of the chosen rows and columns of a matrix, to which one is added, or of
/// which one is taken away, in O(chosen^2).
class ChosenFactor {
 public:
  ChosenFactor(Eigen::Map<const Rows> h) : h(h), l(h.rows(), h.rows()) {}

  std::vector<Eigen::Index> chosen;

  bool add(Eigen::Index j) {
    const auto k = Eigen::Index(chosen.size());
    Eigen::VectorXd row(k);
    for (Eigen::Index i = 0; i < k; i++) row(i) = h(std::max(j, chosen[i]), std::min(j, chosen[i]));
    l.topLeftCorner(k, k).triangularView<Eigen::Lower>().solveInPlace(row);
    double pivot = h(j, j) - row.squaredNorm();
    // What depends on the chosen ones to rounding can't join them.
    if (!(pivot > 1e-14 * h(j, j))) return false;
    l.row(k).head(k) = row.transpose();
    l(k, k) = std::sqrt(pivot);
    chosen.push_back(j);
    return true;
  }

  void remove(Eigen::Index place) {
    const auto k = Eigen::Index(chosen.size());
    chosen.erase(chosen.begin() + place);
    for (Eigen::Index i = place; i + 1 < k; i++) l.row(i).head(k) = l.row(i + 1).head(k);
    // Rows below the gap have one entry too many: rotate it away, column by column.
    for (Eigen::Index c = place; c + 1 < k; c++) {
      double a = l(c, c), b = l(c, c + 1), length = std::hypot(a, b);
      double cosine = length > 0 ? a / length : 1, sine = length > 0 ? b / length : 0;
      for (Eigen::Index i = c; i + 1 < k; i++) {
        double p = l(i, c), q = l(i, c + 1);
        l(i, c) = cosine * p + sine * q;
        l(i, c + 1) = cosine * q - sine * p;
      }
      l(c, c + 1) = 0;
    }
  }

  Eigen::VectorXd solve(const Eigen::VectorXd &right) const {
    const auto k = Eigen::Index(chosen.size());
    Eigen::VectorXd x = right;
    l.topLeftCorner(k, k).triangularView<Eigen::Lower>().solveInPlace(x);
    l.topLeftCorner(k, k).triangularView<Eigen::Lower>().transpose().solveInPlace(x);
    return x;
  }

 private:
  Eigen::Map<const Rows> h;
  Square l;
};

}  // namespace

extern "C" int cla_nonnegative(const double *matrix, const double *right, size_t count,
                               const unsigned char *bounded, double *solution, double *gap) {
  return guarded([&] {
    const auto n = Eigen::Index(count);
    auto h = in(matrix, count, count);
    Eigen::Map<const Eigen::VectorXd> f(right, n);
    Eigen::Map<Eigen::VectorXd> x(solution, n);
    ChosenFactor factor(h);
    // From where the caller stands: what is free or positive there takes part.
    std::vector<unsigned char> isChosen(count, 0);
    for (Eigen::Index j = 0; j < n; j++) {
      bool starts = !bounded[j] || x(j) > 0;
      isChosen[j] = starts && factor.add(j);
      if (!isChosen[j]) x(j) = 0;
    }
    const double size = f.cwiseAbs().maxCoeff();
    Eigen::Index newest = -1;
    std::vector<unsigned char> refused(count, 0);
    for (Eigen::Index turn = 0; turn < 6 * n + 100; turn++) {
      // Solve for the chosen ones; on the way there the first to reach 0 leave.
      while (!factor.chosen.empty()) {
        const auto k = Eigen::Index(factor.chosen.size());
        Eigen::VectorXd part(k);
        for (Eigen::Index i = 0; i < k; i++) part(i) = f(factor.chosen[i]);
        Eigen::VectorXd z = factor.solve(part);
        double way = 1;
        for (Eigen::Index i = 0; i < k; i++) {
          auto j = factor.chosen[i];
          if (!bounded[j] || z(i) > 0) continue;
          // One that has just joined at 0 and would be negative joined by rounding alone.
          way = j == newest && x(j) == 0 ? 0 : std::min(way, x(j) > 0 ? x(j) / (x(j) - z(i)) : 0);
        }
        for (Eigen::Index i = 0; i < k; i++) x(factor.chosen[i]) += way * (z(i) - x(factor.chosen[i]));
        if (way == 1) {
          for (Eigen::Index i = 0; i < k; i++) x(factor.chosen[i]) = z(i);
          break;
        }
        bool left = false;
        for (Eigen::Index i = k; i-- > 0;) {
          auto j = factor.chosen[i];
          if (!bounded[j] || z(i) > 0 || x(j) > 1e-14 * std::fabs(z(i))) continue;
          if (j == newest) refused[j] = 1;
          x(j) = 0;
          isChosen[j] = 0;
          factor.remove(i);
          left = true;
        }
        if (!left) break;
      }
      Eigen::VectorXd gradient = f - h.selfadjointView<Eigen::Lower>() * x;
      Eigen::Index best = -1;
      *gap = 0;
      for (Eigen::Index j = 0; j < n; j++) {
        if (isChosen[j] || refused[j] || !(h(j, j) > 0)) continue;
        if (gradient(j) > *gap) *gap = gradient(j), best = j;
      }
      if (best < 0 || *gap <= 1e-13 * size) return CLA_DONE;
      if (factor.add(best)) {
        isChosen[best] = 1;
        newest = best;
        std::fill(refused.begin(), refused.end(), 0);
      } else {
        refused[best] = 1;
      }
    }
    return CLA_DONE;
  });
}
