package netfile

import (
	"bytes"
	"errors"
	"math"
	"testing"
)

func TestHalf(t *testing.T) {
	for h := range 1 << 16 {
		f := FromHalf(uint16(h))
		if f != f {
			if h&0x7C00 != 0x7C00 || h&0x3FF == 0 {
				t.Fatalf("%#x is no number", h)
			}
			continue
		}
		if back := ToHalf(f); back != uint16(h) {
			t.Fatalf("%#x is %g, and that %#x", h, f, back)
		}
	}
	for f, want := range map[float32]float32{
		1: 1, -2.5: -2.5, 65504: 65504, 1e9: float32(math.Inf(1)), 1 + 1.0/2048: 1, 1 + 3.0/2048: 1 + 4.0/2048, 1e-9: 0,
		6e-8: 1.0 / (1 << 24), 0.1: 0.0999755859375,
	} {
		if got := FromHalf(ToHalf(f)); got != want {
			t.Errorf("%g becomes %g, want %g", f, got, want)
		}
	}
	if f := FromHalf(ToHalf(float32(math.NaN()))); f == f {
		t.Error("NaN became a number")
	}
}

func sample() []Op {
	return []Op{
		{
			Kind: Conv, Act: HardSwish, In: []int{0}, Up: []int{1}, Kh: 1, Kw: 2, Sh: 1, Sw: 1, Pw: 1, Cin: 3, Cout: 1,
			Scale: 2, Shift: -1, Weights: []byte("123456789012"), Biases: []float32{7},
		},
		{Kind: Add, In: []int{1, 1}, Up: []int{2, 2}, Kh: 1, Kw: 1, Sh: 1, Sw: 1, Cin: 1, Cout: 1, Scale: 1},
	}
}

func TestThereAndBack(t *testing.T) {
	b, err := Encode(sample())
	if err != nil {
		t.Fatal(err)
	}
	ops, err := Decode(b)
	if err != nil {
		t.Fatal(err)
	}
	again, err := Encode(ops)
	if err != nil || !bytes.Equal(b, again) {
		t.Errorf("%v\n%q\n%q", err, b, again)
	}
	if o := ops[0]; o.Act != HardSwish || o.Pw != 1 || o.Shift != -1 || o.Biases[0] != 7 || string(o.Weights) != "123456789012" {
		t.Errorf("got %+v", o)
	}
}

func TestEncodeRefuses(t *testing.T) {
	for name, spoil := range map[string]func([]Op){
		"weights missing":     func(o []Op) { o[0].Weights = nil },
		"input from later":    func(o []Op) { o[1].In[0] = 2 },
		"no channels":         func(o []Op) { o[1].Cin, o[1].Cout = 0, 0 },
		"padding too wide":    func(o []Op) { o[0].Pw = 2 },
		"stride of none":      func(o []Op) { o[0].Sh = 0 },
		"enlarged by nothing": func(o []Op) { o[1].Up[1] = 0 },
		"enlarged before":     func(o []Op) { o[0].Up[0] = 2 },
		"kernel of a sum":     func(o []Op) { o[1].Kh = 2 },
		"unknown kind":        func(o []Op) { o[1].Kind = kinds },
		"sum of one":          func(o []Op) { o[1].In = o[1].In[:1] },
	} {
		ops := sample()
		spoil(ops)
		if _, err := Encode(ops); err == nil {
			t.Errorf("%s: accepted", name)
		}
	}
	if _, err := Decode([]byte("TNN2\x00\x00\x00\x00")); !errors.Is(err, ErrFormat) {
		t.Errorf("another format: %v", err)
	}
}
