package nn

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"math"
	"slices"
	"sync"
	"testing"
	"time"

	"truename/assets"
	"truename/model/ocr/nn/netfile"
)

func model(t testing.TB, name string) []byte {
	t.Helper()
	b, err := fs.ReadFile(assets.Models, name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

var (
	netsMu sync.Mutex
	nets   = map[string]*Net{}
)

// net is a net with a version of the kernels, loaded once for all tests.
func net(t testing.TB, name string, k *kernels) *Net {
	t.Helper()
	netsMu.Lock()
	defer netsMu.Unlock()
	n := nets[name+k.name]
	if n == nil {
		var err error
		if n, err = load(model(t, name), k); err != nil {
			t.Fatal(err)
		}
		nets[name+k.name] = n
	}
	return n
}

// noise is the same picture every time, from -1 to 1.
func noise(n int) []float32 {
	out, s := make([]float32, n), uint32(1)
	for i := range out {
		s = s*1664525 + 1013904223
		out[i] = float32(s>>8)/(1<<23) - 1
	}
	return out
}

func run(t testing.TB, n *Net, in []float32, h, w, threads int) Tensor {
	t.Helper()
	out, err := n.Run(context.Background(), in, h, w, threads)
	if err != nil {
		t.Fatal(err)
	}
	return out
}

func TestShapes(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		h, w int
		want []int
	}{
		"det":            {"det.bin", 64, 96, []int{64, 96}},
		"det, one block": {"det.bin", 32, 32, []int{32, 32}},
		"rec":            {"rec.bin", 48, 320, []int{40, 6625}},
		"rec, odd":       {"rec.bin", 48, 101, []int{13, 6625}},
		"rec, one step":  {"rec.bin", 48, 9, []int{6625}},
		"cls":            {"cls.bin", 48, 192, []int{2}},
		"cls, odd":       {"cls.bin", 47, 77, []int{2}},
	} {
		t.Run(name, func(t *testing.T) {
			out := run(t, net(t, c.file, fastest()), noise(3*c.h*c.w), c.h, c.w, 2)
			n := 1
			for _, d := range c.want {
				n *= d
			}
			if !slices.Equal(out.Shape, c.want) || len(out.Data) != n {
				t.Errorf("shape %v with %d values, want %v", out.Shape, len(out.Data), c.want)
			}
			for i, v := range out.Data {
				if v != v {
					t.Fatalf("value %d is no number", i)
				}
			}
		})
	}
}

func TestSizesThatDoNotFit(t *testing.T) {
	for name, c := range map[string]struct {
		file    string
		h, w, n int
	}{
		"det, not of 32":  {"det.bin", 40, 64, 3 * 40 * 64},
		"det, no picture": {"det.bin", 0, 0, 0},
		"negative":        {"cls.bin", -1, -1, 3},
		"huge":            {"det.bin", 1 << 40, 1 << 40, 0},
		"too large":       {"det.bin", 1 << 13, 1 << 13, 0},
		"too few values":  {"cls.bin", 48, 192, 48 * 192},
		"rec, too low":    {"rec.bin", 4, 320, 3 * 4 * 320},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := net(t, c.file, fastest()).Run(context.Background(), make([]float32, c.n), c.h, c.w, 1)
			if !errors.Is(err, ErrSize) {
				t.Errorf("got %v", err)
			}
		})
	}
}

// All versions of the kernels must say the same, for sizes that leave rests of
// every kind.
func TestVersionsAgree(t *testing.T) {
	for _, c := range []struct {
		file string
		h, w int
	}{{"det.bin", 64, 96}, {"det.bin", 96, 32}, {"rec.bin", 48, 160}, {"rec.bin", 48, 117}, {"cls.bin", 48, 192}, {"cls.bin", 45, 71}} {
		in := noise(3 * c.h * c.w)
		want := run(t, net(t, c.file, versions()[0]), in, c.h, c.w, 1)
		for _, k := range versions() {
			for threads := 1; threads <= 3; threads++ {
				t.Run(fmt.Sprintf("%s %dx%d %s %d", c.file, c.h, c.w, k.name, threads), func(t *testing.T) {
					near(t, run(t, net(t, c.file, k), in, c.h, c.w, threads).Data, want.Data)
				})
			}
		}
	}
}

func near(t *testing.T, got, want []float32) {
	t.Helper()
	for i, w := range want {
		if d := math.Abs(float64(w - got[i])); d > 1e-3*max(1, math.Abs(float64(w))) {
			t.Fatalf("value %d is %g, want %g", i, got[i], w)
		}
	}
}

func TestISA(t *testing.T) {
	all := versions()
	if len(all) == 0 || ISA() != all[len(all)-1].name {
		t.Errorf("%s is used of %d versions", ISA(), len(all))
	}
	t.Log(ISA())
}

func TestRunsAtTheSameTime(t *testing.T) {
	n := net(t, "rec.bin", fastest())
	var all sync.WaitGroup
	for worker := range 4 {
		w := 64 + 32*worker
		in := noise(3 * 48 * w)
		want := run(t, n, in, 48, w, 1)
		all.Go(func() {
			for i := range 5 {
				got, err := n.Run(context.Background(), in, 48, w, 1+i%2)
				if err != nil || !slices.Equal(got.Data, want.Data) {
					t.Errorf("width %d: another result beside others (%v)", w, err)
				}
			}
		})
	}
	all.Wait()
}

func TestCancel(t *testing.T) {
	n := net(t, "det.bin", versions()[0])
	in := noise(3 * 320 * 512)
	run(t, n, in, 320, 512, 2)
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if _, err := n.Run(ctx, in, 320, 512, 2); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled before: %v", err)
	}
	ctx, cancel = context.WithTimeout(context.Background(), 3*time.Millisecond)
	defer cancel()
	start := time.Now()
	if _, err := n.Run(ctx, in, 320, 512, 2); !errors.Is(err, context.DeadlineExceeded) {
		t.Errorf("cancelled in between: %v", err)
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("stopped after %v", d)
	}
	run(t, n, in, 320, 512, 2)
}

// The result is the caller's: later runs must not change it.
func TestResultStays(t *testing.T) {
	n := net(t, "rec.bin", fastest())
	a, b := noise(3*48*64), make([]float32, 3*48*64)
	first := run(t, n, a, 48, 64, 1)
	kept := slices.Clone(first.Data)
	run(t, n, b, 48, 64, 1)
	if !slices.Equal(first.Data, kept) {
		t.Error("a later run changed an earlier result")
	}
	first.Data[0] = 42
	if again := run(t, n, a, 48, 64, 1); !slices.Equal(again.Data, kept) {
		t.Error("the caller changed a later result")
	}
}

func TestAllocatesLittle(t *testing.T) {
	n, in := net(t, "cls.bin", fastest()), noise(3*48*192)
	run(t, n, in, 48, 192, 1)
	if a := testing.AllocsPerRun(20, func() { run(t, n, in, 48, 192, 1) }); a > 10 {
		t.Errorf("%v allocations a run", a)
	}
}

// tiny is a net with one operation of each kind.
func tiny(t testing.TB) []byte {
	t.Helper()
	ops := []netfile.Op{
		{Kind: netfile.Conv, Cout: 12, Kh: 3, Kw: 3, Ph: 1, Pw: 1, Act: netfile.Swish},
		{Kind: netfile.Depthwise, Cout: 12, Kh: 3, Kw: 5, Ph: 1, Pw: 2, Act: netfile.HardSwish},
		{Kind: netfile.Conv, Cout: 12, Act: netfile.Relu},
		{Kind: netfile.Gate, Cout: 12, Mid: 3, P: 0.2, Q: 0.5, Keep: true},
		{Kind: netfile.MaxPool, Cout: 12, Kh: 2, Kw: 2, Sh: 2, Sw: 2},
		{Kind: netfile.Add, Cout: 12, In: []int{4, 5}, Up: []int{1, 2}},
		{Kind: netfile.Concat, Cout: 24, In: []int{5, 6}, Up: []int{2, 1}},
		{Kind: netfile.AvgPool, Cout: 24, Kh: 2, Kw: 2, Sh: 2, Sw: 2},
		{Kind: netfile.Norm, Cout: 24, P: 1e-5},
		{Kind: netfile.Attention, Cout: 8, Mid: 2, P: 0.5},
		{Kind: netfile.Deconv, Cout: 6, Kh: 2, Kw: 2, Sh: 2, Sw: 2},
		{Kind: netfile.Deconv, Cout: 1, Kh: 2, Kw: 2, Sh: 2, Sw: 2, Act: netfile.Sigmoid},
		{Kind: netfile.Mean, Cout: 1},
		{Kind: netfile.Softmax, Cout: 1},
	}
	cin := 3
	for i := range ops {
		finish(&ops[i], i, cin)
		cin = ops[i].Cout
	}
	b, err := netfile.Encode(ops)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// finish fills what most operations have in common, and weights.
func finish(o *netfile.Op, index, cin int) {
	if o.Cin = cin; o.Kind == netfile.Concat {
		o.Cin = 12
	}
	if o.In == nil {
		o.In, o.Up = []int{index}, []int{1}
	}
	for _, p := range []*int{&o.Kh, &o.Kw, &o.Sh, &o.Sw} {
		*p = max(*p, 1)
	}
	o.Scale = 1
	w, f := o.Counts()
	for i := range w {
		h := netfile.ToHalf(float32(i%7-3) / 16)
		o.Weights = append(o.Weights, byte(h), byte(h>>8))
	}
	for i := range f {
		o.Biases = append(o.Biases, float32(i%3)/8)
	}
}

func TestEveryKind(t *testing.T) {
	b := tiny(t)
	for end := 1; end <= 14; end++ {
		ops, err := netfile.Decode(b)
		if err != nil {
			t.Fatal(err)
		}
		part, err := netfile.Encode(ops[:end])
		if err != nil {
			t.Fatal(err)
		}
		var want []float32
		for _, k := range versions() {
			n, err := load(part, k)
			if err != nil {
				t.Fatal(err)
			}
			got := run(t, n, noise(3*10*14), 10, 14, 2).Data
			if want == nil {
				want = got
			}
			near(t, got, want)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	good := tiny(t)
	for name, b := range map[string][]byte{
		"nothing": nil, "other": []byte("hello, this is no net"), "cut": good[:len(good)-1], "longer": append(slices.Clone(good), 0),
		"head only": good[:8], "many operations": append([]byte("TNN1\xff\xff\xff\xff"), good[8:]...),
	} {
		if _, err := Load(b); !errors.Is(err, ErrNet) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	good := tiny(f)
	f.Add(good)
	f.Add(good[:60])
	f.Add([]byte("TNN1"))
	f.Add(model(f, "cls.bin")[:4000])
	for i := 8; i < 8+3*48; i += 5 {
		b := slices.Clone(good)
		b[i] ^= 3
		f.Add(b)
	}
	f.Fuzz(func(t *testing.T, b []byte) {
		n, err := Load(b)
		if err != nil {
			return
		}
		if p, err := n.planFor(8, 12); err != nil || p.arena+p.scratch > 1<<20 {
			return
		}
		ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
		defer cancel()
		_, _ = n.Run(ctx, noise(3*8*12), 8, 12, 1) // must not crash
	})
}
