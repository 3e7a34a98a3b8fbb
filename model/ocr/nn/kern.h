// The kernels of the engine. Pictures are [height][width][stride] with the
// channels innermost; the stride is at least the number of channels rounded up
// to whole vectors, unless a function says otherwise. Nothing is checked here:
// the sizes were, when the plan was made.
#ifndef TRUENAME_NN_KERN_H
#define TRUENAME_NN_KERN_H

#include <stdint.h>

// A nn_geo describes one step: 32-bit fields, the same as geo in Go.
typedef struct nn_geo {
  int32_t h, w, xs;    // input and the stride of its pixels
  int32_t oh, ow, ys;  // output and the stride of its pixels
  int32_t cin, cout;
  int32_t kh, kw, sh, sw, ph, pw;
  int32_t act;
  float scale, shift;  // after the function
  float p, q;          // of the hard sigmoid, or epsilon, or factor
  int32_t heads;
} nn_geo;

enum { NN_LINEAR, NN_RELU, NN_HARDSWISH, NN_SWISH, NN_SIGMOID, NN_HARDSIGMOID };

// A nn_isa is one version of the kernels.
typedef struct nn_isa {
  const char *name;
  int32_t lanes;   // floats in a vector
  int32_t panel;   // most vectors in a panel of weights
  int32_t rows;    // pixels of a tile
  // conv makes the output pixels p0 to p1, counted row by row. y is where pixel
  // 0 goes; scratch holds rows * kh * kw * cin values.
  void (*conv)(const nn_geo *g, const float *x, const float *w, const float *bias, float *y, float *scratch, int32_t p0, int32_t p1);
  // depthwise makes the output rows r0 to r1; y is where r0 goes.
  void (*depthwise)(const nn_geo *g, const float *x, const float *w, const float *bias, float *y, int32_t r0, int32_t r1);
  // pool makes the output rows r0 to r1: the mean, or the largest if most.
  void (*pool)(const nn_geo *g, const float *x, float *y, int32_t most, int32_t r0, int32_t r1);
  // mean makes one pixel of all n.
  void (*mean)(const nn_geo *g, const float *x, float *y, int32_t n);
  // gate multiplies the pixels p0 to p1 by factors.
  void (*gate)(const nn_geo *g, const float *x, const float *factor, float *y, int32_t p0, int32_t p1);
  // add makes the output rows r0 to r1 of two pictures, enlarged ua and ub times.
  void (*add)(const nn_geo *g, const float *a, const float *b, float *y, int32_t ua, int32_t ub, int32_t r0, int32_t r1);
  // norm makes the pixels p0 to p1.
  void (*norm)(const nn_geo *g, const float *x, const float *factor, const float *shift, float *y, int32_t p0, int32_t p1);
  // attention makes the heads h0 to h1; scratch holds (size + 1) * (steps
  // rounded up to vectors) values.
  void (*attention)(const nn_geo *g, const float *x, float *y, float *scratch, int32_t h0, int32_t h1);
  // activate applies the function of g to n values in place.
  void (*activate)(const nn_geo *g, float *x, int32_t n);
  // pack turns a matrix [rows][cols] of binary16 numbers, aligned or not, into
  // panels, each [rows][width] with the columns filled up with zeros: as few as
  // can be and as even as can be, or one if whole.
  void (*pack)(const void *from, float *to, int32_t rows, int32_t cols, int32_t whole);
  // peaks finds for each row of n values the largest and its share in the softmax.
  void (*peaks)(const float *x, int32_t n, int32_t rows, int32_t *best, float *prob);
} nn_isa;

// nn_get is the version number i, or NULL if there is none or this processor
// cannot run it. Later ones are faster.
const nn_isa *nn_get(int i);

extern const nn_isa nn_base;
extern const nn_isa nn_avx2;
extern const nn_isa nn_avx512;

#endif
