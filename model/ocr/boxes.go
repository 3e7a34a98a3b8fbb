package ocr

import (
	"cmp"
	"context"
	"image"
	"math"
	"slices"

	"truename/model"
	"truename/model/memory"
)

// A Box is where a line of text stands on a picture, in its pixels.
type Box struct {
	X, Y  float64 // centre
	W, H  float64 // along and across the line
	Angle float64 // of the line, radians clockwise from level
	Sure  float64 // 0 … 1
}

// Half the height of a box is what the finder leaves of a line; it is grown by
// this (Liao et al., Real-time Scene Text Detection with Differentiable
// Binarization, 2020: D = A·r/L).
const growth = 1.6

// What counts as text.
const (
	inkShare  = 0.3 // probability of a pixel
	sureShare = 0.5 // mean of a region
	leastInk  = 24  // pixels of a region
	leastHigh = 3   // pixels
)

// tiny is the side of a picture, in pixels, in which there is no text.
const tiny = 8

// Boxes finds the lines of text on a picture, looked at as w × h pixels
// (multiples of 32).
func (r *Reader) Boxes(ctx context.Context, img *image.RGBA, w, h, threads int) ([]Box, error) {
	if img.Rect.Dx() < tiny || img.Rect.Dy() < tiny {
		return nil, ctx.Err()
	}
	out, err := r.find.Run(ctx, normalised(img, w, h), h, w, threads)
	if err != nil {
		return nil, err
	}
	kx, ky := float64(img.Rect.Dx())/float64(w), float64(img.Rect.Dy())/float64(h)
	boxes := regions(out.Data, w, h)
	for i := range boxes {
		boxes[i] = boxes[i].scaled(kx, ky)
	}
	return boxes, nil
}

// normalised is the picture as the finder wants it: three planes, blue, green,
// red, less the mean and by the deviation of ImageNet.
func normalised(img *image.RGBA, w, h int) []float32 {
	small := resized(img, w, h)
	out := memory.Floats(3 * w * h)
	mean, deviation := [3]float32{0.485, 0.456, 0.406}, [3]float32{0.229, 0.224, 0.225}
	for c := range 3 {
		k, shift := 1/(255*deviation[c]), mean[c]/deviation[c]
		plane := out[c*w*h : (c+1)*w*h]
		for i := range plane {
			plane[i] = float32(small.Pix[4*i+2-c])*k - shift
		}
	}
	return out
}

// regions are the connected parts of a map of probabilities, as boxes.
func regions(p []float32, w, h int) []Box {
	seen := make([]bool, w*h)
	var out []Box
	for i, v := range p {
		if v < inkShare || seen[i] {
			continue
		}
		edge, sum, n := region(p, seen, w, h, i)
		if n < leastInk || sum/float64(n) < sureShare {
			continue
		}
		b := around(edge)
		if min(b.W, b.H) < leastHigh {
			continue
		}
		b.Sure = sum / float64(n)
		out = append(out, b.grown())
	}
	return out
}

// region walks over the pixels that hang together with the one at i: the
// pixels on its rim, and the sum of all.
func region(p []float32, seen []bool, w, h, i int) (rim [][2]float64, sum float64, n int) {
	todo := []int{i}
	seen[i] = true
	for len(todo) > 0 {
		at := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		sum, n = sum+float64(p[at]), n+1
		x, y := at%w, at/w
		inside := 0
		for yy := max(y-1, 0); yy <= min(y+1, h-1); yy++ {
			for xx := max(x-1, 0); xx <= min(x+1, w-1); xx++ {
				k := yy*w + xx
				if p[k] < inkShare {
					continue
				}
				inside++
				if !seen[k] {
					seen[k] = true
					todo = append(todo, k)
				}
			}
		}
		if inside < 9 {
			rim = append(rim, [2]float64{float64(x), float64(y)})
		}
	}
	return rim, sum, n
}

func (b Box) grown() Box {
	b.W, b.H = b.W+1, b.H+1
	d := b.W * b.H * growth / (b.W + b.H)
	b.W, b.H = b.W+d, b.H+d
	b.X, b.Y = b.X+0.5, b.Y+0.5
	return b
}

func (b Box) scaled(kx, ky float64) Box {
	sin, cos := math.Sincos(b.Angle)
	b.X, b.Y = b.X*kx, b.Y*ky
	b.W *= math.Hypot(cos*kx, sin*ky)
	b.H *= math.Hypot(sin*kx, cos*ky)
	return b
}

// around is the smallest rectangle around points, its length within 45° of
// level.
func around(points [][2]float64) Box {
	hull := hullOf(points)
	least, best := math.Inf(1), Box{}
	for i, a := range hull {
		b := hull[(i+1)%len(hull)]
		n := math.Hypot(b[0]-a[0], b[1]-a[1])
		if n == 0 {
			continue
		}
		ux, uy := (b[0]-a[0])/n, (b[1]-a[1])/n
		lo, hi := [2]float64{math.Inf(1), math.Inf(1)}, [2]float64{math.Inf(-1), math.Inf(-1)}
		for _, q := range hull {
			u, v := q[0]*ux+q[1]*uy, q[1]*ux-q[0]*uy
			lo, hi = [2]float64{min(lo[0], u), min(lo[1], v)}, [2]float64{max(hi[0], u), max(hi[1], v)}
		}
		if area := (hi[0] - lo[0]) * (hi[1] - lo[1]); area < least {
			cu, cv := (lo[0]+hi[0])/2, (lo[1]+hi[1])/2
			least, best = area, Box{X: cu*ux - cv*uy, Y: cu*uy + cv*ux, W: hi[0] - lo[0], H: hi[1] - lo[1], Angle: math.Atan2(uy, ux)}
		}
	}
	return best.Levelled()
}

// Levelled turns the box by quarters until its angle is within ±45°.
func (b Box) Levelled() Box {
	for b.Angle > math.Pi/4 {
		b.Angle -= math.Pi / 2
		b.W, b.H = b.H, b.W
	}
	for b.Angle <= -math.Pi/4 {
		b.Angle += math.Pi / 2
		b.W, b.H = b.H, b.W
	}
	return b
}

// hullOf is the convex hull (Andrew's monotone chain).
func hullOf(p [][2]float64) [][2]float64 {
	slices.SortFunc(p, func(a, b [2]float64) int { return cmp.Or(cmp.Compare(a[0], b[0]), cmp.Compare(a[1], b[1])) })
	var hull [][2]float64
	for range 2 {
		start := len(hull)
		for _, q := range p {
			for len(hull) >= start+2 && turning(hull[len(hull)-2], hull[len(hull)-1], q) <= 0 {
				hull = hull[:len(hull)-1]
			}
			hull = append(hull, q)
		}
		hull = hull[:len(hull)-1]
		slices.Reverse(p)
	}
	return hull
}

func turning(a, b, c [2]float64) float64 {
	return (b[0]-a[0])*(c[1]-a[1]) - (b[1]-a[1])*(c[0]-a[0])
}

// longest are the n longest boxes.
func longest(boxes []Box, n int) []Box {
	out := slices.Clone(boxes)
	slices.SortFunc(out, func(a, b Box) int { return cmp.Compare(b.W, a.W) })
	return out[:min(n, len(out))]
}

// HalfTurn is the box on a w × h picture that is turned by half a turn.
func (b Box) HalfTurn(w, h float64) Box {
	b.X, b.Y = w-b.X, h-b.Y
	return b
}

// Place is the upright rectangle around the box, in parts of a w × h picture.
func (b Box) Place(w, h float64) model.Place {
	sin, cos := math.Sincos(b.Angle)
	dx, dy := (b.W*cos+b.H*math.Abs(sin))/2, (b.W*math.Abs(sin)+b.H*cos)/2
	return model.Place{X0: (b.X - dx) / w, Y0: (b.Y - dy) / h, X1: (b.X + dx) / w, Y1: (b.Y + dy) / h}
}

// part is the piece of the box from a to b, in parts of its length.
func (b Box) part(from, to float64) Box {
	sin, cos := math.Sincos(b.Angle)
	mid := (from+to)/2 - 0.5
	b.X, b.Y = b.X+mid*b.W*cos, b.Y+mid*b.W*sin
	b.W *= to - from
	return b
}

// sortBy sorts by a number, the smallest first.
func sortBy[T any](s []T, key func(T) float64) {
	slices.SortStableFunc(s, func(a, b T) int { return cmp.Compare(key(a), key(b)) })
}
