//go:build !cgo

package nn

import (
	"encoding/binary"
	"math"

	"truename/model/ocr/nn/netfile"
)

// kernels are those in plain Go; see kern.h for what they do.
type kernels struct {
	name               string
	lanes, panel, rows int
}

func versions() []*kernels { return []*kernels{{"Go", 4, 1, 4}} }

func (k *kernels) conv(g *geo, x, w, bias, y, scratch []float32, p0, p1 int) {
	if g.kh == 1 && g.kw == 1 && g.sh == 1 && g.sw == 1 && g.ph == 0 && g.pw == 0 {
		g.span(x[p0*int(g.xs):], int(g.xs), int(g.cin), w, bias, y[p0*int(g.ys):], p1-p0)
		return
	}
	size := int(g.kh * g.kw * g.cin)
	for p := p0; p < p1; p += k.rows {
		n := min(k.rows, p1-p)
		for i := range n {
			g.gather(x, scratch[i*size:], (p+i)/int(g.ow), (p+i)%int(g.ow))
		}
		g.span(scratch, size, size, w, bias, y[p*int(g.ys):], n)
	}
}

// gather lays out the inputs of one output pixel one behind the other.
func (g *geo) gather(x, out []float32, oy, ox int) {
	c := int(g.cin)
	for ky := range int(g.kh) {
		for kx := range int(g.kw) {
			iy, ix := oy*int(g.sh)-int(g.ph)+ky, ox*int(g.sw)-int(g.pw)+kx
			if iy < 0 || iy >= int(g.h) || ix < 0 || ix >= int(g.w) {
				clear(out[:c])
			} else {
				copy(out[:c], x[(iy*int(g.w)+ix)*int(g.xs):])
			}
			out = out[c:]
		}
	}
}

// span makes n pixels, lda apart in the input, for all channels. Panels are of
// four channels; two pixels at a time.
func (g *geo) span(a []float32, lda, size int, w, bias, y []float32, n int) {
	for c := 0; c < int(g.cout); c += 4 {
		panel := w[c*size : (c+4)*size]
		i := 0
		for ; i+1 < n; i += 2 {
			s, t := two(a[i*lda:][:size], a[(i+1)*lda:][:size], panel, bias[c:])
			g.put(y[i*int(g.ys)+c:], s, c)
			g.put(y[(i+1)*int(g.ys)+c:], t, c)
		}
		if i < n {
			s, _ := two(a[i*lda:][:size], a[i*lda:][:size], panel, bias[c:])
			g.put(y[i*int(g.ys)+c:], s, c)
		}
	}
}

// two sums up four channels of two pixels.
func two(a, b, panel, bias []float32) (s, t [4]float32) {
	s0, s1, s2, s3 := bias[0], bias[1], bias[2], bias[3]
	t0, t1, t2, t3 := s0, s1, s2, s3
	b = b[:len(a)]
	for i, u := range a {
		if len(panel) < 4 {
			break
		}
		v, w0, w1, w2, w3 := b[i], panel[0], panel[1], panel[2], panel[3]
		panel = panel[4:]
		s0 += u * w0
		s1 += u * w1
		s2 += u * w2
		s3 += u * w3
		t0 += v * w0
		t1 += v * w1
		t2 += v * w2
		t3 += v * w3
	}
	return [4]float32{s0, s1, s2, s3}, [4]float32{t0, t1, t2, t3}
}

// put stores the channels from c on, as many as there are.
func (g *geo) put(y []float32, s [4]float32, c int) {
	n := 4
	if g.ys == g.cout {
		n = min(4, int(g.cout)-c)
	}
	for i, v := range s[:n] {
		y[i] = g.shape(v)
	}
}

// shape applies the function.
func (g *geo) shape(x float32) float32 {
	switch g.act {
	case int32(netfile.Relu):
		x = max(x, 0)
	case int32(netfile.HardSwish):
		x *= min(max(x+3, 0), 6) * (1.0 / 6)
	case int32(netfile.Swish):
		x *= sigmoid(x)
	case int32(netfile.Sigmoid):
		x = sigmoid(x)
	case hardSigmoid:
		x = min(max(x*g.p+g.q, 0), 1)
	}
	return x*g.scale + g.shift
}

func sigmoid(x float32) float32 { return float32(1 / (1 + math.Exp(-float64(x)))) }

func (k *kernels) depthwise(g *geo, x, w, bias, y []float32, r0, r1 int) {
	ws, xs, ys := k.round(int(g.cout)), int(g.xs), int(g.ys)
	for oy := r0; oy < r1; oy++ {
		for ox := range int(g.ow) {
			out := y[((oy-r0)*int(g.ow)+ox)*ys:][:ws]
			copy(out, bias[:ws])
			for ky := range int(g.kh) {
				for kx := range int(g.kw) {
					iy, ix := oy*int(g.sh)-int(g.ph)+ky, ox*int(g.sw)-int(g.pw)+kx
					if iy >= 0 && iy < int(g.h) && ix >= 0 && ix < int(g.w) {
						multiplyAdd(out, x[(iy*int(g.w)+ix)*xs:], w[(ky*int(g.kw)+kx)*ws:])
					}
				}
			}
			for i, v := range out {
				out[i] = g.shape(v)
			}
		}
	}
}

func multiplyAdd(out, x, w []float32) {
	x, w = x[:len(out)], w[:len(out)]
	for i := range out {
		out[i] += x[i] * w[i]
	}
}

func (k *kernels) pool(g *geo, x, y []float32, most bool, r0, r1 int) {
	for oy := r0; oy < r1; oy++ {
		for ox := range int(g.ow) {
			out := y[(oy*int(g.ow)+ox)*int(g.ys):][:g.cout]
			at := oy*int(g.sh)*int(g.w) + ox*int(g.sw)
			for c := range out {
				out[c] = g.window(x[at*int(g.xs)+c:], most)
			}
		}
	}
}

// window is the mean of the values under the kernel, or the largest.
func (g *geo) window(x []float32, most bool) float32 {
	best, sum := x[0], float32(0)
	for ky := range int(g.kh) {
		for kx := range int(g.kw) {
			v := x[(ky*int(g.w)+kx)*int(g.xs)]
			best, sum = max(best, v), sum+v
		}
	}
	if most {
		return best
	}
	return sum / float32(g.kh*g.kw)
}

func (k *kernels) mean(g *geo, x, y []float32, n int) {
	y = y[:g.cout]
	clear(y)
	for p := range n {
		for c, v := range x[p*int(g.xs):][:len(y)] {
			y[c] += v
		}
	}
	for c := range y {
		y[c] /= float32(n)
	}
}

func (k *kernels) gate(g *geo, x, factor, y []float32, p0, p1 int) {
	factor = factor[:g.cout]
	for p := p0; p < p1; p++ {
		in, out := x[p*int(g.xs):][:len(factor)], y[p*int(g.ys):][:len(factor)]
		for c, f := range factor {
			out[c] = in[c] * f
		}
	}
}

func (k *kernels) add(g *geo, a, b, y []float32, ua, ub, r0, r1 int) {
	ow, xs := int(g.ow), int(g.xs)
	for oy := r0; oy < r1; oy++ {
		for ox := range ow {
			out := y[(oy*ow+ox)*int(g.ys):][:g.cout]
			pa := a[(oy/ua*(ow/ua)+ox/ua)*xs:][:len(out)]
			pb := b[(oy/ub*(ow/ub)+ox/ub)*xs:][:len(out)]
			for c := range out {
				out[c] = pa[c] + pb[c]
			}
		}
	}
}

func (k *kernels) norm(g *geo, x, factor, shift, y []float32, p0, p1 int) {
	for p := p0; p < p1; p++ {
		in, out := x[p*int(g.xs):][:g.cout], y[p*int(g.ys):][:g.cout]
		var mean, variance float32
		for _, v := range in {
			mean += v
		}
		mean /= float32(len(in))
		for _, v := range in {
			variance += (v - mean) * (v - mean)
		}
		f := float32(1 / math.Sqrt(float64(variance/float32(len(in))+g.p)))
		for c, v := range in {
			out[c] = (v-mean)*f*factor[c] + shift[c]
		}
	}
}

func (k *kernels) attention(g *geo, x, y, scratch []float32, h0, h1 int) {
	n, size, xs := int(g.h*g.w), int(g.cout/g.heads), int(g.xs)
	score := scratch[:n]
	for h := h0; h < h1; h++ {
		for t := range n {
			q := x[t*xs+h*size:][:size]
			for u := range score {
				score[u] = dot(q, x[u*xs+int(g.cout)+h*size:]) * g.p
			}
			shares(score)
			out := y[t*int(g.ys)+h*size:][:size]
			clear(out)
			for u, s := range score {
				for d, v := range x[u*xs+2*int(g.cout)+h*size:][:size] {
					out[d] += s * v
				}
			}
		}
	}
}

func dot(a, b []float32) (s float32) {
	b = b[:len(a)]
	for i, v := range a {
		s += v * b[i]
	}
	return s
}

// shares turns scores into their softmax.
func shares(s []float32) {
	most, sum := s[0], float32(0)
	for _, v := range s {
		most = max(most, v)
	}
	for i, v := range s {
		s[i] = float32(math.Exp(float64(v - most)))
		sum += s[i]
	}
	for i := range s {
		s[i] /= sum
	}
}

func (k *kernels) activate(g *geo, x []float32) {
	for i, v := range x {
		x[i] = g.shape(v)
	}
}

func (k *kernels) pack(from []byte, to []float32, rows, cols int, whole bool) {
	width := k.round(cols)
	if !whole {
		width = k.lanes
	}
	for start := 0; start < cols; start += width {
		n := min(width, cols-start)
		for r := range rows {
			for i := range n {
				to[i] = netfile.FromHalf(binary.LittleEndian.Uint16(from[2*(r*cols+start+i):]))
			}
			clear(to[n:width])
			to = to[width:]
		}
	}
}

func (k *kernels) peaks(x []float32, n int, best []int32, prob []float32) {
	for r := range best {
		row := x[r*n : (r+1)*n]
		at := 0
		for i, v := range row {
			if v > row[at] {
				at = i
			}
		}
		sum := 0.0
		for _, v := range row {
			if d := v - row[at]; d > -30 {
				sum += math.Exp(float64(d))
			}
		}
		best[r], prob[r] = int32(at), float32(1/sum)
	}
}
