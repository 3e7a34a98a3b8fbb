package nn

import "sync"

// geo describes one step to the kernels: 32-bit fields, the same as nn_geo in C.
type geo struct {
	h, w, xs       int32 // input and the stride of its pixels
	oh, ow, ys     int32 // output and the stride of its pixels
	cin, cout      int32
	kh, kw, sh, sw int32
	ph, pw         int32
	act            int32
	scale, shift   float32 // after the function
	p, q           float32 // of the hard sigmoid, or epsilon, or factor
	heads          int32
}

// hardSigmoid is the function of gates, besides those of netfile.
const hardSigmoid = 5

// fastest is the fastest version of the kernels here.
var fastest = sync.OnceValue(func() *kernels {
	all := versions()
	return all[len(all)-1]
})

// ISA names the instructions that the kernels use here: "AVX-512", "AVX2",
// "SSE2", "NEON", or "Go" when built without cgo.
func ISA() string { return fastest().name }
