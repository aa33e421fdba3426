// The loops, once for each kind of processor: included by kernels.c with V(name) naming the copy,
// TILE the number of blocks of eight outputs that fit its registers, and FUSED where it has a fused multiply-add.

#define INLINE static inline __attribute__((always_inline))
#define VECTORISE _Pragma("clang loop vectorize(assume_safety)")

// The error of the rounded product p = a b: exact.
INLINE double V(product_error)(double a, double b, double p) {
#if FUSED
  return __builtin_fma(a, b, -p);
#else
  double c = 134217729.0 * a, d = 134217729.0 * b;
  double c1 = c - a, d1 = d - b;
  double a1 = c - c1, b1 = d - d1;
  double a2 = a - a1, b2 = b - b1;
  return ((a1 * b1 - p) + a1 * b2 + a2 * b1) + a2 * b2;
#endif
}

// exp(hi + lo) = m s1 s2, with s1 and s2 powers of two that may leave the range only together.
struct V(scaled) { double m, s1, s2; };

INLINE struct V(scaled) V(exp)(double hi, double lo) {
  // NaN passes both comparisons; a part lo that is not small belongs to a hi out of range.
  double x = hi < -746.0 ? -746.0 : hi;
  x = x > 710.0 ? 710.0 : x;
  lo = __builtin_fabs(lo) < 1 ? lo : 0;
  // Adding 1.5 2^52 + 4096 rounds to an integer, and leaves it, plus 4096, in the low bits.
  double shifted = x * 0x1.71547652b82fep+0 + (0x1.8p52 + 4096);
  uint64_t bits;
  memcpy(&bits, &shifted, 8);
  uint64_t u = bits & 0xffff;
  double k = shifted - (0x1.8p52 + 4096);
  double head = x - k * 0x1.62e42fefa3800p-1;  // exact: the constant has 42 bits
  double tail = lo - k * 0x1.ef35793c76730p-45;
  double r = head + tail;
  // (e^r - 1 - r) / r^2 on |r| < 0.3468: minimax, error 2e-19.
  double r2 = r * r, r4 = r2 * r2;
  double p01 = 0.5 + r * 0x1.5555555555557p-3;
  double p23 = 0x1.5555555555556p-5 + r * 0x1.11111111100c9p-7;
  double p45 = 0x1.6c16c16c162cap-10 + r * 0x1.a01a01abf20adp-13;
  double p67 = 0x1.a01a01a6de478p-16 + r * 0x1.71de0211bc37ep-19;
  double p89 = 0x1.27e4db5238e9ap-22 + r * 0x1.af4e2bbb50609p-26;
  double q = p01 + r2 * p23 + r4 * ((p45 + r2 * p67) + r4 * (p89 + r2 * 0x1.1f732921c514bp-29));
  struct V(scaled) result;
  result.m = 1 + (head + (tail + r2 * q));
  uint64_t half = u >> 1;
  uint64_t e1 = (half - 2048 + 1023) << 52, e2 = (u - half - 2048 + 1023) << 52;
  memcpy(&result.s1, &e1, 8);
  memcpy(&result.s2, &e2, 8);
  return result;
}

// The lag t - origin - low and its product with a rate, each as a sum of two doubles.
struct V(pair) { double hi, lo; };

INLINE struct V(pair) V(lag)(double t, double origin, double low) {
  double s = t - origin, v = s - t;
  return (struct V(pair)){s, ((t - (s - v)) - (origin + v)) - low};
}

INLINE struct V(pair) V(times)(double rate, struct V(pair) lag) {
  double p = rate * lag.hi;
  double e = V(product_error)(rate, lag.hi, p);
  return (struct V(pair)){p, e + rate * lag.lo};
}

void V(cvm_exp)(const double *x, double *y, size_t n) {
  VECTORISE for (size_t i = 0; i < n; i++) {
    struct V(scaled) e = V(exp)(x[i], 0);
    y[i] = e.m * e.s1 * e.s2;
  }
}

void V(cvm_weights)(const double *a, const double *t, size_t n, double rate, double origin,
                    double low, double *w) {
  if (a) {
    VECTORISE for (size_t i = 0; i < n; i++) {
      struct V(pair) z = V(times)(rate, V(lag)(t[i], origin, low));
      struct V(scaled) e = V(exp)(z.hi, z.lo);
      w[i] = a[i] * (e.m * e.s1 * e.s2);
    }
  } else {
    VECTORISE for (size_t i = 0; i < n; i++) {
      struct V(pair) z = V(times)(rate, V(lag)(t[i], origin, low));
      struct V(scaled) e = V(exp)(z.hi, z.lo);
      w[i] = e.m * e.s1 * e.s2;
    }
  }
}

// Sine and cosine of hi + lo for |hi| < 1e6: π/2 in parts of 33, 33 and 53 bits.
INLINE void V(sincos)(double hi, double lo, double *sine, double *cosine) {
  double shifted = hi * 0x1.45f306dc9c883p-1 + 0x1.8p52;
  uint64_t bits;
  memcpy(&bits, &shifted, 8);
  double k = shifted - 0x1.8p52;
  double first = hi - k * 0x1.921fb544p+0;  // exact, as is the next product
  double second = k * 0x1.0b4611a6p-34;
  double x = first - second, v = x - first;
  double y = ((first - (x - v)) - (second + v)) + (lo - k * 0x1.3198a2e037073p-69);
  double sum = x + y;
  y = y - (sum - x);
  x = sum;
  double z = x * x, z2 = z * z;
  double s = (0x1.1111111110bb1p-7 + z * -0x1.a01a019e833f2p-13)
      + z2 * ((0x1.71de3795fe529p-19 + z * -0x1.ae600a711c40ep-26) + z2 * 0x1.5e0ae5873e651p-33);
  double c = (0x1.5555555555555p-5 + z * -0x1.6c16c16c16966p-10)
      + z2 * ((0x1.a01a019f4e7a2p-16 + z * -0x1.27e4fa17941a8p-22)
          + z2 * (0x1.1eeb68a05cf19p-29 + z * -0x1.907d6ee97cd28p-37));
  double xs = x + (x * z * (-0x1.5555555555555p-3 + z * s) + y * (1 - 0.5 * z));
  double half = 0.5 * z, w = 1 - half;
  double xc = w + (((1 - w) - half) + (z2 * c - x * y));
  uint64_t bs, bc;
  memcpy(&bs, &xs, 8);
  memcpy(&bc, &xc, 8);
  uint64_t swap = 0 - (bits & 1);
  uint64_t rs = (bs & ~swap) | (bc & swap), rc = (bc & ~swap) | (bs & swap);
  rs ^= (bits & 2) << 62;
  rc ^= ((bits + 1) & 2) << 62;
  memcpy(sine, &rs, 8);
  memcpy(cosine, &rc, 8);
}

void V(cvm_complex_weights)(const double *a, const double *t, size_t n, double rate,
                            double frequency, double origin, double low, double *re, double *im) {
  enum { block = 256 };
  double far[block];
  for (size_t start = 0; start < n; start += block) {
    size_t count = n - start < block ? n - start : block;
    double largest = 0;
    // re and im may be t: what the far ones need is kept.
    VECTORISE for (size_t i = 0; i < count; i++) far[i] = t[start + i];
    VECTORISE for (size_t i = 0; i < count; i++) {
      struct V(pair) lag = V(lag)(far[i], origin, low);
      struct V(pair) z = V(times)(rate, lag), angle = V(times)(frequency, lag);
      struct V(scaled) e = V(exp)(z.hi, z.lo);
      double s, c;
      V(sincos)(angle.hi, angle.lo, &s, &c);
      double weight = a ? a[start + i] : 1;
      re[start + i] = weight * (e.m * c * e.s1 * e.s2);
      im[start + i] = weight * (e.m * s * e.s1 * e.s2);
    }
    for (size_t i = 0; i < count; i++) {
      double size = __builtin_fabs(frequency * (far[i] - origin));
      largest = size > largest ? size : largest;
    }
    if (__builtin_expect(largest < 1e6, 1)) continue;
    for (size_t i = 0; i < count; i++) {
      struct V(pair) lag = V(lag)(far[i], origin, low);
      struct V(pair) z = V(times)(rate, lag), angle = V(times)(frequency, lag);
      if (__builtin_fabs(angle.hi) < 1e6) continue;
      struct V(scaled) e = V(exp)(z.hi, z.lo);
      double s = sin(angle.hi), c = cos(angle.hi), weight = a ? a[start + i] : 1;
      double lo = __builtin_fabs(angle.lo) < 1 ? angle.lo : 0;
      re[start + i] = weight * (e.m * (c - s * lo) * e.s1 * e.s2);
      im[start + i] = weight * (e.m * (s + c * lo) * e.s1 * e.s2);
    }
  }
}

typedef double V(eight) __attribute__((vector_size(64), aligned(8)));

// By pointer: how vectors travel by value depends on the processor.
INLINE double V(total)(const V(eight) *p) {
  V(eight) s = *p;
  return ((s[0] + s[4]) + (s[1] + s[5])) + ((s[2] + s[6]) + (s[3] + s[7]));
}

double V(cvm_sum)(const double *x, size_t n) {
  V(eight) s = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) s += *(const V(eight) *)(x + i);
  for (; i < n; i++) s[i & 7] += x[i];
  return V(total)(&s);
}

double V(cvm_sum_of_magnitudes)(const double *x, size_t n) {
  V(eight) s = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) s += __builtin_elementwise_abs(*(const V(eight) *)(x + i));
  for (; i < n; i++) s[i & 7] += __builtin_fabs(x[i]);
  return V(total)(&s);
}

double V(cvm_dot)(const double *x, const double *y, size_t n) {
  V(eight) s = {0};
  size_t i = 0;
  for (; i + 8 <= n; i += 8) s += *(const V(eight) *)(x + i) * *(const V(eight) *)(y + i);
  for (; i < n; i++) s[i & 7] += x[i] * y[i];
  return V(total)(&s);
}

void V(cvm_filter)(const double *x, const double *h, size_t m, double *y, size_t count,
                   int accumulate) {
  size_t j = 0;
  for (; j + 8 * TILE <= count; j += 8 * TILE) {
    V(eight) s[TILE];
    for (int b = 0; b < TILE; b++)
      s[b] = accumulate ? *(V(eight) *)(y + j + 8 * b) : (V(eight)){0};
    const double *from = x + j + m - 1;
    for (size_t k = 0; k < m; k++, from--) {
      V(eight) tap = {h[k], h[k], h[k], h[k], h[k], h[k], h[k], h[k]};
      for (int b = 0; b < TILE; b++) s[b] += tap * *(const V(eight) *)(from + 8 * b);
    }
    for (int b = 0; b < TILE; b++) *(V(eight) *)(y + j + 8 * b) = s[b];
  }
  for (; j + 8 <= count; j += 8) {
    V(eight) s = accumulate ? *(V(eight) *)(y + j) : (V(eight)){0};
    for (size_t k = 0; k < m; k++) {
      V(eight) tap = {h[k], h[k], h[k], h[k], h[k], h[k], h[k], h[k]};
      s += tap * *(const V(eight) *)(x + j + m - 1 - k);
    }
    *(V(eight) *)(y + j) = s;
  }
  for (; j < count; j++) {
    double s = accumulate ? y[j] : 0;
    for (size_t k = 0; k < m; k++) s += h[k] * x[j + m - 1 - k];
    y[j] = s;
  }
}

void V(cvm_multiply_spectra)(double *x, const double *h, size_t n) {
  VECTORISE for (size_t i = 0; i < n; i++) {
    double a = x[2 * i], b = x[2 * i + 1], c = h[2 * i], d = h[2 * i + 1];
    x[2 * i] = a * c - b * d;
    x[2 * i + 1] = a * d + b * c;
  }
}

// Clenshaw's recursion in place, for vectors of eight: several at a time, since each step waits for the
// one before.
INLINE void V(clenshaw)(double *x, int vectors, const double *c, size_t count) {
  V(eight) twice[4], next[4], after[4];
  for (int b = 0; b < vectors; b++) {
    twice[b] = 2 * *(V(eight) *)(x + 8 * b);
    next[b] = (V(eight)){0};
    after[b] = (V(eight)){0};
  }
  for (size_t k = count - 1; k > 0; k--)
    for (int b = 0; b < vectors; b++) {
      V(eight) value = twice[b] * next[b] + (c[k] - after[b]);
      after[b] = next[b];
      next[b] = value;
    }
  for (int b = 0; b < vectors; b++)
    *(V(eight) *)(x + 8 * b) = 0.5 * twice[b] * next[b] + (c[0] - after[b]);
}

void V(cvm_chebyshev)(const double *t, size_t n, double origin, double low, double from,
                      double to, const double *c, size_t count, double *y) {
  // The place in the panel, from -1 to 1.
  double scale = 1 / (to - from);
  VECTORISE for (size_t i = 0; i < n; i++) {
    struct V(pair) lag = V(lag)(t[i], origin, low);
    y[i] = (((lag.hi - from) - (to - lag.hi)) + 2 * lag.lo) * scale;
  }
  size_t i = 0;
  for (; i + 32 <= n; i += 32) V(clenshaw)(y + i, 4, c, count);
  if (i == n) return;
  // What is left goes the same way, padded, or its values would depend on where it stands.
  double rest[32] = {0};
  for (size_t k = i; k < n; k++) rest[k - i] = y[k];
  switch ((n - i + 7) / 8) {
  case 1: V(clenshaw)(rest, 1, c, count); break;
  case 2: V(clenshaw)(rest, 2, c, count); break;
  default: V(clenshaw)(rest, 4, c, count);
  }
  for (size_t k = i; k < n; k++) y[k] = rest[k - i];
}

void V(cvm_add_products)(const double *x, double weight, size_t n, double *sum, double *lost) {
  VECTORISE for (size_t i = 0; i < n; i++) {
    double term = weight * x[i];
    double total = sum[i] + term;
    double back = total - sum[i];
    lost[i] += (sum[i] - (total - back)) + (term - back);
    sum[i] = total;
  }
}

void V(cvm_count_signs)(const double *x, size_t n, ptrdiff_t *zeros, ptrdiff_t *negatives) {
  ptrdiff_t zero = 0, negative = 0;
  for (size_t i = 0; i < n; i++) {
    zero += x[i] == 0;
    negative += x[i] < 0;
  }
  *zeros = zero;
  *negatives = negative;
}

#undef INLINE
#undef VECTORISE
