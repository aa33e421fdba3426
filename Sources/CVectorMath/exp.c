#include "CVectorMath.h"
#include <math.h>
void cvm_exp(const double *x, double *y, size_t n) {
  for (size_t i = 0; i < n; i++) y[i] = exp(x[i]);
}
