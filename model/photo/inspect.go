package photo

import (
	"cmp"
	"context"
	"slices"

	"truename/model"
)

// measured is the long side at which a picture is measured, in pixels, so
// that the limits mean the same for every camera.
const measured = 1000

// Inspect measures the picture and calls found (may be nil) with each
// finding as soon as it is known, on the goroutine of the caller. Each
// finding has what was measured, the limit it was held against, and the
// weight: Passed, Notice or Fault. The report has all of them; its grade is
// Retake after a fault, Flagged after a notice, else Good. When ctx is done
// the remaining checks are left out and the report is not to be used.
func (s *Source) Inspect(ctx context.Context, side model.Side, found func(model.Finding)) model.Report {
	r := model.Report{Side: side, Grade: model.Good}
	m := &measures{src: s}
	for _, check := range checks {
		if ctx.Err() != nil {
			break
		}
		f := check(m)
		f.Side = side
		r.Findings = append(r.Findings, f)
		r.Grade = worse(r.Grade, f.Weight)
		if found != nil {
			found(f)
		}
	}
	return r
}

// worse is the grade after one more finding.
func worse(g model.Grade, w model.Weight) model.Grade {
	switch {
	case w == model.Fault || g == model.Retake:
		return model.Retake
	case w == model.Notice:
		return model.Flagged
	}
	return g
}

// The checks, quickest first.
var checks = []func(*measures) model.Finding{
	checkResolution, checkDark, checkBright, checkContrast, checkBlur,
}

// A measures holds what several checks need, made once.
type measures struct {
	src  *Source
	grey plane    // luma, at most measured long
	hist [256]int // of grey
}

// luma is the picture the checks look at.
func (m *measures) luma() plane {
	if m.grey.w == 0 {
		p := m.src.pixels.y
		m.grey = p.scaled(fit(p.w, p.h, measured))
		for y := range m.grey.h {
			for _, v := range m.grey.row(y) {
				m.hist[v]++
			}
		}
	}
	return m.grey
}

// level is the luma that a share of the pixels (0 … 1) does not exceed.
func (m *measures) level(share float64) float64 {
	p := m.luma()
	rest := int(share * float64(p.w*p.h))
	for v, n := range m.hist {
		if rest -= n; rest < 0 {
			return float64(v)
		}
	}
	return 255
}

// A threshold is where a notice and where a fault begins.
type threshold struct{ notice, fault float64 }

// atLeast makes a finding of a value that should not be low; the limit it
// names is the one that was missed, or the one that was kept.
func (t threshold) atLeast(code string, value float64) model.Finding {
	f := model.Finding{Code: code, Weight: model.Passed, Value: value, Limit: t.notice}
	if value < t.notice {
		f.Weight = model.Notice
	}
	if value < t.fault {
		f.Weight, f.Limit = model.Fault, t.fault
	}
	return f
}

// atMost is atLeast for a value that should not be high.
func (t threshold) atMost(code string, value float64) model.Finding {
	f := threshold{-t.notice, -t.fault}.atLeast(code, -value)
	f.Value, f.Limit = -f.Value, -f.Limit
	return f
}

// The limits. Resolution: the card is 85.6 mm long; at 640 pixels its
// smallest characters are 15 high, what reading them needs. The others come
// from specimens and drawn cards, with room on both sides: good photographs
// have 205 and more against lightest, at most 66 against darkest, at least 130
// of spread and a sharpness of at least 2.1; spoilt ones at most 16, at least
// 221, and at most 1.04. Blurred by a Gaussian of 1.5 pixels a good one falls
// to 1.16 … 1.20 (a notice), by 2.5 pixels to 1.09 and below (a fault).
var (
	longSide  = threshold{1000, 640}  // pixels
	shortSide = threshold{600, 400}   // pixels
	lightest  = threshold{110, 70}    // luma of the brightest twentieth
	darkest   = threshold{130, 165}   // luma of the darkest fiftieth
	spread    = threshold{60, 35}     // luma between the darkest and the brightest twentieth
	sharpness = threshold{1.22, 1.12} // see edgeSharpness
)

// checkResolution names the side that is shorter against its limit, in pixels.
func checkResolution(m *measures) model.Finding {
	w, h := m.src.Size()
	long, short := float64(max(w, h)), float64(min(w, h))
	if short/shortSide.notice < long/longSide.notice {
		return shortSide.atLeast("resolution", short)
	}
	return longSide.atLeast("resolution", long)
}

// checkDark asks whether the brightest twentieth, which a card in view
// always fills, is bright: a black table around it does not matter.
func checkDark(m *measures) model.Finding { return lightest.atLeast("dark", m.level(0.95)) }

// checkBright asks whether something dark is left: what the sensor could not
// hold, print and portrait, goes first. White around the card does not matter.
func checkBright(m *measures) model.Finding { return darkest.atMost("bright", m.level(0.02)) }

// checkContrast asks for the span of luma.
func checkContrast(m *measures) model.Finding {
	return spread.atLeast("contrast", m.level(0.95)-m.level(0.05))
}

// checkBlur asks how steep the steepest structures are.
func checkBlur(m *measures) model.Finding {
	return sharpness.atLeast("blur", edgeSharpness(m.luma()))
}

// tile is the side of the squares that sharpness is measured in.
const tile = 40

// edgeSharpness is about 1 where edges are ramps wider than three pixels and
// about 3 where they are one pixel wide. In the tiles with the strongest
// structures it compares the squared differences of neighbours with those
// three pixels apart: 9 × Σ(1 apart)² / Σ(3 apart)². A ratio does not care
// for contrast and light. Across and down are judged apart and the lower
// counts, since shaking blurs one of them only. 0 means no structure.
func edgeSharpness(p plane) float64 {
	across, down := tileSlopes(p)
	return min(steepness(across), steepness(down))
}

// A slope holds the sums of squared differences one and three pixels apart.
type slope struct{ near, far float64 }

func tileSlopes(p plane) (across, down []slope) {
	for y := 0; y+tile <= p.h-3; y += tile {
		for x := 0; x+tile <= p.w-3; x += tile {
			a, d := slopesAt(p, x, y)
			across, down = append(across, a), append(down, d)
		}
	}
	return across, down
}

func slopesAt(p plane, x0, y0 int) (across, down slope) {
	var an, af, dn, df int
	for y := y0; y < y0+tile; y++ {
		r, r1, r3 := p.row(y), p.row(y+1), p.row(y+3)
		for x := x0; x < x0+tile; x++ {
			v := int(r[x])
			a, b := int(r[x+1])-v, int(r[x+3])-v
			c, d := int(r1[x])-v, int(r3[x])-v
			an, af, dn, df = an+a*a, af+b*b, dn+c*c, df+d*d
		}
	}
	return slope{float64(an), float64(af)}, slope{float64(dn), float64(df)}
}

// steepness is the ratio over the tenth of the tiles with most structure.
// Noise adds as much to near as to far; what the quietest fifth of the tiles
// has of it is taken off both.
func steepness(s []slope) float64 {
	if len(s) == 0 {
		return 0
	}
	slices.SortFunc(s, func(a, b slope) int { return cmp.Compare(a.near, b.near) })
	noise := s[len(s)/5].near
	slices.SortFunc(s, func(a, b slope) int { return cmp.Compare(b.far, a.far) })
	var near, far float64
	for _, t := range s[:max(1, len(s)/10)] {
		near, far = near+max(t.near-noise, 0), far+max(t.far-noise, 0)
	}
	if far == 0 {
		return 0
	}
	return 9 * near / far
}
