// Vectors and the functions on them; part of kern_impl.h, which says what is
// defined before.

typedef float vf __attribute__((vector_size(VL * 4)));
typedef float vu __attribute__((vector_size(VL * 4), aligned(4), may_alias));
typedef int32_t vi __attribute__((vector_size(VL * 4)));

#define INLINE static inline __attribute__((always_inline)) TARGET
#define OWN static TARGET
#define UNROLL _Pragma("GCC unroll 16")

INLINE vf ld(const float *p) { return *(const vu *)p; }
INLINE void st(float *p, vf v) { *(vu *)p = v; }

// vexp is right to about 2e-7 relative between -87 and 88 and stays there outside.
INLINE vf vexp(vf x) {
  const vf magic = VSET1(12582912.0f);
  x = VMIN(VMAX(x, VSET1(-87.0f)), VSET1(88.0f));
  vf t = VFMA(x, VSET1(1.44269504f), magic);
  vf n = t - magic;
  vf r = VFMA(n, VSET1(-0.693359375f), x);
  r = VFMA(n, VSET1(2.12194440e-4f), r);
  vf y = VSET1(1.9875691500e-4f);
  y = VFMA(y, r, VSET1(1.3981999507e-3f));
  y = VFMA(y, r, VSET1(8.3334519073e-3f));
  y = VFMA(y, r, VSET1(4.1665795894e-2f));
  y = VFMA(y, r, VSET1(1.6666665459e-1f));
  y = VFMA(y, r, VSET1(5.0000001201e-1f));
  y = VFMA(y, r * r, r) + VSET1(1.0f);
  return (vf)((vi)y + ((vi)t << 23));
}

INLINE vf vsigmoid(vf x) { return VSET1(1.0f) / (VSET1(1.0f) + vexp(-x)); }

// shape applies the function act, a constant where speed matters.
INLINE vf shape(const nn_geo *g, vf x, const int act) {
  const vf zero = VSET1(0.0f);
  switch (act) {
  case NN_RELU: x = VMAX(x, zero); break;
  case NN_HARDSWISH: x = x * (VMIN(VMAX(x + VSET1(3.0f), zero), VSET1(6.0f)) * VSET1(1.0f / 6)); break;
  case NN_SWISH: x = x * vsigmoid(x); break;
  case NN_SIGMOID: x = vsigmoid(x); break;
  case NN_HARDSIGMOID: x = VMIN(VMAX(VFMA(x, VSET1(g->p), VSET1(g->q)), zero), VSET1(1.0f)); break;
  }
  return VFMA(x, VSET1(g->scale), VSET1(g->shift));
}

// store puts n channels of a vector, all if n is larger.
INLINE void store(float *y, vf v, int32_t n) {
  if (n >= VL) {
    st(y, v);
    return;
  }
  float rest[VL];
  st(rest, v);
  for (int32_t i = 0; i < n; i++) y[i] = rest[i];
}
