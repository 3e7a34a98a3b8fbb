#if defined(__x86_64__)
#include <immintrin.h>
#define VL 8
#define NV 3
#define MR 4
#define PX 4
#define TARGET __attribute__((target("avx2,fma")))
#define VFMA(a, b, c) ((vf)_mm256_fmadd_ps((__m256)(a), (__m256)(b), (__m256)(c)))
#define VMAX(a, b) ((vf)_mm256_max_ps((__m256)(a), (__m256)(b)))
#define VMIN(a, b) ((vf)_mm256_min_ps((__m256)(a), (__m256)(b)))
#define VSET1(a) ((vf)_mm256_set1_ps(a))
#define ISA nn_avx2
#define ISA_NAME "AVX2"
#include "kern_impl.h"
#endif
