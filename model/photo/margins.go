package photo

import (
	"math"
	"slices"
)

// Along its edge a card has nothing printed, for 4 mm and more, and one tint all
// round; on the other side of the edge lies something else. That tells an edge
// of the card from a line on the page it lies on.
const (
	cuts     = 20    // across a side
	deep     = 3     // samples on each side of the edge
	depth    = 0.011 // of the card's length, from one to the next
	clearSet = 12.0  // levels by which two tints differ clearly
)

// A rim is what lies along one side, within and outside.
type rim struct{ in, out tint }

// A tint is the middle of samples in three channels, and how much luma varies.
type tint struct {
	y, cb, cr, vary float64
}

// margin judges the surroundings of the sides of a clockwise q, long side first: above 0 for a
// card on something else, below for lines on a page. worst is how much varies
// within the side with most print.
func (p pixels) margin(q Quad) (worth, worst float64) {
	var rims [4]rim
	least, print := math.Inf(1), 0.0
	for i := range q {
		rims[i] = p.rim(q, i)
		least = min(least, rims[i].contrast())
		print += rims[i].in.vary / 4
		worst = max(worst, rims[i].in.vary)
	}
	return 0.25*min(least, 1) - 0.02*print - 0.01*uneven(rims), worst
}

// outline judges a placed quadrilateral, of whose sides a share of agreed lies
// on straight edges.
func (p pixels) outline(q Quad, agreed float64) float64 {
	margin, worst := p.margin(q)
	return 0.5*agreed + margin - 0.015*min(max(worst-8, 0), 16)
}

// contrast is how much what lies outside differs: in tint, or by print.
func (r rim) contrast() float64 {
	d := math.Abs(r.in.y-r.out.y) + chromaForce*(math.Abs(r.in.cb-r.out.cb)+math.Abs(r.in.cr-r.out.cr))
	return (d + 1.5*max(r.out.vary-r.in.vary, 0)) / clearSet
}

// uneven is how much the tint of the card differs along its sides. Light
// changes luma from one side to the other, hardly chroma.
func uneven(rims [4]rim) float64 {
	var b, r [4]float64
	for i, m := range rims {
		b[i], r[i] = m.in.cb, m.in.cr
	}
	return slices.Max(b[:]) - slices.Min(b[:]) + slices.Max(r[:]) - slices.Min(r[:])
}

// rim samples along side i of q, inwards and outwards along the sides that
// meet it, so that it goes as deep into a card that is seen flatly.
func (p pixels) rim(q Quad, i int) (r rim) {
	a, b, c, d := q[i], q[(i+1)%4], q[(i+2)%4], q[(i+3)%4]
	deeper := depth
	if i%2 == 0 {
		deeper *= cardShape
	}
	var in, off [3][cuts * deep]float64
	for k := range cuts {
		t := 0.08 + 0.84*float64(k)/(cuts-1)
		x, y := a[0]+(b[0]-a[0])*t, a[1]+(b[1]-a[1])*t
		dx, dy := deeper*(d[0]+(c[0]-d[0])*t-x), deeper*(d[1]+(c[1]-d[1])*t-y)
		for n := range deep {
			s := float64(n) + 1
			p.at(x+dx*s, y+dy*s, k*deep+n, &in)
			p.at(x-dx*s, y-dy*s, k*deep+n, &off)
		}
	}
	return rim{tintOf(&in), tintOf(&off)}
}

// at takes the colour at the pixel nearest to (x, y).
func (p pixels) at(x, y float64, i int, into *[3][cuts * deep]float64) {
	o := min(max(int(y+0.5), 0), p.y.h-1)*p.y.stride + min(max(int(x+0.5), 0), p.y.w-1)
	into[0][i] = float64(p.y.pix[o])
	if p.cb.w > 0 {
		into[1][i], into[2][i] = float64(p.cb.pix[o]), float64(p.cr.pix[o])
	}
}

func tintOf(s *[3][cuts * deep]float64) (t tint) {
	for i, to := range []*float64{&t.y, &t.cb, &t.cr} {
		slices.Sort(s[i][:])
		*to = s[i][len(s[i])/2]
	}
	for _, v := range s[0] {
		t.vary += math.Abs(v-t.y) / float64(len(s[0]))
	}
	return t
}
