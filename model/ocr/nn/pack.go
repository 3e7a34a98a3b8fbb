package nn

import (
	"encoding/binary"

	"truename/model/ocr/nn/netfile"
)

// matrices are the sizes of the products in a layer: count of [rows][cols].
func (l *layer) matrices() (count, rows, cols int) {
	switch {
	case l.Kind == netfile.Conv:
		return 1, l.Kh * l.Kw * l.Cin, l.Cout
	case l.Kind == netfile.Deconv && l.Cout == 1:
		return 1, l.Cin, 4 // the four pixels as channels
	case l.Kind == netfile.Deconv:
		return 4, l.Cin, l.Cout
	case l.Kind == netfile.Gate:
		return 1, l.Cin, l.Mid
	case l.Kind == netfile.Depthwise:
		return 1, l.Kh * l.Kw, l.Cout
	}
	return 0, 0, 0
}

// packedSize is how many values pack makes.
func (l *layer) packedSize(k *kernels) int {
	count, rows, cols := l.matrices()
	n := (count*rows + 1) * k.round(cols)
	if l.Kind == netfile.Gate {
		n += (l.Mid + 1) * k.round(l.Cin)
	}
	return n
}

// pack brings the weights into the order of the kernels.
func (l *layer) pack(k *kernels) {
	count, rows, cols := l.matrices()
	if count == 0 {
		return
	}
	biases := l.Biases
	switch {
	case l.Kind == netfile.Depthwise:
		l.w = make([]float32, rows*k.round(cols))
		for r := range rows {
			unhalf(l.w[r*k.round(cols):], l.Weights[2*r*cols:2*(r+1)*cols])
		}
	case cols == 4 && l.Kind == netfile.Deconv:
		l.w = k.panels(interleave(l.Weights, rows), rows, cols)
		biases = []float32{biases[0], biases[0], biases[0], biases[0]}
	default:
		for c := range count {
			l.w = append(l.w, k.panels(l.Weights[2*c*rows*cols:], rows, cols)...)
		}
	}
	l.bias = k.padded(biases[:cols])
	if l.Kind == netfile.Gate {
		l.w2 = k.panels(l.Weights[2*rows*cols:], cols, rows)
		l.bias2 = k.padded(biases[cols:])
	}
}

// interleave turns [4][rows] into [rows][4].
func interleave(w []byte, rows int) []byte {
	out := make([]byte, 0, len(w))
	for r := range rows {
		for tap := range 4 {
			out = append(out, w[2*(tap*rows+r)], w[2*(tap*rows+r)+1])
		}
	}
	return out
}

func (k *kernels) padded(v []float32) []float32 {
	out := make([]float32, k.round(len(v)))
	copy(out, v)
	return out
}

// panels cuts a matrix [rows][cols] into panels of some vectors width, each
// [rows][width]: as few as can be, as even as can be. See panels_of in C.
func (k *kernels) panels(w []byte, rows, cols int) []float32 {
	vectors := k.round(cols) / k.lanes
	count := (vectors + k.panel - 1) / k.panel
	out := make([]float32, rows*k.round(cols))
	to := out
	for i := range count {
		from, end := vectors*i/count*k.lanes, vectors*(i+1)/count*k.lanes
		width := min(end, cols) - from
		for r := range rows {
			at := 2 * (r*cols + from)
			unhalf(to, w[at:at+2*width])
			to = to[end-from:]
		}
	}
	return out
}

// unhalf writes the values of binary16 numbers.
func unhalf(to []float32, from []byte) {
	to = to[:len(from)/2]
	for i := range to {
		to[i] = netfile.FromHalf(binary.LittleEndian.Uint16(from[2*i:]))
	}
}
