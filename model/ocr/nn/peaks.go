package nn

import (
	"cmp"
	"math"
	"slices"
)

// A Candidate is a class with its probability.
type Candidate struct {
	Class int
	Prob  float32
}

// Peaks gives for each row of logits (len(logits)/classes rows) the most
// likely class and its probability, which is its share in the softmax.
func Peaks(logits []float32, classes int) (best []int32, prob []float32) {
	return peaksWith(fastest(), logits, classes)
}

func peaksWith(k *kernels, logits []float32, classes int) (best []int32, prob []float32) {
	if classes < 1 || len(logits) < classes {
		return nil, nil
	}
	n := len(logits) / classes
	best, prob = make([]int32, n), make([]float32, n)
	k.peaks(logits, classes, best, prob)
	return best, prob
}

// Top gives the k most likely classes of one row of logits, the likeliest
// first; of equals, that with the lower number. It gives fewer where row is
// shorter.
func Top(row []float32, k int) []Candidate {
	k = min(k, len(row))
	if k < 1 {
		return nil
	}
	out := make([]Candidate, 0, k+1)
	for i, v := range row {
		if len(out) == k && v <= out[k-1].Prob {
			continue
		}
		at, _ := slices.BinarySearchFunc(out, v, func(c Candidate, v float32) int {
			if c.Prob >= v {
				return -1
			}
			return cmp.Compare(v, c.Prob)
		})
		out = slices.Insert(out[:min(len(out), k-1)], min(at, k-1), Candidate{i, v})
	}
	toShares(out, row)
	return out
}

// toShares turns logits into their shares in the softmax of the row.
func toShares(out []Candidate, row []float32) {
	most, sum := float64(out[0].Prob), 0.0
	for _, v := range row {
		if d := float64(v) - most; d > -30 {
			sum += math.Exp(d)
		}
	}
	for i := range out {
		out[i].Prob = float32(math.Exp(float64(out[i].Prob)-most) / sum)
	}
}

// softmax makes the pixels a to b.
func softmax(s *step, x, y []float32, a, b int) {
	for p := a; p < b; p++ {
		in, out := x[p*int(s.g.xs):][:s.Cin], y[p*int(s.g.ys):][:s.Cin]
		most, sum := slices.Max(in), 0.0
		for i, v := range in {
			e := math.Exp(float64(v - most))
			out[i], sum = float32(e), sum+e
		}
		for i := range out {
			out[i] = float32(float64(out[i]) / sum)
		}
	}
}
