package photo

import (
	"context"
	"errors"
	"image"
	"image/color"
	"math"
	"sync"
	"testing"

	"truename/model/specimen"
)

// offBy is the farthest corner of q from the truth, which may be turned by
// half, in parts of the card's length.
func offBy(q, truth Quad) float64 {
	return min(farthest(q, truth), farthest(HalfTurn(q), truth)) / Length(truth)
}

// bothSides are the two of one card, drawn once.
var bothSides = sync.OnceValue(func() [2]image.Image {
	p := specimen.New(3)
	return [2]image.Image{specimen.DrawFront(p), specimen.DrawBack(p)}
})

// The card of a photograph is found first, to half a hundredth of its length.
func TestCandidatesOnSpecimens(t *testing.T) {
	const w, h = 800, 600
	for seed := range uint64(4) {
		src := sourceOf(t, specimen.PhotographAt(bothSides()[seed%2], seed, w, h))
		found, err := src.Candidates(t.Context())
		if err != nil || len(found) == 0 {
			t.Fatalf("seed %d: %v, %v", seed, found, err)
		}
		if d := offBy(found[0].Quad, specimen.Quad(seed, w, h)); d > 0.005 || found[0].Score < 0.55 || found[0].Frame {
			t.Errorf("seed %d: %+v is off by %.4f", seed, found[0], d)
		}
		if len(found) > mostPlaces+mostElsewhere {
			t.Errorf("seed %d: %d places", seed, len(found))
		}
		for i, c := range found[1:min(len(found), mostPlaces)] {
			if c.Score > found[i].Score {
				t.Errorf("seed %d: place %d is better than the one before", seed, i+1)
			}
		}
	}
}

// Where nothing lies no outline has a score from which a card is likely.
func TestCandidatesOfNothing(t *testing.T) {
	plain := image.NewGray(image.Rect(0, 0, 600, 450))
	box(plain, plain.Rect, 120)
	shaded := image.NewGray(plain.Rect)
	for i := range shaded.Pix {
		shaded.Pix[i] = uint8(60 + i%600/6 + i/600/9)
	}
	for name, img := range map[string]image.Image{
		"one tint": plain, "noise": noisy(plain, 12, 3), "a slope of light": noisy(shaded, 3, 4),
		"black": image.NewGray(plain.Rect), "a strip": image.NewGray(image.Rect(0, 0, 900, 12)),
	} {
		found, err := sourceOf(t, img).Candidates(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range found {
			if c.Score > 0.55 {
				t.Errorf("%s: %+v", name, c)
			}
		}
	}
}

func TestCandidatesStop(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	src := sourceOf(t, desk(400, 300, 1))
	if found, err := src.Candidates(ctx); !errors.Is(err, context.Canceled) || found != nil {
		t.Errorf("%v, %v", found, err)
	}
	if c := src.Flat(ctx); len(c) > 0 {
		t.Errorf("flat: %v", c)
	}
	if c := src.Far(ctx); len(c) > 0 {
		t.Errorf("far: %v", c)
	}
}

// onTable is a card that lies in q on something dark, with a little noise.
func onTable(t testing.TB, w, h int, q Quad) *Source {
	t.Helper()
	img := onPicture(w, h, q, color.RGBA{80, 86, 70, 255}, paper)
	for i := range img.Pix {
		if i%4 != 3 {
			img.Pix[i] += uint8(i * i % 5)
		}
	}
	return sourceOf(t, img)
}

// An outline that was shifted, turned or drawn out goes back onto the edges of
// the card, whether the reach is small or large, and is then worth more.
func TestRefinePutsTheOutlineBack(t *testing.T) {
	truth := Quad{{130, 90}, {650, 120}, {640, 445}, {120, 425}}
	src := onTable(t, 800, 560, truth)
	long := Length(truth)
	for name, c := range map[string]struct {
		move  [4][2]float64 // of each corner, in thousandths of the card's length
		reach float64
	}{
		"where it is":      {[4][2]float64{}, 0.002},
		"a little shifted": {[4][2]float64{{4, 4}, {4, 4}, {4, 4}, {4, 4}}, 0.002},
		"shifted":          {[4][2]float64{{15, -10}, {15, -10}, {15, -10}, {15, -10}}, 0.030},
		"too small":        {[4][2]float64{{15, 15}, {-15, 15}, {-15, -15}, {15, -15}}, 0.030},
		"too large":        {[4][2]float64{{-18, -18}, {18, -18}, {18, 18}, {-18, 18}}, 0.035},
		"turned":           {[4][2]float64{{8, -12}, {8, 12}, {-8, 12}, {-8, -12}}, 0.030},
	} {
		q := truth
		for i := range q {
			q[i][0], q[i][1] = q[i][0]+c.move[i][0]*long/1000, q[i][1]+c.move[i][1]*long/1000
		}
		back, worth := src.Refine(q, c.reach)
		if d := farthest(back, truth) / long; d > 0.003 {
			t.Errorf("%s: still off by %.4f", name, d)
		}
		if worth < 1 {
			t.Errorf("%s: worth %.2f on the card", name, worth)
		}
	}
}

// On something with no edges at all an outline stays as it is.
func TestRefineWithoutEdges(t *testing.T) {
	src := sourceOf(t, lit(image.NewGray(image.Rect(0, 0, 400, 300)), 1, 130))
	q := Quad{{60, 60}, {330, 60}, {330, 230}, {60, 230}}
	back, worth := src.Refine(q, 0.002)
	if d := farthest(back, q); d > 1 || worth > 0.75 {
		t.Errorf("moved by %.2f, worth %.2f", d, worth)
	}
}

// A card on a printed page: its own edge is worth more than a line of the page
// that runs round it, and more than one drawn within it.
func TestMarginsPreferTheCard(t *testing.T) {
	card := Quad{{100, 80}, {460, 80}, {460, 307}, {100, 307}}
	grown := func(d float64) Quad {
		return Quad{{100 - d, 80 - d}, {460 + d, 80 - d}, {460 + d, 307 + d}, {100 - d, 307 + d}}
	}
	img := onPicture(560, 400, card, color.RGBA{200, 202, 206, 255}, paper)
	ink := color.RGBA{60, 60, 60, 255}
	for _, q := range []Quad{grown(24), grown(-26)} {
		for i := range q {
			drawLine(img, q[i], q[(i+1)%4], ink)
		}
	}
	p := pixelsOf(img).reduced(placed)
	own, clean := p.margin(card)
	for name, q := range map[string]Quad{"the page": grown(24), "the card": grown(-26)} {
		if worth, _ := p.margin(q); worth >= own {
			t.Errorf("a line on %s is worth %.3f, the edge %.3f", name, worth, own)
		}
	}
	through := Quad{{250, 80}, {460, 80}, {460, 307}, {250, 307}}
	if worth, print := p.margin(through); worth >= own || print <= clean+10 {
		t.Errorf("a side through print: worth %.3f with %.1f varying; the edge %.3f with %.1f", worth, print, own, clean)
	}
}

// Print close to an edge speaks against it, whatever else is the same.
func TestMarginsAreFreeOfPrint(t *testing.T) {
	q := Quad{{100, 80}, {460, 80}, {460, 307}, {100, 307}}
	worth := func(bar bool) float64 {
		img := onPicture(560, 400, q, color.RGBA{70, 70, 70, 255}, func(u, v float64) color.RGBA {
			if bar && v > 0.95 && int(u*40)%2 == 0 {
				return color.RGBA{150, 150, 150, 255}
			}
			return color.RGBA{225, 225, 225, 255}
		})
		w, _ := pixelsOf(img).reduced(placed).margin(q)
		return w
	}
	if clean, printed := worth(false), worth(true); printed >= clean {
		t.Errorf("with print at the edge %.3f, without %.3f", printed, clean)
	}
}

func drawLine(img *image.RGBA, a, b [2]float64, c color.RGBA) {
	n := int(distance(a, b)) * 2
	for i := range n {
		t := float64(i) / float64(n)
		x, y := int(a[0]+(b[0]-a[0])*t), int(a[1]+(b[1]-a[1])*t)
		for d := range 2 {
			img.SetRGBA(x+d, y, c)
			img.SetRGBA(x, y+d, c)
		}
	}
}

// Corners are put into one order: clockwise, a long side first.
func TestOrdered(t *testing.T) {
	level := Quad{{10, 10}, {90, 12}, {90, 60}, {10, 58}}
	upright := Quad{{60, 10}, {60, 90}, {10, 90}, {10, 10}}
	for _, want := range []Quad{level, upright} {
		for begin := range 4 {
			q := Quad{want[begin], want[(begin+1)%4], want[(begin+2)%4], want[(begin+3)%4]}
			if got := ordered(q); got != want {
				t.Errorf("%v is ordered as %v, want %v", q, got, want)
			}
			if got := ordered(Quad{q[3], q[2], q[1], q[0]}); got != want {
				t.Errorf("%v the other way round is ordered as %v, want %v", q, got, want)
			}
		}
	}
}

// best keeps the better of two that are much alike, and not too many.
func TestBest(t *testing.T) {
	at := func(x, score float64) Candidate {
		return Candidate{Quad: Quad{{x, 0}, {x + 100, 0}, {x + 100, 60}, {x, 60}}, Score: score}
	}
	got := best([]Candidate{at(0, 0.5), at(3, 0.9), at(50, 0.7)}, 10)
	if len(got) != 2 || got[0].Score != 0.9 || got[1].Score != 0.7 {
		t.Errorf("%+v", got)
	}
	var many []Candidate
	for i := range 40 {
		many = append(many, at(float64(20*i), float64(i)))
	}
	got = best(many, 10)
	if len(got) != mostQuads+mostElsewhere || got[0].Score != 39 {
		t.Fatalf("%d, the best %v", len(got), got[0].Score)
	}
	for i, c := range got[mostQuads:] { // a second card may lie there
		for _, k := range append([]Candidate{got[0]}, got[mostQuads:mostQuads+i]...) {
			if !Apart(c.Quad, k.Quad) {
				t.Errorf("%v lies at %v", c.Quad, k.Quad)
			}
		}
	}
}

// One corner that is wrong makes a card that none can be in space, and the
// long side of one that is seen flatly is told from its perspective.
func TestStrain(t *testing.T) {
	p := pixels{y: plane{w: 1440, h: 1080}}
	above := Quad{{300, 250}, {1100, 262}, {1092, 768}, {296, 750}}
	flat := Quad{{560, 200}, {600, 860}, {400, 640}, {420, 300}} // its long sides are the shorter ones
	wrong := above
	wrong[1][1] += 60
	if card, off := p.strain(above), p.strain(wrong); card > 0.04 || off < 0.08 {
		t.Errorf("a card %.3f, with a wrong corner %.3f", card, off)
	}
	if got := p.asTilted(above); got != above {
		t.Errorf("turned: %v", got)
	}
	if got := p.asTilted(flat); got == flat {
		t.Errorf("not turned: %v", got)
	}
}

// What lies within a likely larger place is held back: the portrait is no card.
func TestInner(t *testing.T) {
	large := Candidate{Quad: Quad{{0, 0}, {100, 0}, {100, 63}, {0, 63}}, Score: 0.8}
	small := Candidate{Quad: Quad{{60, 10}, {95, 10}, {95, 40}, {60, 40}}, Score: 0.95}
	beside := Candidate{Quad: Quad{{200, 10}, {235, 10}, {235, 40}, {200, 40}}, Score: 0.95}
	got := []Candidate{large, small, beside}
	inner(got)
	if got[0].Score != 0.8 || got[1].Score >= 0.8 || got[2].Score != 0.95 {
		t.Errorf("%+v", got)
	}
	large.Score = 0.4
	got = []Candidate{large, small}
	if inner(got); got[1].Score != 0.95 {
		t.Errorf("an unlikely place around it: %v", got[1].Score)
	}
}

// The borders of the picture stand in for one side of a card that leaves it.
func TestCandidatesAtTheBorder(t *testing.T) {
	truth := Quad{{300, 60}, {720, 75}, {712, 340}, {292, 325}} // a fifth of it is outside
	found, err := onTable(t, 640, 420, truth).Candidates(t.Context())
	if err != nil || len(found) == 0 {
		t.Fatalf("%v, %v", found, err)
	}
	seen := false
	for _, c := range found {
		seen = seen || c.Frame && math.Abs(c.Quad[1][0]-640) < 6 && math.Abs(c.Quad[0][0]-300) < 6
	}
	if !seen {
		t.Errorf("no place has the border for a side: %+v", found)
	}
}
