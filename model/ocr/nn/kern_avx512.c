#if defined(__x86_64__)
#include <immintrin.h>
#define VL 16
#define NV 3
#define MR 8
#define PX 8
#define TARGET __attribute__((target("avx512f,fma")))
#define VFMA(a, b, c) ((vf)_mm512_fmadd_ps((__m512)(a), (__m512)(b), (__m512)(c)))
#define VMAX(a, b) ((vf)_mm512_max_ps((__m512)(a), (__m512)(b)))
#define VMIN(a, b) ((vf)_mm512_min_ps((__m512)(a), (__m512)(b)))
#define VSET1(a) ((vf)_mm512_set1_ps(a))
#define ISA nn_avx512
#define ISA_NAME "AVX-512"
#include "kern_impl.h"
#endif
