//go:build cgo

package nn

/*
#cgo CFLAGS: -O3
#cgo LDFLAGS: -lm
#cgo noescape nn_conv
#cgo nocallback nn_conv
#cgo noescape nn_depthwise
#cgo nocallback nn_depthwise
#cgo noescape nn_pool
#cgo nocallback nn_pool
#cgo noescape nn_mean
#cgo nocallback nn_mean
#cgo noescape nn_gate
#cgo nocallback nn_gate
#cgo noescape nn_add
#cgo nocallback nn_add
#cgo noescape nn_norm
#cgo nocallback nn_norm
#cgo noescape nn_attention
#cgo nocallback nn_attention
#cgo noescape nn_activate
#cgo nocallback nn_activate
#cgo noescape nn_pack
#cgo nocallback nn_pack
#cgo noescape nn_peaks
#cgo nocallback nn_peaks
#include "kern.h"

static void nn_conv(const nn_isa *k, const nn_geo *g, const float *x, const float *w, const float *bias, float *y, float *scratch, int32_t p0, int32_t p1) {
	k->conv(g, x, w, bias, y, scratch, p0, p1);
}
static void nn_depthwise(const nn_isa *k, const nn_geo *g, const float *x, const float *w, const float *bias, float *y, int32_t r0, int32_t r1) {
	k->depthwise(g, x, w, bias, y, r0, r1);
}
static void nn_pool(const nn_isa *k, const nn_geo *g, const float *x, float *y, int32_t most, int32_t r0, int32_t r1) {
	k->pool(g, x, y, most, r0, r1);
}
static void nn_mean(const nn_isa *k, const nn_geo *g, const float *x, float *y, int32_t n) {
	k->mean(g, x, y, n);
}
static void nn_gate(const nn_isa *k, const nn_geo *g, const float *x, const float *factor, float *y, int32_t p0, int32_t p1) {
	k->gate(g, x, factor, y, p0, p1);
}
static void nn_add(const nn_isa *k, const nn_geo *g, const float *a, const float *b, float *y, int32_t ua, int32_t ub, int32_t r0, int32_t r1) {
	k->add(g, a, b, y, ua, ub, r0, r1);
}
static void nn_norm(const nn_isa *k, const nn_geo *g, const float *x, const float *factor, const float *shift, float *y, int32_t p0, int32_t p1) {
	k->norm(g, x, factor, shift, y, p0, p1);
}
static void nn_attention(const nn_isa *k, const nn_geo *g, const float *x, float *y, float *scratch, int32_t h0, int32_t h1) {
	k->attention(g, x, y, scratch, h0, h1);
}
static void nn_activate(const nn_isa *k, const nn_geo *g, float *x, int32_t n) {
	k->activate(g, x, n);
}
static void nn_pack(const nn_isa *k, const void *from, float *to, int32_t rows, int32_t cols, int32_t whole) {
	k->pack(from, to, rows, cols, whole);
}
static void nn_peaks(const nn_isa *k, const float *x, int32_t n, int32_t rows, int32_t *best, float *prob) {
	k->peaks(x, n, rows, best, prob);
}
*/
import "C"

import "unsafe"

// kernels is one version of the kernels in C; see kern.h for what they do.
type kernels struct {
	name               string
	lanes, panel, rows int
	c                  *C.nn_isa
}

// versions are those that this processor can run, the fastest last.
func versions() []*kernels {
	var out []*kernels
	for i := C.int(0); ; i++ {
		c := C.nn_get(i)
		if c == nil {
			return out
		}
		out = append(out, &kernels{C.GoString(c.name), int(c.lanes), int(c.panel), int(c.rows), c})
	}
}

// fp is the address of the first value. Nothing is empty that comes here.
func fp(x []float32) *C.float { return (*C.float)(unsafe.Pointer(unsafe.SliceData(x))) }

func (g *geo) c() *C.nn_geo { return (*C.nn_geo)(unsafe.Pointer(g)) }

func (k *kernels) conv(g *geo, x, w, bias, y, scratch []float32, p0, p1 int) {
	C.nn_conv(k.c, g.c(), fp(x), fp(w), fp(bias), fp(y), fp(scratch), C.int32_t(p0), C.int32_t(p1))
}

func (k *kernels) depthwise(g *geo, x, w, bias, y []float32, r0, r1 int) {
	C.nn_depthwise(k.c, g.c(), fp(x), fp(w), fp(bias), fp(y), C.int32_t(r0), C.int32_t(r1))
}

func (k *kernels) pool(g *geo, x, y []float32, most bool, r0, r1 int) {
	C.nn_pool(k.c, g.c(), fp(x), fp(y), flag(most), C.int32_t(r0), C.int32_t(r1))
}

func (k *kernels) mean(g *geo, x, y []float32, n int) {
	C.nn_mean(k.c, g.c(), fp(x), fp(y), C.int32_t(n))
}

func (k *kernels) gate(g *geo, x, factor, y []float32, p0, p1 int) {
	C.nn_gate(k.c, g.c(), fp(x), fp(factor), fp(y), C.int32_t(p0), C.int32_t(p1))
}

func (k *kernels) add(g *geo, a, b, y []float32, ua, ub, r0, r1 int) {
	C.nn_add(k.c, g.c(), fp(a), fp(b), fp(y), C.int32_t(ua), C.int32_t(ub), C.int32_t(r0), C.int32_t(r1))
}

func (k *kernels) norm(g *geo, x, factor, shift, y []float32, p0, p1 int) {
	C.nn_norm(k.c, g.c(), fp(x), fp(factor), fp(shift), fp(y), C.int32_t(p0), C.int32_t(p1))
}

func (k *kernels) attention(g *geo, x, y, scratch []float32, h0, h1 int) {
	C.nn_attention(k.c, g.c(), fp(x), fp(y), fp(scratch), C.int32_t(h0), C.int32_t(h1))
}

func (k *kernels) activate(g *geo, x []float32) {
	C.nn_activate(k.c, g.c(), fp(x), C.int32_t(len(x)))
}

func (k *kernels) pack(from []byte, to []float32, rows, cols int, whole bool) {
	C.nn_pack(k.c, unsafe.Pointer(unsafe.SliceData(from)), fp(to), C.int32_t(rows), C.int32_t(cols), flag(whole))
}

func flag(b bool) C.int32_t {
	if b {
		return 1
	}
	return 0
}

func (k *kernels) peaks(x []float32, n int, best []int32, prob []float32) {
	C.nn_peaks(k.c, fp(x), C.int32_t(n), C.int32_t(len(best)), (*C.int32_t)(unsafe.Pointer(unsafe.SliceData(best))), fp(prob))
}
