package photo

import (
	"runtime"
	"sync"

	"truename/model/memory"
)

// A plane is one channel, row by row without gaps unless stride says so.
type plane struct {
	pix    []byte
	stride int
	w, h   int
}

func newPlane(w, h int) plane { return plane{memory.Bytes(w * h), w, w, h} }

func (p plane) row(y int) []byte { return p.pix[y*p.stride : y*p.stride+p.w] }

// inParallel calls work for bands of 0 … n-1 on a few goroutines and waits.
// Bands begin at a multiple of step.
func inParallel(n, step int, work func(from, to int)) {
	parts := min(runtime.GOMAXPROCS(0), 4)
	band := (n/parts/step + 1) * step
	var wg sync.WaitGroup
	for from := 0; from < n; from += band {
		wg.Go(func() { work(from, min(from+band, n)) })
	}
	wg.Wait()
}

// A span is the piece of a source line under one target pixel: the first and
// last source pixel, how much of each counts (in 256ths), and 1/total.
type span struct {
	first, last int
	wFirst      uint32
	wLast       uint32
	inv         float32
}

// spans divides a line of from pixels into to pieces.
func spans(from, to int) []span {
	s := make([]span, to)
	for i := range s {
		a, b := i*from*256/to, (i+1)*from*256/to
		first, last := a/256, (b-1)/256
		s[i] = span{first, last, 256 - uint32(a%256), uint32(b - last*256), 1 / float32(b-a)}
		if first == last {
			s[i].wFirst, s[i].wLast = uint32(b-a), 0
		}
	}
	return s
}

// scaled is p at w × h, each pixel the mean of the area under it. The sums
// hold up to MaxSide rows: 255 × 256 × 12,000 < 2^32.
func (p plane) scaled(w, h int) plane {
	if w == p.w && h == p.h {
		return p
	}
	out := newPlane(w, h)
	across, down := spans(p.w, w), spans(p.h, h)
	inParallel(h, 1, func(from, to int) {
		sums := make([]uint32, p.w)
		for y := from; y < to; y++ {
			p.sumRows(sums, down[y])
			meanRow(out.row(y), sums, across, down[y].inv)
		}
	})
	return out
}

// sumRows adds up the rows of s, weighted, column by column.
func (p plane) sumRows(sums []uint32, s span) {
	row := p.row(s.first)
	sums = sums[:len(row)]
	for x, v := range row {
		sums[x] = uint32(v) * s.wFirst
	}
	for y := s.first + 1; y < s.last; y++ {
		row := p.row(y)[:len(sums)]
		for x, v := range row {
			sums[x] += uint32(v) << 8
		}
	}
	if s.last > s.first {
		row := p.row(s.last)[:len(sums)]
		for x, v := range row {
			sums[x] += uint32(v) * s.wLast
		}
	}
}

// meanRow divides the column sums among the pixels of one target row. A pixel
// seldom has more than three source pixels under it, which is worth a way of
// its own.
func meanRow(out []byte, sums []uint32, across []span, inv float32) {
	for x := range out {
		s := &across[x]
		t := uint64(sums[s.first])*uint64(s.wFirst) + uint64(sums[s.last])*uint64(s.wLast)
		switch n := s.last - s.first; {
		case n == 2:
			t += uint64(sums[s.first+1]) << 8
		case n > 2:
			for _, v := range sums[s.first+1 : s.last] {
				t += uint64(v) << 8
			}
		}
		out[x] = uint8(min(float32(int64(t))*(s.inv*inv)+0.5, 255))
	}
}

// oriented is p with o applied.
func (p plane) oriented(o orientation) plane {
	if o == upright {
		return p
	}
	w, h := p.w, p.h
	if o.swaps() {
		w, h = h, w
	}
	out := newPlane(w, h)
	start, stepX, stepY := p.path(o)
	inParallel(h, 16, func(from, to int) {
		// In tiles, since one of the two walks goes down the columns.
		for y0 := from; y0 < to; y0 += 16 {
			for x0 := 0; x0 < w; x0 += 64 {
				for y := y0; y < min(y0+16, to); y++ {
					at := start + y*stepY + x0*stepX
					for x := x0; x < min(x0+64, w); x++ {
						out.pix[y*w+x] = p.pix[at]
						at += stepX
					}
				}
			}
		}
	})
	return out
}

// path is where in p the target's first pixel lies, and how far its
// neighbours to the right and below are.
func (p plane) path(o orientation) (start, right, below int) {
	lastX, lastY := p.w-1, (p.h-1)*p.stride
	switch o {
	case flipped:
		return lastX, -1, p.stride
	case halfTurn:
		return lastY + lastX, -1, -p.stride
	case upsideDown:
		return lastY, 1, -p.stride
	case transposed:
		return 0, p.stride, 1
	case quarterRight:
		return lastY, -p.stride, 1
	case transversed:
		return lastY + lastX, -p.stride, -1
	case quarterLeft:
		return lastX, p.stride, -1
	}
	return 0, 1, p.stride
}
