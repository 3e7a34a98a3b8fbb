package nn

import (
	"math"
	"testing"
)

func TestPeaks(t *testing.T) {
	const classes = 37
	x := noise(3 * classes)
	x[5], x[classes+36], x[2*classes] = 4, 30, 2
	for _, k := range versions() {
		best, prob := peaksWith(k, x, classes)
		for r, want := range []int{5, 36, 0} {
			row := x[r*classes : (r+1)*classes]
			sum := 0.0
			for _, v := range row {
				sum += math.Exp(float64(v) - float64(row[want]))
			}
			if int(best[r]) != want || math.Abs(float64(prob[r])-1/sum) > 1e-5 {
				t.Errorf("%s: row %d: class %d with %g, want %d with %g", k.name, r, best[r], prob[r], want, 1/sum)
			}
		}
	}
	if best, _ := Peaks(x[:3], classes); best != nil {
		t.Error("part of a row has a peak")
	}
}

func TestTop(t *testing.T) {
	row := []float32{1, 3, 2, 3, -5}
	got := Top(row, 3)
	for i, want := range []int{1, 3, 2} {
		if got[i].Class != want {
			t.Fatalf("got %v", got)
		}
	}
	e := math.Exp
	if want := 1 / (2 + e(-1) + e(-2) + e(-8)); math.Abs(float64(got[0].Prob)-want) > 1e-6 || got[1].Prob != got[0].Prob {
		t.Errorf("got %v, want %g first", got, want)
	}
	if len(Top(row, 9)) != 5 || Top(nil, 2) != nil || Top(row, 0) != nil || Top(row, -1) != nil {
		t.Error("wrong numbers of candidates")
	}
	many := noise(1000)
	for i, c := range Top(many, 1000)[1:] {
		if last := Top(many, 1000)[i]; c.Prob > last.Prob {
			t.Fatal("not in order")
		}
	}
}
