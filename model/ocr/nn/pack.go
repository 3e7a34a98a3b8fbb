package nn

import "truename/model/ocr/nn/netfile"

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

// pack brings the weights into the order of the kernels. They take the first
// values of room, of which it gives back the rest.
func (l *layer) pack(k *kernels, room []float32) []float32 {
	count, rows, cols := l.matrices()
	if count == 0 {
		return room
	}
	take := func(n int) []float32 {
		w := room[:n:n]
		room = room[n:]
		return w
	}
	biases, from := l.Biases, l.Weights
	if l.shuffled() {
		biases = []float32{biases[0], biases[0], biases[0], biases[0]}
		from = interleave(from, rows)
	}
	l.bias = k.padded(biases[:cols])
	size := rows * k.round(cols)
	l.w = take(count * size)
	for c := range count {
		k.pack(from[2*c*rows*cols:], l.w[c*size:], rows, cols, l.Kind == netfile.Depthwise)
	}
	if l.Kind == netfile.Gate {
		l.bias2 = k.padded(biases[cols:])
		l.w2 = take(cols * k.round(rows))
		k.pack(from[2*rows*cols:], l.w2, cols, rows, false)
	}
	return room
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
