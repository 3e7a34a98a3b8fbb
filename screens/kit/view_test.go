package kit_test

import (
	"image"
	"image/color"
	"slices"
	"testing"
	"testing/synctest"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// corners is a picture of w × h whose corners are told apart by their grey:
// 40, 80, 120, 160, clockwise from the top left.
func corners(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for i, p := range []image.Point{{0, 0}, {w - 1, 0}, {w - 1, h - 1}, {0, h - 1}} {
		img.Set(p.X, p.Y, color.Gray{Y: uint8(40 * (i + 1))})
	}
	return img
}

// greys are those of the corners, clockwise from the top left.
func greys(img image.Image) (out [4]uint8) {
	b := img.Bounds()
	for i, p := range []image.Point{b.Min, {b.Max.X - 1, b.Min.Y}, {b.Max.X - 1, b.Max.Y - 1}, {b.Min.X, b.Max.Y - 1}} {
		r, _, _, _ := img.At(p.X, p.Y).RGBA()
		out[i] = uint8(r >> 8)
	}
	return out
}

// drawn is the picture that a viewer draws.
func drawn(v *kit.Viewer) image.Image {
	for _, o := range test.WidgetRenderer(v).Objects() {
		if c, ok := o.(*canvas.Image); ok {
			return c.Image
		}
	}
	return nil
}

// adjustable runs f with a viewer that can turn and light its picture.
func adjustable(t *testing.T, img image.Image, places []model.Place, f func(v *kit.Viewer, press func(keys ...fyne.KeyName))) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		loop := kittest.NewLoop()
		b := kittest.NewBench(t, "zh", loop.Post, nil)
		v := kit.NewViewer(img, places, &kit.View{})
		v.Adjust(b.Jobs)
		v.Resize(fyne.NewSize(300, 200))
		f(v, func(keys ...fyne.KeyName) {
			for _, key := range keys {
				if !v.Key(key) {
					t.Errorf("%s says nothing", key)
				}
				loop.Settle()
			}
		})
	})
}

func TestTurn(t *testing.T) {
	img := corners(6, 4)
	for name, c := range map[string]struct {
		keys []fyne.KeyName
		size image.Point
		want [4]uint8
	}{
		"not":         {nil, image.Pt(6, 4), [4]uint8{40, 80, 120, 160}},
		"right":       {[]fyne.KeyName{fyne.KeyE}, image.Pt(4, 6), [4]uint8{160, 40, 80, 120}},
		"half":        {[]fyne.KeyName{fyne.KeyE, fyne.KeyE}, image.Pt(6, 4), [4]uint8{120, 160, 40, 80}},
		"left":        {[]fyne.KeyName{fyne.KeyQ}, image.Pt(4, 6), [4]uint8{80, 120, 160, 40}},
		"and back":    {[]fyne.KeyName{fyne.KeyE, fyne.KeyQ}, image.Pt(6, 4), [4]uint8{40, 80, 120, 160}},
		"around":      {[]fyne.KeyName{fyne.KeyE, fyne.KeyE, fyne.KeyE, fyne.KeyE}, image.Pt(6, 4), [4]uint8{40, 80, 120, 160}},
		"as it is":    {[]fyne.KeyName{fyne.KeyE, fyne.KeyW, fyne.Key0}, image.Pt(6, 4), [4]uint8{40, 80, 120, 160}},
		"from a part": {[]fyne.KeyName{fyne.KeyQ, fyne.KeyQ, fyne.KeyQ}, image.Pt(4, 6), [4]uint8{160, 40, 80, 120}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, of := range []image.Image{img, grown(img).SubImage(image.Rect(3, 2, 9, 6))} {
				adjustable(t, of, nil, func(v *kit.Viewer, press func(...fyne.KeyName)) {
					press(c.keys...)
					if got := drawn(v); got.Bounds().Size() != c.size || greys(got) != c.want {
						t.Errorf("%v %v, want %v %v", got.Bounds().Size(), greys(got), c.size, c.want)
					}
				})
			}
		})
	}
	if greys(img) != [4]uint8{40, 80, 120, 160} {
		t.Error("the picture itself was changed")
	}
}

// grown is img in the middle of a larger one.
func grown(img *image.RGBA) *image.RGBA {
	out := image.NewRGBA(image.Rect(0, 0, 12, 8))
	for y := range 4 {
		copy(out.Pix[out.PixOffset(3, 2+y):], img.Pix[img.PixOffset(0, y):][:6*4])
	}
	return out
}

// TestTurnedPlaces: outline, frame and what is pointed at turn with the picture,
// and so does looking elsewhere.
func TestTurnedPlaces(t *testing.T) {
	place := model.Place{X0: 0.1, Y0: 0.2, X1: 0.3, Y1: 0.4}
	adjustable(t, corners(300, 200), []model.Place{place}, func(v *kit.Viewer, press func(...fyne.KeyName)) {
		v.Outline = &[4][2]float64{{0.1, 0.2}, {0.3, 0.2}, {0.3, 0.4}, {0.1, 0.4}}
		var x, y float64
		v.OnPoint = func(px, py float64) { x, y = px, py }
		press(fyne.KeyE)
		// a picture of 200×300 in 300×200 dp is 133 wide, from 83 on
		const left, w, h = 250.0 / 3, 400.0 / 3, 200.0
		want := [2]float32{left + w*0.6, h * 0.1}
		if l := outline(v); len(l) != 4 || !near(l[0][0].X, left+w*0.8) || !near(l[0][0].Y, h*0.1) || !near(l[0][1].Y, h*0.3) {
			t.Errorf("the outline is %v", l)
		}
		var frames []*canvas.Rectangle
		for _, o := range test.WidgetRenderer(v).Objects() {
			if r, ok := o.(*canvas.Rectangle); ok {
				frames = append(frames, r)
			}
		}
		if f := frames[1]; !near(f.Position().X, want[0]) || !near(f.Position().Y, want[1]) || !near(f.Size().Width, w*0.2) || !near(f.Size().Height, h*0.2) {
			t.Errorf("the frame is at %v, %v", f.Position(), f.Size())
		}
		test.TapAt(v, fyne.NewPos(left+w*0.7, h*0.2))
		if !near(float32(x), 0.2) || !near(float32(y), 0.3) {
			t.Errorf("a tap points at %v, %v", x, y)
		}
		press(fyne.KeyPlus, fyne.KeyPlus)
		press(slices.Repeat([]fyne.KeyName{fyne.KeyUp, fyne.KeyRight}, 4)...)
		if got := greys(drawn(v)); got[1] != 40 {
			t.Errorf("the top right of what is turned has the corners %v", got)
		}
	})
}

// TestLight: brighter and darker keep black and white; the contrast comes back
// after its strongest.
func TestLight(t *testing.T) {
	img := image.NewRGBA(image.Rect(0, 0, 3, 1))
	for x, y := range []uint8{0, 100, 255} {
		img.Set(x, 0, color.Gray{Y: y})
	}
	row := func(v *kit.Viewer) (out [3]uint8) {
		for x := range out {
			r, _, _, _ := drawn(v).At(x, 0).RGBA()
			out[x] = uint8(r >> 8)
		}
		return out
	}
	adjustable(t, img, nil, func(v *kit.Viewer, press func(...fyne.KeyName)) {
		press(fyne.KeyW)
		brighter := row(v)
		if brighter[0] != 0 || brighter[1] < 110 || brighter[2] != 255 {
			t.Errorf("brighter: %v", brighter)
		}
		press(fyne.KeyS, fyne.KeyS)
		if got := row(v); got[0] != 0 || got[1] > 90 || got[2] != 255 {
			t.Errorf("darker: %v", got)
		}
		press(slices.Repeat([]fyne.KeyName{fyne.KeyS}, 20)...)
		press(slices.Repeat([]fyne.KeyName{fyne.KeyW}, 4)...)
		if got := row(v); got[1] != 100 {
			t.Errorf("four steps from the darkest: %v", got)
		}
		press(fyne.KeyC)
		if got := row(v); got[1] > 90 {
			t.Errorf("more contrast: %v", got)
		}
		press(fyne.KeyC, fyne.KeyC, fyne.KeyC)
		if got := row(v); got != [3]uint8{0, 100, 255} {
			t.Errorf("after the strongest: %v", got)
		}
	})
}

// TestNotAdjustable: without jobs the keys that change the picture are the
// window's.
func TestNotAdjustable(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	v := kit.NewViewer(corners(6, 4), nil, &kit.View{})
	for _, key := range []fyne.KeyName{fyne.KeyE, fyne.KeyQ, fyne.KeyW, fyne.KeyS, fyne.KeyC, fyne.KeyA} {
		if v.Key(key) {
			t.Errorf("%s is taken", key)
		}
	}
}

// TestDroppedWhileMaking: what comes after the picture was let go of is not
// shown, and a view that is shown again makes it anew.
func TestDroppedWhileMaking(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		loop := kittest.NewLoop()
		b := kittest.NewBench(t, "zh", loop.Post, nil)
		view, img := &kit.View{}, corners(6, 4)
		v := kit.NewViewer(img, nil, view)
		v.Adjust(b.Jobs)
		v.Key(fyne.KeyE)
		v.Drop()
		loop.Settle()
		if drawn(v) != nil {
			t.Error("a picture is drawn after it was dropped")
		}
		again := kit.NewViewer(img, nil, view)
		again.Adjust(b.Jobs)
		loop.Settle()
		if got := drawn(again).Bounds().Size(); got != image.Pt(4, 6) {
			t.Errorf("shown again it is %v", got)
		}
	})
}

// TestStamp: it lies on the picture and nowhere else, in each size; none of it is
// left with the picture.
func TestStamp(t *testing.T) {
	kittest.NewBench(t, "zh", func(func()) {}, nil)
	for _, size := range []fyne.Size{{Width: 300, Height: 200}, {Width: 740, Height: 430}, {Width: 160, Height: 120}} {
		v := kit.NewViewer(corners(600, 400), nil, &kit.View{})
		v.Stamp = "65d02ee4 · 2026-11-23 14:02 · K7TM"
		v.Resize(size)
		w := min(size.Width, size.Height*1.5)
		left, lines := (size.Width-w)/2, 0
		for _, o := range test.WidgetRenderer(v).Objects() {
			text, ok := o.(*canvas.Text)
			if !ok {
				continue
			}
			lines++
			at, need := text.Position(), fyne.MeasureText(text.Text, text.TextSize, text.TextStyle)
			if at.X < left-1 || at.X+need.Width > left+w+1 || at.Y < -1 || at.Y+need.Height > size.Height+1 {
				t.Errorf("%v: a line of %v at %v", size, need, at)
			}
			if _, _, _, a := text.Color.RGBA(); a > 0x8000 {
				t.Errorf("%v: it hides what is below", size)
			}
		}
		if lines < 2 {
			t.Errorf("%v: %d lines", size, lines)
		}
		v.Drop()
		for _, o := range test.WidgetRenderer(v).Objects() {
			if _, ok := o.(*canvas.Text); ok {
				t.Fatal("a line is left")
			}
		}
	}
}

// TestField: what is read just now is outlined and has no stamp on it, turned too.
func TestField(t *testing.T) {
	adjustable(t, corners(300, 200), nil, func(v *kit.Viewer, press func(...fyne.KeyName)) {
		v.Resize(fyne.NewSize(600, 400))
		v.Outline = &[4][2]float64{{0, 0}, {1, 0}, {1, 1}, {0, 1}}
		v.Stamp = "65d02ee4 · 2026-11-23 14:02 · K7TM"
		count := func() (n int, on bool) {
			field := outline(v)
			for _, o := range test.WidgetRenderer(v).Objects() {
				if text, ok := o.(*canvas.Text); ok {
					n++
					y := text.Position().Y + text.Size().Height/2
					on = on || len(field) == 4 && y > field[0][0].Y && y < field[2][0].Y && text.Position().X < field[1][0].X
				}
			}
			return n, on
		}
		v.Refresh()
		all, _ := count()
		v.Field = &model.Place{X0: 0, Y0: 0.1, X1: 1, Y1: 0.25}
		for range 2 {
			v.Refresh()
			if n, on := count(); n == 0 || n >= all || on {
				t.Errorf("%d of %d lines, one of them on the field: %v", n, all, on)
			}
			press(fyne.KeyE, fyne.KeyE)
		}
	})
}
