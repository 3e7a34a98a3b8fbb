package nn

import (
	"fmt"
	"slices"

	"truename/model/ocr/nn/netfile"
)

// Limits of one run.
const (
	maxSide   = 1 << 13
	maxValues = 1 << 26 // of the arena: 256 MB
	maxSteps  = 1 << 12 // that attend to each other
	maxPlans  = 64      // kept; a net is run with few sizes
	slack     = 64      // values that kernels may read, not use, behind a picture
)

// A picture is an output: its sizes and where it is in the arena.
type picture struct {
	h, w, c, stride int
	at              int
}

func (p *picture) values() int { return p.h * p.w * p.stride }

// A step is what a layer does for one size of the input.
type step struct {
	*layer
	before *layer // the Depthwise that is done in the same go, tile by tile
	g      geo
	g2     geo // of before, or of the second half of a Gate
	in     []int
	parts  []int // Concat: channels of each input
	out    int   // in the arena, or result
	temp   int   // in the arena
	n      int   // pixels, rows or heads to make
	unit   int   // how many of them at a time
}

// result as the place of an output means the tensor of the caller.
const result = -1

// A plan is all steps for one size of the input.
type plan struct {
	steps   []step
	input   picture
	out     picture
	arena   int // values
	scratch int // values for each worker
}

// planFor makes the plan for a size, or takes it from those made before.
func (n *Net) planFor(h, w int) (*plan, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	if p := n.plans[[2]int{h, w}]; p != nil {
		return p, nil
	}
	m := &planner{net: n, plan: &plan{}, pictures: make([]picture, len(n.layers)+1)}
	if err := m.make(h, w); err != nil {
		return nil, fmt.Errorf("%w: %d x %d: %v", ErrSize, w, h, err)
	}
	if len(n.plans) >= maxPlans {
		clear(n.plans)
	}
	n.plans[[2]int{h, w}] = m.plan
	return m.plan, nil
}

type planner struct {
	*plan
	net      *Net
	pictures []picture // by input number, see netfile.Op.In
	free     []hole    // of the arena, in order
}

// A hole is a free part of the arena.
type hole struct{ at, n int }

func (m *planner) make(h, w int) error {
	if h < 1 || w < 1 || h > maxSide || w > maxSide {
		return fmt.Errorf("out of range")
	}
	m.input = picture{h: h, w: w, c: 3, stride: 3}
	m.input.at = m.alloc(m.input.values())
	m.pictures[0] = m.input
	for i := range m.net.layers {
		if err := m.layer(i); err != nil {
			return fmt.Errorf("operation %d: %v", i, err)
		}
		if m.arena > maxValues || m.scratch > maxValues {
			return fmt.Errorf("too large")
		}
	}
	m.out = m.pictures[len(m.net.layers)]
	m.arena += slack
	return nil
}

func (m *planner) layer(i int) error {
	l := &m.net.layers[i]
	out, err := m.shape(l)
	if err != nil {
		return err
	}
	s := step{layer: l, out: result}
	if l.fused {
		m.pictures[i+1] = out
		return nil // the next layer does it
	}
	from := l.In[0]
	if from > 0 && m.net.layers[from-1].fused {
		s.before = &m.net.layers[from-1]
	}
	m.describe(&s, &out, i)
	if i+1 < len(m.net.layers) || !l.direct() {
		out.at = m.place(&s, &out, i)
		s.out = out.at
	} else {
		out.stride, out.at = l.Cout, result
		if !l.shuffled() {
			s.g.ys = int32(l.Cout)
		}
	}
	m.pictures[i+1] = out
	m.inputs(&s, i)
	m.divide(&s, &out)
	m.steps = append(m.steps, s)
	m.release(&s, i)
	return nil
}

// direct reports whether a layer can write to the tensor of the caller.
func (l *layer) direct() bool { return l.Kind == netfile.Conv || l.shuffled() }

// shuffled reports whether the layer is a Deconv whose four pixels are made as
// channels first.
func (l *layer) shuffled() bool { return l.Kind == netfile.Deconv && l.Cout == 1 }

// shape is the size of the output.
func (m *planner) shape(l *layer) (picture, error) {
	in := m.pictures[l.In[0]]
	out := picture{h: in.h * l.Up[0], w: in.w * l.Up[0], c: l.Cout, stride: m.net.k.round(l.Cout)}
	switch l.Kind {
	case netfile.Conv, netfile.Depthwise, netfile.AvgPool, netfile.MaxPool:
		if out.h+2*l.Ph < l.Kh || out.w+2*l.Pw < l.Kw {
			return out, fmt.Errorf("too small")
		}
		out.h, out.w = (out.h+2*l.Ph-l.Kh)/l.Sh+1, (out.w+2*l.Pw-l.Kw)/l.Sw+1
	case netfile.Deconv:
		out.h, out.w = 2*out.h, 2*out.w
		if l.shuffled() {
			out.stride = 1
		}
	case netfile.Mean:
		out.h, out.w = 1, 1
	case netfile.Attention:
		if in.h*in.w > maxSteps {
			return out, fmt.Errorf("too long")
		}
	}
	for i, from := range l.In {
		if p := m.pictures[from]; i > 0 && (p.h*l.Up[i] != out.h || p.w*l.Up[i] != out.w) {
			return out, fmt.Errorf("%d x %d beside %d x %d", p.w*l.Up[i], p.h*l.Up[i], out.w, out.h)
		}
	}
	if out.h > maxSide || out.w > maxSide || out.h*out.w > maxValues/out.stride {
		return out, fmt.Errorf("too large")
	}
	return out, nil
}

// describe fills what the kernels want to know.
func (m *planner) describe(s *step, out *picture, i int) {
	in := m.pictures[s.In[0]]
	s.g = s.layer.geo(&in, out)
	switch {
	case s.before != nil:
		source := m.pictures[s.before.In[0]]
		s.g2 = s.before.geo(&source, &in)
	case s.Kind == netfile.Gate:
		mid := picture{h: 1, w: 1, c: s.Mid, stride: m.net.k.round(s.Mid)}
		one := picture{h: 1, w: 1, c: s.Cin, stride: in.stride}
		s.g2 = s.layer.geo(&mid, &one)
		s.g2.cin, s.g2.act, s.g2.p, s.g2.q = int32(s.Mid), hardSigmoid, s.P, s.Q
		if s.Keep {
			s.g2.shift = 1
		}
		s.temp = m.alloc(2*in.stride + mid.stride)
	case s.shuffled():
		s.g.cout, s.g.ys = 4, int32(m.net.k.round(4))
		s.temp = m.alloc(in.h * in.w * int(s.g.ys))
	case s.Kind == netfile.Deconv:
		s.g.ys *= 2
	}
}

func (l *layer) geo(in, out *picture) geo {
	return geo{
		h: int32(in.h), w: int32(in.w), xs: int32(in.stride), oh: int32(out.h), ow: int32(out.w), ys: int32(out.stride),
		cin: int32(l.Cin), cout: int32(l.Cout), kh: int32(l.Kh), kw: int32(l.Kw), sh: int32(l.Sh), sw: int32(l.Sw),
		ph: int32(l.Ph), pw: int32(l.Pw), act: int32(l.Act), scale: l.Scale, shift: l.Shift, p: l.P, q: l.Q, heads: int32(l.Mid),
	}
}

// place finds room for an output: that of an input where the layer may work in
// place and nobody needs the input any more.
func (m *planner) place(s *step, out *picture, i int) int {
	first := s.In[0]
	inPlace := s.Kind == netfile.Gate || s.Kind == netfile.Add && s.Up[0] == 1
	if inPlace && first > 0 && m.net.layers[first-1].last == i && !slices.Contains(s.In[1:], first) {
		return m.pictures[first].at
	}
	return m.alloc(out.values())
}

// inputs notes where the inputs are.
func (m *planner) inputs(s *step, i int) {
	from := s.In
	if s.before != nil {
		from = s.before.In
	}
	for _, in := range from {
		s.in = append(s.in, m.pictures[in].at)
		s.parts = append(s.parts, m.pictures[in].c)
	}
}

// release gives back what no later layer needs.
func (m *planner) release(s *step, i int) {
	switch {
	case s.Kind == netfile.Gate:
		m.give(s.temp, 2*int(s.g.xs)+m.net.k.round(s.Mid))
	case s.shuffled():
		m.give(s.temp, int(s.g.h*s.g.w*s.g.ys))
	}
	from := s.In
	if s.before != nil {
		from = s.before.In
	}
	for at, in := range from {
		last := i
		switch {
		case in == 0:
			last = m.net.opening
		case s.before == nil || m.net.layers[in-1].last != i-1:
			last = m.net.layers[in-1].last
		}
		if p := m.pictures[in]; last == i && p.at != s.out && !slices.Contains(from[:at], in) {
			m.give(p.at, p.values())
		}
	}
}

// alloc finds room in the arena, which grows as needed.
func (m *planner) alloc(n int) int {
	n = (n + 15) &^ 15
	for i, h := range m.free {
		if h.n >= n {
			m.free[i] = hole{h.at + n, h.n - n}
			return h.at
		}
	}
	if i := len(m.free) - 1; i >= 0 && m.free[i].at+m.free[i].n == m.arena {
		at := m.free[i].at
		m.free = m.free[:i]
		m.arena = at + n
		return at
	}
	m.arena += n
	return m.arena - n
}

func (m *planner) give(at, n int) {
	n = (n + 15) &^ 15
	i, _ := slices.BinarySearchFunc(m.free, at, func(h hole, at int) int { return h.at - at })
	m.free = slices.Insert(m.free, i, hole{at, n})
	for i = max(i-1, 0); i+1 < len(m.free); {
		if m.free[i].at+m.free[i].n != m.free[i+1].at {
			i++
			continue
		}
		m.free[i].n += m.free[i+1].n
		m.free = slices.Delete(m.free, i+1, i+2)
	}
}
