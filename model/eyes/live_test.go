package eyes

import (
	"image"
	"image/color"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/model/camera/cameratest"
	"truename/model/specimen"
)

// watched is what came of watching a camera.
type watched struct {
	wrongs []string // each once, in the order they came
	last   string
	took   time.Duration // after how long the photograph was taken; 0: not
	quad   *[4][2]float64
}

// judgeEvery is between two frames that are judged: others are skipped.
const judgeEvery = 130 * time.Millisecond

// watch judges what a camera sees until it takes the photograph, or all is over.
func watch(t *testing.T, side model.Side, c cameratest.Camera, long time.Duration) (j watched) {
	t.Helper()
	live, begun := New(reader()).Live(side), time.Now()
	for since := time.Duration(0); since < long; since += judgeEvery {
		s, err := live.See(t.Context(), c.Scene.Frame(c.At(since), uint64(since)), begun.Add(since))
		if err != nil {
			t.Fatal(err)
		}
		j.last = s.Wrong
		if s.Wrong != "" && !slices.Contains(j.wrongs, s.Wrong) {
			j.wrongs = append(j.wrongs, s.Wrong)
		}
		if s.Wrong != "" && (s.Take || s.Held > 0) {
			t.Errorf("%s, and yet held %v, taken %v", s.Wrong, s.Held, s.Take)
		}
		if s.Quad != nil {
			j.quad = s.Quad
		}
		if s.Take {
			j.took = since
			return j
		}
	}
	return j
}

// TestTakesByItself: a card comes into view, out of focus at first, and lies
// still: the photograph is taken once it has done so for a second.
func TestTakesByItself(t *testing.T) {
	for side, card := range map[model.Side]image.Image{model.Front: specimen.DrawFront(specimen.New(11)), model.Back: specimen.DrawBack(specimen.New(12))} {
		c := cameratest.Camera{Scene: &cameratest.Scene{Card: card}, Steps: []cameratest.Step{
			{Look: cameratest.Look{None: true}, For: 300 * time.Millisecond},
			{Look: cameratest.Look{X: -0.4}, Moves: 0.4, For: 800 * time.Millisecond},
			{Look: cameratest.Look{Blur: 2}, For: 400 * time.Millisecond},
			{},
		}}
		const steady = 1500 * time.Millisecond
		j := watch(t, side, c, steady+3*time.Second)
		if j.took < steady+time.Second || j.took > steady+1600*time.Millisecond {
			t.Errorf("%s: taken %v after it lay still, want 1.0 to 1.6 s; said %q", side, j.took-steady, j.wrongs)
		}
		for _, want := range []string{model.LiveNoCard, model.LiveMoving, model.LiveBlur} {
			if !slices.Contains(j.wrongs, want) {
				t.Errorf("%s: %q was not said: %q", side, want, j.wrongs)
			}
		}
		if j.quad == nil || j.quad[0][0] > 0.22 || j.quad[0][0] < 0.17 || j.quad[2][0] > 0.83 || j.quad[2][0] < 0.78 {
			t.Errorf("%s: outline %v", side, j.quad)
		}
	}
}

// tiles is as large as a card and as sharp as one, and has nothing to read on it.
func tiles() image.Image {
	m := image.NewGray(image.Rect(0, 0, 1280, 808))
	for y := range 808 {
		for x := range 1280 {
			m.SetGray(x, y, color.Gray{Y: 225})
			if x > 60 && x < 640 && y > 150 && y < 450 && (x/9*7919+y/9*104729)%11%3 == 0 {
				m.SetGray(x, y, color.Gray{Y: 150})
			}
		}
	}
	return m
}

// TestNeverTakes: none of these is photographed, and each is told why.
func TestNeverTakes(t *testing.T) {
	type look = cameratest.Look
	still := func(l look) cameratest.Step { return cameratest.Step{Look: l} }
	going := func(far float64) cameratest.Step {
		return cameratest.Step{Look: look{X: -far / 2}, Moves: far, For: 1800 * time.Millisecond}
	}
	for name, c := range map[string]struct {
		card  image.Image
		step  cameratest.Step
		wrong string // at last
	}{
		"no card":        {nil, still(look{None: true}), model.LiveNoCard},
		"out of focus":   {nil, still(look{Blur: 2}), model.LiveBlur},
		"moving":         {nil, going(0.24), model.LiveMoving},
		"moving slowly":  {nil, going(0.09), ""},
		"dark":           {nil, still(look{Light: 0.3}), model.LiveDark},
		"bright":         {nil, still(look{Light: 2}), model.LiveBright},
		"far away":       {nil, still(look{Length: 0.35}), model.LiveFar},
		"cut off":        {nil, still(look{X: 0.3}), model.LiveCut},
		"no print":       {tiles(), still(look{}), model.LiveNoCard},
		"the other side": {specimen.DrawBack(specimen.New(12)), still(look{}), model.LiveSide},
	} {
		t.Run(name, func(t *testing.T) {
			if raced && name != "out of focus" && name != "moving" {
				t.Skip("one goroutine works; under the race detector this takes minutes")
			}
			camera := cameratest.Camera{Scene: &cameratest.Scene{Card: c.card}, Steps: []cameratest.Step{c.step}}
			j := watch(t, model.Front, camera, 1800*time.Millisecond)
			if j.took > 0 || j.last != c.wrong {
				t.Errorf("taken after %v, said %q and at last %q, want %q", j.took, j.wrongs, j.last, c.wrong)
			}
		})
	}
}

// BenchmarkLive judges a frame of 1280 × 720 pixels.
func BenchmarkLive(b *testing.B) {
	scene := &cameratest.Scene{}
	live, begun := New(reader()).Live(model.Front), time.Now()
	frames := []image.Image{scene.Frame(cameratest.Look{}, 1), scene.Frame(cameratest.Look{}, 2)}
	n := 0
	for b.Loop() {
		n++
		if _, err := live.See(b.Context(), frames[n%2], begun.Add(time.Duration(n)*10*time.Millisecond)); err != nil {
			b.Fatal(err)
		}
	}
}
