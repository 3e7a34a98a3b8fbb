package bind

import (
	"image"
	"math"
	"testing"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
)

// viewer is the large picture on the page, and what it is drawn with: the
// picture, and a frame for each place.
func (r *rig) viewer() (v *kit.Viewer, picture *canvas.Image, frames []*canvas.Rectangle) {
	r.t.Helper()
	found := kittest.Find[*kit.Viewer](r.root)
	if len(found) != 1 {
		r.t.Fatalf("%d large pictures on %q", len(found), r.page)
	}
	for _, o := range test.WidgetRenderer(found[0]).Objects() {
		switch o := o.(type) {
		case *canvas.Image:
			picture = o
		case *canvas.Rectangle:
			frames = append(frames, o)
		}
	}
	return found[0], picture, frames[1 : len(frames)-1] // the sheet below is the first, the ring the last
}

// seen is the size of the part of the picture that is drawn, in pixels.
func (r *rig) seen() image.Point {
	r.t.Helper()
	_, picture, _ := r.viewer()
	return picture.Image.Bounds().Size()
}

// TestLookingCloserStays: what is seen of a picture stays while the page is
// drawn anew; another picture is seen whole.
func TestLookingCloserStays(t *testing.T) {
	whole, closer := image.Pt(160, 100), image.Pt(107, 67)
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		if kittest.Button(r.root, r.b.T("photo.larger")) != nil {
			t.Error("there is nothing to look at")
		}
		r.choose("good", r.b.T("bind.photo.choose"))
		r.lacks(r.b.T("photo.smaller"))
		if got := r.seen(); got != whole {
			r.t.Fatalf("%v is seen at first", got)
		}
		r.tap(r.b.T("photo.larger"))
		r.render()
		if got := r.seen(); got != closer {
			t.Errorf("%v is seen after a redraw, want %v", got, closer)
		}
		r.speak("en")
		if got := r.seen(); got != closer {
			t.Errorf("%v is seen in English", got)
		}
		r.tap(r.b.T("photo.smaller"))
		if got := r.seen(); got != whole || kittest.Button(r.root, r.b.T("photo.smaller")) != nil {
			t.Errorf("%v is seen after going back", got)
		}
		r.tap(r.b.T("photo.larger"))
		r.choose("good2", r.b.T("bind.photo.other"))
		if got := r.seen(); got != whole {
			t.Errorf("%v is seen of a new photograph", got)
		}
		r.tap(r.b.T("photo.larger"))
		r.tap(r.b.T("bind.photo.right"))
		r.pass(fakeChecks)
		if got := r.seen(); got != image.Pt(100, 160) {
			t.Errorf("%v is seen after a turn", got)
		}
	})
}

// TestEachSideHasItsOwnView: looking closer at one side leaves the other whole.
func TestEachSideHasItsOwnView(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.Drop([]string{"good", "good2"})
		r.pass(fakeChecks)
		r.tap(r.b.T("photo.larger"))
		r.goTo(model.PageBack)
		if got := r.seen(); got != image.Pt(160, 100) {
			t.Errorf("%v is seen of the other side", got)
		}
		r.goTo(model.PageFront)
		if got := r.seen(); got == image.Pt(160, 100) {
			t.Error("the view of the first side is lost")
		}
	})
}

// framed is where a place lies in a viewer of this size that shows a part of a
// picture of 160×100.
func framed(size fyne.Size, part, place model.Place) (at, far fyne.Position) {
	scale := math.Min(float64(size.Width)/160, float64(size.Height)/100)
	w, h := 160*scale, 100*scale
	x := func(p float64) float32 { return (size.Width-float32(w))/2 + float32(w*(p-part.X0)/(part.X1-part.X0)) }
	y := func(p float64) float32 { return (size.Height-float32(h))/2 + float32(h*(p-part.Y0)/(part.Y1-part.Y0)) }
	return fyne.NewPos(x(place.X0), y(place.Y0)), fyne.NewPos(x(place.X1), y(place.Y1))
}

func near(a, b fyne.Position) bool {
	return math.Abs(float64(a.X-b.X)) < 1 && math.Abs(float64(a.Y-b.Y)) < 1
}

// TestFramesLieOnTheirPlaces: the fault is framed where it is, also when one
// looks closer.
func TestFramesLieOnTheirPlaces(t *testing.T) {
	blur := model.Place{X0: 0.2, Y0: 0.5, X1: 0.6, Y1: 0.7} // see fakePicture
	inside(t, "zh", func(r *rig) {
		photographed(r, model.PageFront)
		r.choose("bad", r.b.T("bind.photo.choose"))
		for _, part := range []model.Place{{X1: 1, Y1: 1}, {X0: 1. / 6, Y0: 1. / 6, X1: 5. / 6, Y1: 5. / 6}} {
			v, _, frames := r.viewer()
			if len(frames) != 1 || frames[0].Hidden {
				r.t.Fatalf("%d frames", len(frames))
			}
			at, far := framed(v.Size(), part, blur)
			got := frames[0].Position()
			if end := got.Add(frames[0].Size()); !near(got, at) || !near(end, far) {
				t.Errorf("framed %v to %v of %v, want %v to %v", got, end, v.Size(), at, far)
			}
			r.tap(r.b.T("photo.larger"))
		}
	})
}

// TestFrameOutOfSight: a frame is gone when its place is not seen.
func TestFrameOutOfSight(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		returned(r)
		r.Enter("fix:" + caseID.String())
		r.show()
		for n, hidden := range []bool{false, false, false, true} {
			if n > 0 {
				r.tap(r.b.T("photo.larger"))
			}
			if _, _, frames := r.viewer(); len(frames) != 1 || frames[0].Hidden != hidden {
				t.Errorf("after %d steps: %d frames, want one, hidden: %v", n, len(frames), hidden)
			}
		}
	})
}
