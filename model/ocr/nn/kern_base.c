// What every processor of a kind has: SSE2 on amd64, NEON on arm64, and for all
// others what the compiler makes of it.
#define VL 4
#define NV 3
#define TARGET
#if defined(__x86_64__)
#include <immintrin.h>
#define MR 4
#define VFMA(a, b, c) ((a) * (b) + (c))
#define VMAX(a, b) ((vf)_mm_max_ps((__m128)(a), (__m128)(b)))
#define VMIN(a, b) ((vf)_mm_min_ps((__m128)(a), (__m128)(b)))
#define VSET1(a) ((vf)_mm_set1_ps(a))
#define ISA_NAME "SSE2"
#elif defined(__aarch64__)
#include <arm_neon.h>
#define MR 8
#define VFMA(a, b, c) ((vf)vfmaq_f32((float32x4_t)(c), (float32x4_t)(a), (float32x4_t)(b)))
#define VMAX(a, b) ((vf)vmaxq_f32((float32x4_t)(a), (float32x4_t)(b)))
#define VMIN(a, b) ((vf)vminq_f32((float32x4_t)(a), (float32x4_t)(b)))
#define VSET1(a) ((vf)vdupq_n_f32(a))
#define ISA_NAME "NEON"
#else
#define MR 4
#define VFMA(a, b, c) ((a) * (b) + (c))
#define VSELECT(m, a, b) ((vf)(((vi)(m) & (vi)(a)) | (~(vi)(m) & (vi)(b))))
#define VMAX(a, b) VSELECT((a) > (b), a, b)
#define VMIN(a, b) VSELECT((a) < (b), a, b)
#define VSET1(a) ((vf){(a), (a), (a), (a)})
#define ISA_NAME "vectors"
#endif
#define PX 4
#define ISA nn_base
#include "kern_impl.h"

const nn_isa *nn_get(int i) {
  if (i == 0) return &nn_base;
#if defined(__x86_64__)
  __builtin_cpu_init();
  int fma = __builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma");
  if (i == 1 && fma) return &nn_avx2;
  if (i == 2 && fma && __builtin_cpu_supports("avx512f")) return &nn_avx512;
#endif
  return 0;
}
