//go:build !race

// Drawing takes ten times as long under the race detector; nothing in it is
// shared between goroutines but the rows of one canvas.

package specimen

import (
	"bytes"
	"encoding/json"
	"image"
	"image/jpeg"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

var groups = []Group{Standard, Hard, Bad, NoCard}

func TestShotsAreAlike(t *testing.T) {
	for _, g := range []Group{Hard, NoCard} {
		seed := uint64(0)
		for !arranged(g, seed, Options{}).truth.Sent { // the small ones are quick to make
			seed++
		}
		a, truth := Shot(g, seed)
		b, again := Shot(g, seed)
		if !bytes.Equal(a, b) || !reflect.DeepEqual(truth, again) {
			t.Errorf("%s: the same seed makes two photographs", g)
		}
		c, err := jpeg.DecodeConfig(bytes.NewReader(a))
		if err != nil || c.Width != truth.W || c.Height != truth.H {
			t.Errorf("%s: %d × %d, %v; want %d × %d", g, c.Width, c.Height, err, truth.W, truth.H)
		}
		if other := arranged(g, seed+1, Options{}).truth; reflect.DeepEqual(truth, other) {
			t.Errorf("%s: two seeds make the same photograph", g)
		}
	}
}

// A card whose quarters are red, green, blue and white is seen with them where
// Truth.Quad says, under every lens and turn.
func TestShotQuad(t *testing.T) {
	for seed := range uint64(5) {
		s := newStage(Standard, seed*500_001, Options{Ground: "dark"})
		s.choose()
		s.cast()
		s.body.tex = quarters()
		s.brightness()
		s.frame()
		s.photo.ground, s.photo.fine = flatColour(0.05), 1
		s.photo.things = []thing{{tex: s.body.tex, w: cardW, h: cardH, corner: 3.18}}
		s.photo.light = light{level: 1, white: [3]float64{1, 1, 1}}
		c, f := s.photo.render(), s.photo.scale()
		to := squareTo(s.truth.Quad)
		look := func(u, v float64) [3]float32 {
			x, y := apply(to, u, v)
			r, g, b := c.at(float32(x/f), float32(y/f))
			return [3]float32{r, g, b}
		}
		for i, want := range [4][3]float32{{1, 0, 0}, {0, 1, 0}, {0, 0, 1}, {1, 1, 1}} {
			u, v := [4]float64{0, 1, 1, 0}[i], [4]float64{0, 0, 1, 1}[i]
			// A place so far in from each of the two sides that meet there.
			in := func(a, b float64) [3]float32 { return look(u+a*(1-2*u), v+b*(1-2*v)) }
			for _, got := range [][3]float32{in(0.004, 0.1), in(0.1, 0.006)} {
				if far(got, want) > 0.1 {
					t.Errorf("seed %d corner %d: %v just inside, want %v", seed, i, got, want)
				}
			}
			for _, got := range [][3]float32{in(-0.004, 0.1), in(0.1, -0.006)} {
				if got[0]+got[1]+got[2] > 0.3 {
					t.Errorf("seed %d corner %d: %v just outside", seed, i, got)
				}
			}
		}
	}
}

func far(a, b [3]float32) (d float32) {
	for i := range a {
		d = max(d, a[i]-b[i], b[i]-a[i])
	}
	return d
}

func quarters() *canvas {
	c := newCanvas(856, 540)
	for y := range c.h {
		for x := range c.w {
			colour := [4][3]float32{{1, 0, 0}, {0, 1, 0}, {1, 1, 1}, {0, 0, 1}}[2*(y/270)+x/428]
			copy(c.pix[3*(y*c.w+x):], colour[:])
		}
	}
	return c
}

// Whole cards are in the picture, large enough; of every fault something that
// is needed is lost, or nothing where the fault is of another kind.
func TestShotTruth(t *testing.T) {
	for i, fault := range Faults {
		check(t, arranged(Bad, uint64(i)*230_003, Options{Fault: fault}).truth)
	}
	for _, g := range []Group{Standard, Hard} {
		for seed := range uint64(4) {
			check(t, arranged(g, seed*700_000+1, Options{}).truth)
		}
	}
}

func check(t *testing.T, truth Truth) {
	t.Helper()
	x0, y0, x1, y1 := spread(truth.Quad[:]...)
	inside := x0 >= 0 && y0 >= 0 && x1 <= float64(truth.W) && y1 <= float64(truth.H)
	if inside == (truth.Fault == "cut") {
		t.Errorf("%s %d %s: corners %v of %d × %d", truth.Group, truth.Seed, truth.Fault, truth.Quad, truth.W, truth.H)
	}
	if long := truth.CardLength > 600; long == (truth.Fault == "far") && len(truth.Fault) < 4 {
		t.Errorf("%s %d %s: %.0f pixels long", truth.Group, truth.Seed, truth.Fault, truth.CardLength)
	}
	whole := slices.Contains([]string{"", "several", "both-sides", "copy", "screen"}, truth.Fault)
	if lacks(truth.Hidden) == whole {
		t.Errorf("%s %d %s hides %v", truth.Group, truth.Seed, truth.Fault, truth.Hidden)
	}
	for _, f := range truth.Hidden {
		if truth.Fields[f] == "" {
			t.Errorf("%s is hidden but not printed", f)
		}
	}
}

// Every fault, kind, side, style and size comes up, and no number is of a region.
func TestShotsVary(t *testing.T) {
	seen := map[string]int{}
	for seed := range uint64(400) {
		for _, g := range groups {
			s := newStage(g, seed*7_001, Options{})
			s.choose()
			s.size()
			for _, v := range []string{s.truth.Fault, s.truth.Kind, s.truth.Side, string(s.truth.Style)} {
				seen[v]++
			}
			seen["sent"] += count(s.truth.Sent)
			seen["upright"] += count(s.truth.H > s.truth.W)
		}
	}
	for _, want := range slices.Concat(Faults, Kinds, OtherKinds, []string{"front", "back", "none", "a", "b", "c", "sent", "upright"}) {
		if seen[want] < 3 {
			t.Errorf("%s came up %d times of 400", want, seen[want])
		}
	}
}

// What stands on cards has all its characters, and numbers begin as no
// region's and no country's do.
func TestShotPrint(t *testing.T) {
	for i, kind := range slices.Concat(Kinds, Kinds, OtherKinds) {
		o := Options{Kind: kind, Side: []string{"front", "back"}[i/len(Kinds)%2]}
		g := Standard
		if i >= 2*len(Kinds) {
			g = NoCard
		}
		s := newStage(g, uint64(i)*120_000, o)
		s.choose()
		s.cast()
		if n := s.truth.Fields["number"]; n != "" && !strings.HasPrefix(n, "99") && !strings.HasPrefix(n, "XXX99") {
			t.Errorf("%s has the number %s", kind, n)
		}
		for f, v := range s.truth.Fields {
			if b, ok := s.card.boxes[f]; !ok || v == "" || b[0] < 1 || b[2] > cardW-1 || b[1] < 1 || b[3] > cardH-1 {
				t.Errorf("%s: %s %q stands at %v", kind, f, v, b)
			}
		}
	}
	outlines.Range(func(r, o any) bool {
		if o.(*outline) == nil {
			t.Errorf("the font lacks %c", r)
		}
		return true
	})
}

func TestGroundsAreDrawn(t *testing.T) {
	for name := range groundsOf {
		if !slices.Contains(Grounds(), name) {
			t.Errorf("%s is not listed", name)
		}
	}
	for _, style := range []Style{StyleA, StyleB, StyleC} {
		for _, name := range append(Grounds(), tastes[style].grounds...) {
			if groundsOf[name] == nil {
				t.Fatalf("style %s: no ground %s", style, name)
			}
		}
	}
	for _, name := range Grounds() {
		b := &bed{image.NewRGBA(image.Rect(0, 0, 120, 90)), throw(1, 1), StyleB, 2}
		groundsOf[name](b)
		for i := 3; i < len(b.m.Pix); i += 4 {
			if b.m.Pix[i] != 0xFF {
				t.Fatalf("%s leaves holes", name)
			}
		}
	}
}

// An option that means nothing changes nothing; those that do are kept.
func TestOptions(t *testing.T) {
	odd := Options{Style: "z", Kind: "bank-card", Side: "rim", Fault: "rain", Ground: "moon"}
	if got, want := arranged(Hard, 4, odd).truth, arranged(Hard, 4, Options{}).truth; !reflect.DeepEqual(got, want) {
		t.Errorf("%+v, want %+v", got, want)
	}
	got := arranged(Bad, 4, Options{Style: StyleC, Kind: KindTaiwan, Side: "back", Fault: "far", Ground: "marble", Large: true}).truth
	if got.Style != StyleC || got.Kind != KindTaiwan || got.Side != "back" || got.Fault != "far" || got.Ground != "marble" || got.W+got.H != 8064+6048 {
		t.Errorf("%+v", got)
	}
}

func TestWriteShots(t *testing.T) {
	dir := t.TempDir()
	all, err := WriteShots(dir, NoCard, 3, 1, Options{Kind: "empty", Ground: "plain"})
	if err != nil {
		t.Fatal(err)
	}
	b, err := os.ReadFile(filepath.Join(dir, "truth.json"))
	var read []Truth
	if err != nil || json.Unmarshal(b, &read) != nil || !reflect.DeepEqual(read, all) {
		t.Errorf("read %v, %v", read, err)
	}
	if _, err := os.Stat(filepath.Join(dir, ShotName(NoCard, 3))); err != nil {
		t.Error(err)
	}
}

func BenchmarkShot(b *testing.B) {
	seed := uint64(0)
	for b.Loop() {
		Shot(Standard, seed%40*70_000)
		seed++
	}
}

// TestShotOfALargeThing: what is much larger than a card is seen whole, too, also
// through a lens that bends; the photograph of this seed could not be drawn.
func TestShotOfALargeThing(t *testing.T) {
	jpeg, truth := Shot(NoCard, 1137680)
	if len(jpeg) == 0 || truth.Kind != "paper" {
		t.Errorf("%d bytes of %s", len(jpeg), truth.Kind)
	}
}
