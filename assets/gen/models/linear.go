package main

import (
	"encoding/binary"
	"fmt"
	"math"

	"truename/model/ocr/nn/netfile"
)

// A linear is a node with weights and all that is merged into it.
type linear struct {
	w         []float32 // in the order of netfile
	bias      []float32
	cin, cout int
	kh, kw    int
	kind      netfile.Kind
	act       netfile.Act
	acted     bool
	s, t      float32
	out       string
}

// linear takes a convolution or a product of matrices, and what follows it as
// long as it can be merged.
func (l *lowerer) linear(n *node) error {
	m := l.weights(n)
	if m == nil {
		return fmt.Errorf("grouped or unknown weights")
	}
	for l.absorb(m) {
	}
	m.widenRange()
	o := netfile.Op{
		Kind: m.kind, Act: m.act, Kh: m.kh, Kw: m.kw, Cout: m.cout, Scale: m.s, Shift: m.t,
		Sh: n.attr("strides", 0, 1), Sw: n.attr("strides", 1, 1),
		Ph: n.attr("pads", 0, 0), Pw: n.attr("pads", 1, 0), Weights: halves(m.w), Biases: m.bias,
	}
	if n.attr("pads", 2, 0) != o.Ph || n.attr("pads", 3, 0) != o.Pw {
		return fmt.Errorf("uneven padding")
	}
	return l.emit(o, m.out, n.in[0])
}

// weights brings the weights of a node into our order.
func (l *lowerer) weights(n *node) *linear {
	t := l.g.consts[n.in[1]]
	if t == nil {
		return nil
	}
	m := &linear{kh: 1, kw: 1, s: 1, out: n.out[0]}
	switch {
	case n.op == "MatMul":
		m.cin, m.cout, m.w = t.shape[0], t.shape[1], t.f
	case n.op == "ConvTranspose":
		m.kind = netfile.Deconv
		m.cin, m.cout, m.kh, m.kw = t.shape[0], t.shape[1], t.shape[2], t.shape[3]
		m.w = m.reorder(t.f, func(tap, i, o int) int { return (i*m.cout+o)*m.kh*m.kw + tap })
	default:
		m.cout, m.cin, m.kh, m.kw = t.shape[0], t.shape[1], t.shape[2], t.shape[3]
		if g := n.attr("group", 0, 1); g > 1 {
			if g != m.cout || m.cin != 1 {
				return nil
			}
			m.kind = netfile.Depthwise
		}
		m.w = m.reorder(t.f, func(tap, i, o int) int { return (o*m.cin+i)*m.kh*m.kw + tap })
	}
	m.bias = make([]float32, m.cout)
	if len(n.in) > 2 {
		copy(m.bias, l.g.consts[n.in[2]].f)
	}
	return m
}

// reorder gathers weights as [tap][in][out].
func (m *linear) reorder(from []float32, at func(tap, i, o int) int) []float32 {
	out := make([]float32, 0, len(from))
	for tap := range m.kh * m.kw {
		for i := range m.cin {
			for o := range m.cout {
				out = append(out, from[at(tap, i, o)])
			}
		}
	}
	return out
}

func (m *linear) scale(o int, by float32) {
	for i := o; i < len(m.w); i += m.cout {
		m.w[i] *= by
	}
	m.bias[o] *= by
}

// absorb merges the node that uses the result alone, if it can be merged.
func (l *lowerer) absorb(m *linear) bool {
	if !m.acted && (l.absorbHardSwish(m) || l.absorbSwish(m)) {
		return true
	}
	n := l.only(m.out)
	if n == nil {
		return false
	}
	switch {
	case n.op == "Relu" && !m.acted:
		m.act, m.acted = netfile.Relu, true
	case n.op == "Sigmoid" && !m.acted:
		m.act, m.acted = netfile.Sigmoid, true
	case n.op == "BatchNormalization" && !m.acted:
		l.normalise(m, n)
	case n.op == "Mul" || n.op == "Add":
		c := l.g.consts[other(n, m.out)]
		if c == nil || !m.affine(n.op, c.f) {
			return false
		}
	default:
		return false
	}
	l.mark(n)
	m.out = n.out[0]
	return true
}

func (l *lowerer) normalise(m *linear, n *node) {
	factor, shift := l.g.consts[n.in[1]].f, l.g.consts[n.in[2]].f
	mean, variance := l.g.consts[n.in[3]].f, l.g.consts[n.in[4]].f
	for o := range m.bias {
		f := factor[o] / float32(math.Sqrt(float64(variance[o]+n.floats["epsilon"])))
		m.scale(o, f)
		m.bias[o] += shift[o] - mean[o]*f
	}
}

// affine merges a factor or a summand: into the weights, or behind the
// function where there is one.
func (m *linear) affine(op string, c []float32) bool {
	if len(c) != 1 && (len(c) != m.cout || m.acted) {
		return false
	}
	switch {
	case m.acted && op == "Mul":
		m.s *= c[0]
		m.t *= c[0]
	case m.acted:
		m.t += c[0]
	default:
		for o := range m.bias {
			if v := c[o%len(c)]; op == "Mul" {
				m.scale(o, v)
			} else {
				m.bias[o] += v
			}
		}
	}
	return true
}

// absorbHardSwish merges x * clip(x+3) / 6, spelt out.
func (l *lowerer) absorbHardSwish(m *linear) bool {
	add, mul := l.user(m.out, "Add"), l.user(m.out, "Mul")
	if len(l.users[m.out]) != 2 || add == nil || mul == nil {
		return false
	}
	three, _ := l.g.consts[other(add, m.out)].scalar()
	clip, div := l.follow(add.out[0], "Clip"), l.follow(mul.out[0], "Div")
	if three != 3 || clip == nil || div == nil || other(mul, m.out) != clip.out[0] {
		return false
	}
	if six, _ := l.g.consts[div.in[1]].scalar(); six != 6 {
		return false
	}
	l.mark(add, clip, mul, div)
	m.act, m.acted, m.out = netfile.HardSwish, true, div.out[0]
	return true
}

// absorbSwish merges x * sigmoid(1*x), spelt out.
func (l *lowerer) absorbSwish(m *linear) bool {
	if len(l.users[m.out]) != 2 {
		return false
	}
	for _, one := range l.users[m.out] {
		if one.op != "Mul" {
			continue
		}
		if v, _ := l.g.consts[other(one, m.out)].scalar(); v != 1 {
			continue
		}
		sigmoid := l.follow(one.out[0], "Sigmoid")
		if sigmoid == nil {
			return false
		}
		if mul := l.follow(sigmoid.out[0], "Mul"); mul != nil && other(mul, sigmoid.out[0]) == m.out {
			l.mark(one, sigmoid, mul)
			m.act, m.acted, m.out = netfile.Swish, true, mul.out[0]
			return true
		}
	}
	return false
}

// widenRange scales weights that are small altogether up, by a power of two that
// is taken back behind the function, since small numbers have fewer digits as
// binary16. It leaves functions alone that mind the factor.
func (m *linear) widenRange() {
	if m.act != netfile.Linear && m.act != netfile.Relu {
		return
	}
	most := float32(0)
	for _, v := range m.w {
		most = max(most, v, -v)
	}
	_, exponent := math.Frexp(float64(most))
	if most == 0 || exponent >= 0 {
		return
	}
	up := float32(math.Ldexp(1, -exponent))
	for o := range m.bias {
		m.scale(o, up)
	}
	m.s /= up
}

// halves are values as binary16.
func halves(w []float32) []byte {
	out := make([]byte, 0, 2*len(w))
	for _, v := range w {
		out = binary.LittleEndian.AppendUint16(out, netfile.ToHalf(v))
	}
	return out
}
