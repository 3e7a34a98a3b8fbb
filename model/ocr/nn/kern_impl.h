// All kernels, written once for vectors of VL floats. A file that includes this
// defines before: VL, NV (vectors in a panel), MR (pixels in a tile), TARGET
// (an attribute or nothing), VFMA(a, b, c) = a*b + c, VMAX, VMIN, VSET1, ISA
// (the name of the nn_isa) and ISA_NAME.
//
// Loads and stores are unaligned throughout: on Windows the compiler may put
// vectors on a stack that is aligned to 16 bytes only.
#include <string.h>

#include "kern.h"

#include "kern_math.h"

OWN void activate(const nn_geo *g, float *x, int32_t n) {
  int32_t i = 0;
  for (; i + VL <= n; i += VL) st(x + i, shape(g, ld(x + i), g->act));
  if (i < n) {
    float rest[VL] = {0};
    memcpy(rest, x + i, (n - i) * sizeof *x);
    st(rest, shape(g, ld(rest), g->act));
    memcpy(x + i, rest, (n - i) * sizeof *x);
  }
}

// finish puts what a tile has summed up where it belongs.
INLINE void finish(const nn_geo *g, vf acc[MR][NV], float *y, int32_t room, const int nv, const int mr, const int act) {
  const vf scale = VSET1(g->scale), shift = VSET1(g->shift);
  UNROLL for (int i = 0; i < mr; i++)
    UNROLL for (int j = 0; j < nv; j++) {
      vf v = acc[i][j];
      if (act == NN_RELU) v = VMAX(v, VSET1(0.0f));
      if (act == NN_HARDSWISH)
        v = v * (VMIN(VMAX(v + VSET1(3.0f), VSET1(0.0f)), VSET1(6.0f)) * VSET1(1.0f / 6));
      store(y + i * (int64_t)g->ys + j * VL, VFMA(v, scale, shift), room - j * VL);
    }
}

// rarely is finish for the functions that are seldom or slow.
INLINE void rarely(const nn_geo *g, vf acc[MR][NV], float *y, int32_t room, const int nv, const int mr) {
  float sums[MR * NV * VL];
  UNROLL for (int i = 0; i < mr; i++)
    UNROLL for (int j = 0; j < nv; j++) st(sums + (i * nv + j) * VL, acc[i][j]);
  for (int i = 0; i < mr; i++)
    for (int j = 0; j < nv; j++)
      store(y + i * (int64_t)g->ys + j * VL, shape(g, ld(sums + (i * nv + j) * VL), g->act), room - j * VL);
}

// tile makes mr pixels of nv vectors: the sum over runs of k values that start
// at a + off[run], in each pixel lda further on.
INLINE void tile(const nn_geo *g, const float *a, int64_t lda, const int32_t *off, int32_t runs, int32_t k,
                 const float *b, const float *bias, float *y, int32_t room, const int nv, const int mr) {
  vf acc[MR][NV];
  UNROLL for (int j = 0; j < nv; j++) {
    vf v = ld(bias + j * VL);
    UNROLL for (int i = 0; i < mr; i++) acc[i][j] = v;
  }
  for (int32_t r = 0; r < runs; r++) {
    const float *p = a + off[r];
    for (int32_t c = 0; c < k; c++, p++, b += nv * VL) {
      vf bv[NV];
      UNROLL for (int j = 0; j < nv; j++) bv[j] = ld(b + j * VL);
      UNROLL for (int i = 0; i < mr; i++) {
        vf s = VSET1(p[i * lda]);
        UNROLL for (int j = 0; j < nv; j++) acc[i][j] = VFMA(s, bv[j], acc[i][j]);
      }
    }
  }
  switch (g->act) {
  case NN_LINEAR: finish(g, acc, y, room, nv, mr, NN_LINEAR); break;
  case NN_RELU: finish(g, acc, y, room, nv, mr, NN_RELU); break;
  case NN_HARDSWISH: finish(g, acc, y, room, nv, mr, NN_HARDSWISH); break;
  default: rarely(g, acc, y, room, nv, mr);
  }
}

#define TILE(nv, mr) \
  OWN void tile_##nv##_##mr(const nn_geo *g, const float *a, int64_t lda, const int32_t *off, int32_t runs, int32_t k, \
                            const float *b, const float *bias, float *y, int32_t room) { \
    tile(g, a, lda, off, runs, k, b, bias, y, room, nv, mr); \
  }
TILE(1, 1)
TILE(2, 1)
TILE(3, 1)
TILE(1, 2)
TILE(2, 2)
TILE(3, 2)
TILE(1, 4)
TILE(2, 4)
TILE(3, 4)
#if MR == 8
TILE(1, 8)
TILE(2, 8)
TILE(3, 8)
#endif

typedef void (*tile_fn)(const nn_geo *, const float *, int64_t, const int32_t *, int32_t, int32_t, const float *,
                        const float *, float *, int32_t);

// pick is the tile for nv vectors and the most pixels that n allows, with their number.
OWN tile_fn pick(int32_t nv, int32_t n, int32_t *mr) {
  static const tile_fn t1[] = {tile_1_1, tile_2_1, tile_3_1}, t2[] = {tile_1_2, tile_2_2, tile_3_2},
                       t4[] = {tile_1_4, tile_2_4, tile_3_4};
#if MR == 8
  static const tile_fn t8[] = {tile_1_8, tile_2_8, tile_3_8};
  if (n >= 8) return *mr = 8, t8[nv - 1];
#endif
  if (n >= 4) return *mr = 4, t4[nv - 1];
  if (n >= 2) return *mr = 2, t2[nv - 1];
  return *mr = 1, t1[nv - 1];
}

// A panels walks over the panels of the weights: as few as can be, as even as can be.
typedef struct panels { int32_t vectors, count, i; } panels;

INLINE panels panels_of(int32_t cout) {
  int32_t v = (cout + VL - 1) / VL;
  return (panels){v, (v + NV - 1) / NV, 0};
}
INLINE int32_t panel_start(const panels *p, int32_t i) { return p->vectors * i / p->count; }

// span makes n pixels, lda apart in the input, for all channels.
OWN void span(const nn_geo *g, const float *a, int64_t lda, const int32_t *off, int32_t runs, int32_t k,
              const float *w, const float *bias, float *y, int32_t n) {
  panels p = panels_of(g->cout);
  for (int32_t i = 0; i < p.count; i++) {
    int32_t from = panel_start(&p, i), nv = panel_start(&p, i + 1) - from, mr;
    int32_t room = g->cout == g->ys ? g->cout - from * VL : NV * VL;
    const float *b = w + (int64_t)from * VL * runs * k;
    for (int32_t done = 0; done < n; done += mr) {
      tile_fn f = pick(nv, n - done, &mr);
      f(g, a + done * lda, lda, off, runs, k, b, bias + from * VL, y + (int64_t)done * g->ys + from * VL, room);
    }
  }
}

// gather lays out the inputs of one output pixel one behind the other.
OWN void gather(const nn_geo *g, const float *x, float *out, int32_t oy, int32_t ox) {
  for (int32_t ky = 0; ky < g->kh; ky++)
    for (int32_t kx = 0; kx < g->kw; kx++, out += g->cin) {
      int32_t iy = oy * g->sh - g->ph + ky, ix = ox * g->sw - g->pw + kx;
      if (iy < 0 || iy >= g->h || ix < 0 || ix >= g->w) memset(out, 0, g->cin * sizeof *out);
      else memcpy(out, x + ((int64_t)iy * g->w + ix) * g->xs, g->cin * sizeof *out);
    }
}

// inside is how many output pixels from ox on have all their inputs inside the row.
OWN int32_t inside(const nn_geo *g, int32_t oy, int32_t ox, int32_t n) {
  int32_t iy = oy * g->sh - g->ph, ix = ox * g->sw - g->pw;
  if (iy < 0 || iy + g->kh > g->h || ix < 0) return 0;
  int32_t most = (g->w - g->kw - ix) / g->sw + 1;
  if (g->w - g->kw < ix) return 0;
  if (most > g->ow - ox) most = g->ow - ox;
  return most < n ? most : n;
}

OWN void conv(const nn_geo *g, const float *x, const float *w, const float *bias, float *y, float *scratch,
              int32_t p0, int32_t p1) {
  int32_t taps = g->kh * g->kw, k = taps * g->cin, none = 0, off[256], runs = taps, run = g->cin;
  if (taps == 1 && g->sh == 1 && g->sw == 1) {
    span(g, x + (int64_t)p0 * g->xs, g->xs, &none, 1, k, w, bias, y + (int64_t)p0 * g->ys, p1 - p0);
    return;
  }
  if (g->xs == g->cin) runs = g->kh, run = g->cin * g->kw; // neighbours follow each other
  for (int32_t r = 0; r < runs; r++)
    off[r] = runs == taps ? (r / g->kw * g->w + r % g->kw) * g->xs : r * g->w * g->xs;
  for (int32_t p = p0, n; p < p1; p += n) {
    int32_t oy = p / g->ow, ox = p % g->ow;
    float *out = y + (int64_t)p * g->ys;
    n = inside(g, oy, ox, p1 - p);
    if (n >= MR) {
      const float *a = x + ((int64_t)(oy * g->sh - g->ph) * g->w + ox * g->sw - g->pw) * g->xs;
      n = MR;
      span(g, a, (int64_t)g->sw * g->xs, off, runs, run, w, bias, out, n);
      continue;
    }
    n = p1 - p < MR ? p1 - p : MR;
    for (int32_t i = 0; i < n; i++) gather(g, x, scratch + (int64_t)i * k, (p + i) / g->ow, (p + i) % g->ow);
    span(g, scratch, k, &none, 1, k, w, bias, out, n);
  }
}

// put stores pixels of one vector.
INLINE void put(const nn_geo *g, vf acc[8], float *y, const int px, const int act) {
  UNROLL for (int i = 0; i < px; i++) st(y + i * (int64_t)g->ys, shape(g, acc[i], act));
}

// strip makes px output pixels of one vector, whose inputs are all inside.
INLINE void strip(const nn_geo *g, const float *x, const float *w, int64_t ws, const float *bias, float *y,
                  int32_t ky0, int32_t ky1, const int kw, const int sw, const int px) {
  vf acc[8];
  UNROLL for (int i = 0; i < px; i++) acc[i] = ld(bias);
  for (int32_t ky = ky0; ky < ky1; ky++) {
    const float *row = x + (int64_t)ky * g->w * g->xs;
    vf wv[5];
    UNROLL for (int j = 0; j < kw; j++) wv[j] = ld(w + (ky * kw + j) * ws);
    UNROLL for (int j = 0; j < (px - 1) * sw + kw; j++) {
      vf v = ld(row + j * (int64_t)g->xs);
      UNROLL for (int t = 0; t < kw; t++)
        if (j >= t && (j - t) % sw == 0 && (j - t) / sw < px) acc[(j - t) / sw] = VFMA(v, wv[t], acc[(j - t) / sw]);
    }
  }
  switch (g->act) {
  case NN_LINEAR: put(g, acc, y, px, NN_LINEAR); break;
  case NN_RELU: put(g, acc, y, px, NN_RELU); break;
  default: put(g, acc, y, px, NN_HARDSWISH);
  }
}

#define STRIP(kw, sw) \
  OWN void strip_##kw##_##sw(const nn_geo *g, const float *x, const float *w, int64_t ws, const float *bias, \
                                    float *y, int32_t ky0, int32_t ky1) { \
    for (int32_t c = 0; c < ws; c += VL) strip(g, x + c, w + c, ws, bias + c, y + c, ky0, ky1, kw, sw, PX); \
  }
STRIP(3, 1)
STRIP(3, 2)
STRIP(5, 1)
STRIP(5, 2)

typedef void (*strip_fn)(const nn_geo *, const float *, const float *, int64_t, const float *, float *, int32_t, int32_t);

OWN strip_fn pick_strip(const nn_geo *g) {
  if (g->kw == 3 && g->sw == 1) return strip_3_1;
  if (g->kw == 3 && g->sw == 2) return strip_3_2;
  if (g->kw == 5 && g->sw == 1) return strip_5_1;
  if (g->kw == 5 && g->sw == 2) return strip_5_2;
  return 0;
}

// point makes one output pixel; only the taps from kx0 to kx1 are inside.
OWN void point(const nn_geo *g, const float *x, const float *w, int64_t ws, const float *bias, float *y, int32_t ky0,
               int32_t ky1, int32_t kx0, int32_t kx1) {
  for (int32_t c = 0; c < ws; c += VL) {
    vf even = ld(bias + c), odd = VSET1(0.0f);
    for (int32_t ky = ky0; ky < ky1; ky++) {
      const float *row = x + (int64_t)ky * g->w * g->xs + c, *wr = w + (int64_t)ky * g->kw * ws + c;
      int32_t kx = kx0;
      for (; kx + 1 < kx1; kx += 2) {
        even = VFMA(ld(row + kx * (int64_t)g->xs), ld(wr + kx * ws), even);
        odd = VFMA(ld(row + (kx + 1) * (int64_t)g->xs), ld(wr + (kx + 1) * ws), odd);
      }
      if (kx < kx1) even = VFMA(ld(row + kx * (int64_t)g->xs), ld(wr + kx * ws), even);
    }
    st(y + c, shape(g, even + odd, g->act));
  }
}

OWN void depthwise(const nn_geo *g, const float *x, const float *w, const float *bias, float *y, int32_t r0, int32_t r1) {
  int64_t ws = (g->cout + VL - 1) / VL * VL;
  strip_fn many = g->act <= NN_HARDSWISH ? pick_strip(g) : 0;
  for (int32_t oy = r0; oy < r1; oy++) {
    int32_t iy = oy * g->sh - g->ph, ky0 = iy < 0 ? -iy : 0, ky1 = g->h - iy < g->kh ? g->h - iy : g->kh;
    float *out = y + (int64_t)(oy - r0) * g->ow * g->ys;
    for (int32_t ox = 0, n; ox < g->ow; ox += n, out += n * (int64_t)g->ys) {
      int32_t ix = ox * g->sw - g->pw;
      const float *in = x + ((int64_t)iy * g->w + ix) * g->xs;
      n = 1;
      if (many && ix >= 0 && ix + (PX - 1) * g->sw + g->kw <= g->w && ox + PX <= g->ow) {
        n = PX;
        many(g, in, w, ws, bias, out, ky0, ky1);
        continue;
      }
      int32_t kx0 = ix < 0 ? -ix : 0, kx1 = g->w - ix < g->kw ? g->w - ix : g->kw;
      point(g, in, w, ws, bias, out, ky0, ky1, kx0, kx1);
    }
  }
}

OWN void pool(const nn_geo *g, const float *x, float *y, int32_t most, int32_t r0, int32_t r1) {
  vf part = VSET1(1.0f / (float)(g->kh * g->kw));
  for (int32_t oy = r0; oy < r1; oy++)
    for (int32_t ox = 0; ox < g->ow; ox++) {
      const float *in = x + ((int64_t)oy * g->sh * g->w + (int64_t)ox * g->sw) * g->xs;
      float *out = y + ((int64_t)oy * g->ow + ox) * g->ys;
      for (int32_t c = 0; c < g->cout; c += VL) {
        vf best = ld(in + c), sum = VSET1(0.0f);
        for (int32_t ky = 0; ky < g->kh; ky++)
          for (int32_t kx = 0; kx < g->kw; kx++) {
            vf v = ld(in + ((int64_t)ky * g->w + kx) * g->xs + c);
            best = VMAX(best, v);
            sum = sum + v;
          }
        st(out + c, most ? best : sum * part);
      }
    }
}

OWN void mean(const nn_geo *g, const float *x, float *y, int32_t n) {
  vf part = VSET1(1.0f / (float)n);
  for (int32_t c = 0; c < g->cout; c += VL) {
    vf a = VSET1(0.0f), b = a;
    int32_t i = 0;
    for (; i + 1 < n; i += 2) {
      a = a + ld(x + i * (int64_t)g->xs + c);
      b = b + ld(x + (i + 1) * (int64_t)g->xs + c);
    }
    if (i < n) a = a + ld(x + i * (int64_t)g->xs + c);
    st(y + c, (a + b) * part);
  }
}

OWN void gate(const nn_geo *g, const float *x, const float *factor, float *y, int32_t p0, int32_t p1) {
  for (int32_t p = p0; p < p1; p++)
    for (int32_t c = 0; c < g->cout; c += VL)
      st(y + p * (int64_t)g->ys + c, ld(x + p * (int64_t)g->xs + c) * ld(factor + c));
}

OWN void add(const nn_geo *g, const float *a, const float *b, float *y, int32_t ua, int32_t ub, int32_t r0, int32_t r1) {
  for (int32_t oy = r0; oy < r1; oy++)
    for (int32_t ox = 0; ox < g->ow; ox++) {
      const float *pa = a + ((int64_t)(oy / ua) * (g->ow / ua) + ox / ua) * g->xs;
      const float *pb = b + ((int64_t)(oy / ub) * (g->ow / ub) + ox / ub) * g->xs;
      float *out = y + ((int64_t)oy * g->ow + ox) * g->ys;
      for (int32_t c = 0; c < g->cout; c += VL) st(out + c, ld(pa + c) + ld(pb + c));
    }
}

INLINE float sum_of(vf v) {
  float t[VL], s = 0;
  st(t, v);
  for (int i = 0; i < VL; i++) s += t[i];
  return s;
}

INLINE float max_of(vf v) {
  float t[VL];
  st(t, v);
  for (int i = 1; i < VL; i++)
    if (t[i] > t[0]) t[0] = t[i];
  return t[0];
}

OWN void norm(const nn_geo *g, const float *x, const float *factor, const float *shift, float *y, int32_t p0, int32_t p1) {
  for (int32_t p = p0; p < p1; p++) {
    const float *in = x + p * (int64_t)g->xs;
    float *out = y + p * (int64_t)g->ys, s = 0, v = 0;
    for (int32_t c = 0; c < g->cout; c++) s += in[c];
    s /= (float)g->cout;
    for (int32_t c = 0; c < g->cout; c++) v += (in[c] - s) * (in[c] - s);
    v = 1 / __builtin_sqrtf(v / (float)g->cout + g->p);
    for (int32_t c = 0; c < g->cout; c++) out[c] = (in[c] - s) * v * factor[c] + shift[c];
  }
}

// weigh turns n scores into shares of their softmax; the rest of the last vector becomes 0.
INLINE void weigh(float *s, int32_t n, float factor) {
  int32_t whole = n / VL * VL;
  float most = s[0] * factor, sum = 0;
  for (int32_t i = 0; i < n; i++) s[i] *= factor;
  for (int32_t i = 1; i < n; i++) most = s[i] > most ? s[i] : most;
  vf total = VSET1(0.0f);
  for (int32_t i = 0; i < n; i += VL) {
    vf e = vexp(ld(s + i) - VSET1(most));
    if (i < whole) total = total + e;
    st(s + i, e);
  }
  for (int32_t i = whole; i < n; i++) sum += s[i];
  vf part = VSET1(1.0f / (sum + sum_of(total)));
  for (int32_t i = 0; i < n; i += VL) st(s + i, ld(s + i) * part);
}

OWN void attention(const nn_geo *g, const float *x, float *y, float *scratch, int32_t h0, int32_t h1) {
  int32_t n = g->h * g->w, room = (n + VL - 1) / VL * VL, size = g->cout / g->heads;
  float *keys = scratch, *score = scratch + (int64_t)size * room;
  for (int32_t h = h0; h < h1; h++) {
    const float *q = x + h * size, *k = q + g->cout, *v = k + g->cout;
    memset(keys, 0, (int64_t)size * room * sizeof *keys);
    for (int32_t t = 0; t < n; t++)
      for (int32_t d = 0; d < size; d++) keys[(int64_t)d * room + t] = k[t * (int64_t)g->xs + d];
    for (int32_t t = 0; t < n; t++) {
      for (int32_t u = 0; u < room; u += VL) {
        vf s = VSET1(0.0f);
        for (int32_t d = 0; d < size; d++) s = VFMA(VSET1(q[t * (int64_t)g->xs + d]), ld(keys + (int64_t)d * room + u), s);
        st(score + u, s);
      }
      weigh(score, n, g->p);
      for (int32_t d = 0; d < size; d += VL) {
        vf a = VSET1(0.0f), b = a;
        int32_t u = 0;
        for (; u + 1 < n; u += 2) {
          a = VFMA(VSET1(score[u]), ld(v + u * (int64_t)g->xs + d), a);
          b = VFMA(VSET1(score[u + 1]), ld(v + (u + 1) * (int64_t)g->xs + d), b);
        }
        if (u < n) a = VFMA(VSET1(score[u]), ld(v + u * (int64_t)g->xs + d), a);
        store(y + t * (int64_t)g->ys + h * size + d, a + b, size - d);
      }
    }
  }
}

// widen turns a vector of binary16 numbers into floats. It moves the exponent by
// a multiplication, which is right for subnormal numbers too.
INLINE vf widen(const char *from) {
  typedef uint16_t vh __attribute__((vector_size(VL * 2)));
  vh h;
  memcpy(&h, from, sizeof h);
  vi all = __builtin_convertvector(h, vi), u = (all & 0x7FFF) << 13;
  vi infinite = u >= (vi)VSET1(0.0f) + (0x7C00 << 13);
  vi f = (vi)((vf)u * VSET1(5.192296858534828e33f)); // 2^112
  return (vf)((infinite & (u | 0x7F800000)) | (~infinite & f) | ((all & 0x8000) << 16));
}

// widen_row turns n numbers into floats, followed by zeros up to room.
OWN void widen_row(const char *from, float *to, int32_t n, int32_t room) {
  int32_t i = 0;
  for (; i + VL <= n; i += VL) st(to + i, widen(from + 2 * i));
  if (i < n) {
    char rest[2 * VL] = {0};
    memcpy(rest, from + 2 * i, 2 * (n - i));
    st(to + i, widen(rest));
    i += VL;
  }
  for (; i < room; i += VL) st(to + i, VSET1(0.0f));
}

OWN void pack(const void *from, float *to, int32_t rows, int32_t cols, int32_t whole) {
  panels p = panels_of(cols);
  if (whole) p.count = 1;
  for (int32_t i = 0; i < p.count; i++) {
    int32_t start = panel_start(&p, i) * VL, end = panel_start(&p, i + 1) * VL, n = end < cols ? end : cols;
    for (int32_t r = 0; r < rows; r++, to += end - start)
      widen_row((const char *)from + 2 * ((int64_t)r * cols + start), to, n - start, end - start);
  }
}

// peaks looks through each row twice: for the largest value, then for the sum.
OWN void peaks(const float *x, int32_t n, int32_t rows, int32_t *best, float *prob) {
  for (int32_t r = 0; r < rows; r++, x += n) {
    int32_t whole = n / VL * VL, at = 0;
    vf m = VSET1(x[0]), total = VSET1(0.0f);
    for (int32_t i = 0; i < whole; i += VL) m = VMAX(ld(x + i), m);
    float most = max_of(m), sum = 0;
    for (int32_t i = whole; i < n; i++) most = x[i] > most ? x[i] : most;
    while (at < n - 1 && x[at] != most) at++;
    for (int32_t i = 0; i < whole; i += VL) total = total + vexp(ld(x + i) - VSET1(most));
    if (whole < n) {
      float rest[VL];
      for (int32_t i = 0; i < VL; i++) rest[i] = whole + i < n ? x[whole + i] - most : -100;
      st(rest, vexp(ld(rest)));
      for (int32_t i = 0; i < n - whole; i++) sum += rest[i];
    }
    best[r] = at;
    prob[r] = 1 / (sum + sum_of(total));
  }
}

const nn_isa ISA = {ISA_NAME, VL, NV, MR, conv, depthwise, pool, mean, gate, add, norm, attention, activate, pack, peaks};
