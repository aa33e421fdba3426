#pragma once
#include <stddef.h>
/// y[i] = exp(x[i]) for n values; at most one ulp off; overflow gives infinity, underflow 0.
void cvm_exp(const double *x, double *y, size_t n);
