package nn

import (
	"context"
	"fmt"
	"sync"
	"sync/atomic"

	"truename/model/memory"
	"truename/model/ocr/nn/netfile"
)

// A runner is the memory of one run, which the next one uses again.
type runner struct {
	k       *kernels
	ctx     context.Context
	arena   []float32
	scratch [][]float32 // by worker
	out     []float32

	step *step // what the workers are at
	next atomic.Int64
	work chan struct{}
	done sync.WaitGroup
}

// Run takes a picture of three planes [3, h, w] and gives the output of the
// net. With more than one thread, that many processors share the work; for
// many small pictures, several runs of one thread each are quicker. It fails
// with ErrSize if the sizes do not fit (the net that finds text wants multiples
// of 32, the others a height of 48), and with ctx.Err() within a few
// milliseconds after ctx is done.
func (n *Net) Run(ctx context.Context, in []float32, h, w int, threads int) (Tensor, error) {
	p, err := n.planFor(h, w)
	if err != nil {
		return Tensor{}, err
	}
	if len(in) != 3*h*w {
		return Tensor{}, fmt.Errorf("%w: %d values for 3 x %d x %d", ErrSize, len(in), h, w)
	}
	r := n.runner(p, max(threads, 1))
	defer n.runners.put(r)
	r.ctx, r.out = ctx, memory.Floats(p.out.h*p.out.w*p.out.c)
	interleavePlanes(r.arena[p.input.at:], in, h*w)
	r.hire(max(threads, 1) - 1)
	for i := range p.steps {
		if err = ctx.Err(); err != nil {
			break
		}
		r.do(&p.steps[i])
	}
	r.dismiss()
	t := Tensor{Shape: p.out.dims(), Data: r.out}
	if p.out.at != result {
		compact(t.Data, r.arena[p.out.at:], &p.out)
	}
	r.ctx, r.out, r.step = nil, nil, nil
	if err == nil {
		err = ctx.Err() // some tiles may be missing
	}
	if err != nil {
		return Tensor{}, err
	}
	return t, nil
}

// dims are the sizes without those that are 1.
func (p *picture) dims() []int {
	out := make([]int, 0, 3)
	for i, d := range []int{p.h, p.w, p.c} {
		if d != 1 || i == 1 && p.h != 1 {
			out = append(out, d)
		}
	}
	return out
}

// interleavePlanes turns [3][n] into [n][3].
func interleavePlanes(to, in []float32, n int) {
	a, b, c := in[:n], in[n:2*n], in[2*n:3*n]
	to = to[:3*n]
	for i, v := range a {
		p := to[3*i : 3*i+3 : 3*i+3]
		p[0], p[1], p[2] = v, b[i], c[i]
	}
}

// compact leaves out what was added to make whole vectors.
func compact(to, from []float32, p *picture) {
	for i := range p.h * p.w {
		copy(to[i*p.c:(i+1)*p.c], from[i*p.stride:])
	}
}

// runner takes a runner with enough memory for the plan.
func (n *Net) runner(p *plan, threads int) *runner {
	r := n.runners.take()
	if r == nil {
		r = &runner{k: n.k}
	}
	r.arena = atLeast(r.arena, p.arena)
	for len(r.scratch) < threads {
		r.scratch = append(r.scratch, nil)
	}
	for i := range threads {
		r.scratch[i] = atLeast(r.scratch[i], p.scratch)
	}
	return r
}

func atLeast(s []float32, n int) []float32 {
	if cap(s) < n {
		return memory.Floats(n)
	}
	return s[:cap(s)]
}

// hire starts workers besides the caller.
func (r *runner) hire(n int) {
	r.work = nil
	if n == 0 {
		return
	}
	r.work = make(chan struct{}, n)
	for i := range n {
		go func(work chan struct{}) {
			for range work {
				r.tiles(i + 1)
				r.done.Done()
			}
		}(r.work)
	}
}

func (r *runner) dismiss() {
	if r.work != nil {
		close(r.work)
	}
}

// share does a step tile by tile, with all workers.
func (r *runner) share(s *step) {
	r.step = s
	r.next.Store(0)
	help := min(cap(r.work), (s.n+s.unit-1)/s.unit-1)
	r.done.Add(help)
	for range help {
		r.work <- struct{}{}
	}
	r.tiles(0)
	r.done.Wait()
}

// tiles takes tiles of the step until there are none, or the run is cancelled.
func (r *runner) tiles(worker int) {
	s := r.step
	for {
		from := int(r.next.Add(int64(s.unit))) - s.unit
		if from >= s.n || r.ctx.Err() != nil {
			return
		}
		r.tile(s, from, min(from+s.unit, s.n), r.scratch[worker])
	}
}

// at is the memory of an output.
func (r *runner) at(place int) []float32 {
	if place == result {
		return r.out
	}
	return r.arena[place:]
}

// do does what comes before and after the tiles of a step.
func (r *runner) do(s *step) {
	switch {
	case s.Kind == netfile.Mean:
		r.k.mean(&s.g, r.at(s.in[0]), r.at(s.out), s.n)
		return
	case s.Kind == netfile.Gate:
		r.factors(s)
	}
	r.share(s)
	if s.shuffled() {
		shuffle(r.at(s.out), r.at(s.temp), &s.g)
	}
}

// factors computes by what a Gate multiplies the channels.
func (r *runner) factors(s *step) {
	mean := r.at(s.temp)
	mid, factor := mean[s.g.xs:], mean[s.g.xs+s.g2.xs:]
	first := s.g
	first.h, first.w, first.oh, first.ow = 1, 1, 1, 1
	first.cout, first.ys, first.act, first.scale, first.shift = s.g2.cin, s.g2.xs, int32(netfile.Relu), 1, 0
	r.k.mean(&s.g, r.at(s.in[0]), mean, s.n)
	r.k.conv(&first, mean, s.w, s.bias, mid, r.scratch[0], 0, 1)
	r.k.conv(&s.g2, mid, s.w2, s.bias2, factor, r.scratch[0], 0, 1)
}

// tile makes the pixels, rows or heads from a to b.
func (r *runner) tile(s *step, a, b int, scratch []float32) {
	x, y := r.at(s.in[0]), r.at(s.out)
	switch s.Kind {
	case netfile.Conv:
		if s.before != nil {
			r.fused(s, a, b, scratch)
			return
		}
		r.k.conv(&s.g, x, s.w, s.bias, y, scratch, a, b)
	case netfile.Depthwise:
		r.k.depthwise(&s.g, x, s.w, s.bias, y[a*int(s.g.ow*s.g.ys):], a, b)
	case netfile.Deconv:
		r.deconv(s, x, y, scratch, a, b)
	case netfile.Gate:
		r.k.gate(&s.g, x, r.at(s.temp+int(s.g.xs+s.g2.xs)), y, a, b)
	case netfile.AvgPool, netfile.MaxPool:
		r.k.pool(&s.g, x, y, s.Kind == netfile.MaxPool, a, b)
	case netfile.Add:
		r.k.add(&s.g, x, r.at(s.in[1]), y, s.Up[0], s.Up[1], a, b)
	case netfile.Concat:
		r.concat(s, y, a, b)
	case netfile.Norm:
		r.k.norm(&s.g, x, s.Biases, s.Biases[s.Cin:], y, a, b)
	case netfile.Attention:
		r.k.attention(&s.g, x, y, scratch, a, b)
	case netfile.Softmax:
		softmax(s, x, y, a, b)
	}
}

// fused makes the rows a to b of a Depthwise and with them those of the
// convolution, while they are in the cache.
func (r *runner) fused(s *step, a, b int, scratch []float32) {
	rows := b - a
	r.k.depthwise(&s.g2, r.at(s.in[0]), s.before.w, s.before.bias, scratch, a, b)
	y := r.at(s.out)[a*int(s.g.ow*s.g.ys):]
	r.k.conv(&s.g, scratch, s.w, s.bias, y, nil, 0, rows*int(s.g.ow))
}

// deconv makes four pixels of each pixel in the rows a to b.
func (r *runner) deconv(s *step, x, y, scratch []float32, a, b int) {
	g := s.g
	w := int(g.w)
	if s.shuffled() {
		one := g
		one.kh, one.kw, one.sh, one.sw = 1, 1, 1, 1
		r.k.conv(&one, x, s.w, s.bias, r.at(s.temp), scratch, a*w, b*w)
		return
	}
	g.kh, g.kw, g.sh, g.sw = 1, 1, 1, 1
	size := len(s.w) / 4
	for row := a; row < b; row++ {
		for tap := range 4 {
			to := ((2*row+tap/2)*2*w + tap%2) * int(g.ys) / 2
			r.k.conv(&g, x[row*w*int(g.xs):], s.w[tap*size:], s.bias, y[to:], scratch, 0, w)
		}
	}
}

// shuffle puts the four channels of each pixel where its four pixels belong.
func shuffle(to, from []float32, g *geo) {
	w, stride := int(g.w), int(g.ys)
	for row := range int(g.h) {
		up := to[2*row*2*w : (2*row+1)*2*w]
		down := to[(2*row+1)*2*w : (2*row+2)*2*w]
		for x := range w {
			p := from[(row*w+x)*stride:][:4]
			up[2*x], up[2*x+1], down[2*x], down[2*x+1] = p[0], p[1], p[2], p[3]
		}
	}
}

// concat makes the rows a to b.
func (r *runner) concat(s *step, y []float32, a, b int) {
	ow, ys, at := int(s.g.ow), int(s.g.ys), 0
	for i, c := range s.parts {
		x, up, stride := r.at(s.in[i]), s.Up[i], r.k.round(c)
		for row := a; row < b; row++ {
			line := x[row/up*(ow/up)*stride:]
			for col := range ow {
				copy(y[(row*ow+col)*ys+at:][:c], line[col/up*stride:])
			}
		}
		at += c
	}
}
