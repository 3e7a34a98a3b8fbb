package desk

import (
	"context"
	"image"
	"image/color"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"fyne.io/fyne/v2/theme"
	"github.com/google/uuid"
)

// straightened opens a case both sides of which were read: a photograph is 40×30
// pixels, a card alone 160×101.
func (r *rig) straightened() (asked *[]model.Place) {
	r.Helper()
	var mu sync.Mutex // both sides are straightened at once
	asked = &[]model.Place{}
	r.cases.open = func(_ context.Context, id uuid.UUID) (model.Case, error) {
		s := readCase()
		s.Back.Report.Quad = s.Front.Report.Quad
		from := s.Back.Reading[model.ReadFrom]
		from.Place = &model.Place{X0: 0.4, Y0: 0.85, X1: 0.8, Y1: 0.9}
		s.Back.Reading[model.ReadFrom] = from
		i := slices.IndexFunc(r.heads, func(h model.Head) bool { return h.Case == id })
		return model.Case{Head: r.heads[i], Submission: s}, nil
	}
	r.s.p.Strip = func(_ context.Context, _ model.Photo, at model.Place, _ int) (image.Image, error) {
		mu.Lock()
		defer mu.Unlock()
		*asked = append(*asked, at)
		return image.NewRGBA(image.Rect(0, 0, 160, 101)), nil
	}
	r.openFirst()
	return asked
}

var photo, card = image.Pt(40, 30), image.Pt(160, 101)

// large is the only picture on the page, and what it is drawn with.
func (r *rig) large() (v *kit.Viewer, of image.Point, lines, stamps int) {
	r.Helper()
	r.content()
	all := kittest.Find[*kit.Viewer](r.content())
	if len(all) != 1 {
		r.Fatalf("%d pictures", len(all))
	}
	for _, o := range test.WidgetRenderer(all[0]).Objects() {
		switch o := o.(type) {
		case *canvas.Image:
			of = o.Image.Bounds().Size()
		case *canvas.Line:
			if !o.Hidden && o.StrokeWidth == 3 {
				lines++
			}
		case *canvas.Text:
			stamps++
		}
	}
	return all[0], of, lines, stamps
}

// inks are all points of a picture.
func inks(img image.Image) (all []color.Color) {
	b := img.Bounds()
	for i := range b.Dx() * b.Dy() {
		all = append(all, img.At(b.Min.X+i%b.Dx(), b.Min.Y+i/b.Dx()))
	}
	return all
}

// TestPictureKeys: with a side large, its keys and its buttons turn and light it,
// and change between photograph and card; the evidence stays what it is.
func TestPictureKeys(t *testing.T) {
	turned := image.Pt(30, 40)
	onDesk(t, "en", 1, func(r *rig) {
		r.straightened()
		before := inks(r.s.open.photos[model.Front])
		for _, key := range []fyne.KeyName{fyne.KeyE, fyne.KeyW, fyne.KeyC, fyne.KeyPlus} {
			if r.s.Key(key) {
				t.Errorf("%s does something to two pictures at once", key)
			}
		}
		r.press(fyne.KeySpace)
		for _, way := range []func(key fyne.KeyName, text string){
			func(key fyne.KeyName, _ string) { r.press(key) },
			func(_ fyne.KeyName, text string) { r.tap(text) },
		} {
			sees := func(what string, want image.Point) {
				if _, got, _, _ := r.large(); got != want {
					t.Errorf("%s: %v is seen, want %v", what, got, want)
				}
			}
			sees("at first", photo)
			way(fyne.KeyE, "desk.turn")
			sees("turned", turned)
			way(fyne.KeyW, "desk.brighter")
			way(fyne.KeyS, "desk.darker")
			way(fyne.KeyC, "desk.contrast")
			sees("lit", turned)
			way(fyne.Key0, "desk.plain")
			sees("as it is", photo)
			way(fyne.KeyX, "desk.straight")
			sees("straightened", card)
			way(fyne.KeyX, "desk.photo")
			sees("the photograph again", photo)
		}
		r.press(fyne.KeyQ)
		r.speak("zh")
		if _, got, _, _ := r.large(); got != turned {
			t.Errorf("drawn anew it is %v", got)
		}
		r.hand(r.b.T("side.front"))
		r.press(fyne.KeyE)
		if _, got, _, _ := r.large(); got != photo {
			t.Errorf("with the keyboard on it, it is %v", got)
		}
		if !slices.Equal(before, inks(r.s.open.photos[model.Front])) {
			t.Error("the photograph itself was changed")
		}
	})
}

// TestNoCard: where no card was found there is nothing to straighten, and the
// photograph stays.
func TestNoCard(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.openFirst()
		r.press(fyne.KeySpace)
		r.press(fyne.KeyX)
		r.press(fyne.Key1)
		if _, of, _, _ := r.large(); of != photo {
			t.Errorf("%v is seen", of)
		}
		r.hasNot("desk.straight", "desk.photo")
	})
}

// TestPoint: a line of the table is shown where it was read, by key, mouse and
// keyboard, and again both sides.
func TestPoint(t *testing.T) {
	for name, c := range map[string]struct {
		act   func(r *rig)
		where string
	}{
		"by its number":  {func(r *rig) { r.press(fyne.Key2) }, "side.front"},
		"the other side": {func(r *rig) { r.press(fyne.Key4) }, "side.back"},
		"with the mouse": {func(r *rig) { test.Tap(kittest.Find[*kit.Press](r.content())[1]); r.loop.Settle() }, "side.front"},
		"with Enter": {func(r *rig) {
			r.hand(r.b.T("desk.point", "field", r.b.T("field.number")))
			r.press(fyne.KeyReturn)
		}, "side.front"},
	} {
		t.Run(name, func(t *testing.T) {
			onDesk(t, "en", 1, func(r *rig) {
				asked := r.straightened()
				c.act(r)
				v, of, lines, _ := r.large()
				if want := r.b.T("desk.card", "side", r.b.T(c.where)); v.Label != want {
					t.Errorf("%q is large, want %q", v.Label, want)
				}
				if lines != 4 || of.X >= card.X {
					t.Errorf("%d lines on %v of the card", lines, of)
				}
				if focused := r.b.Window.Canvas().Focused(); focused != nil && focused != fyne.Focusable(v) {
					t.Errorf("the keyboard is at %T, which would be scrolled to", focused)
				}
				for _, at := range *asked {
					if at != (model.Place{X1: 1, Y1: 1}) {
						t.Errorf("%v was cut out of the photograph", at)
					}
				}
				r.press(fyne.KeyX)
				if v, _, lines, _ := r.large(); v.Label != r.b.T(c.where) || lines != 4 { // around the card
					t.Errorf("%q with %d lines", v.Label, lines)
				}
				r.press(fyne.KeyX)
				r.press(map[string]fyne.KeyName{"side.front": fyne.Key2, "side.back": fyne.Key4}[c.where])
				if n := len(pictures(r)); n < 2 {
					t.Errorf("%d pictures after the same line again", n)
				}
			})
		})
	}
	onDesk(t, "en", 1, func(r *rig) {
		r.straightened()
		r.press(fyne.Key3) // the birth date has no place here
		if r.s.open.large != "" {
			t.Error("something is pointed at")
		}
	})
}

// TestStamped: every view of a photograph says who looks at which case, and
// since when, and nothing that opens it.
func TestStamped(t *testing.T) {
	onDesk(t, "en", 1, func(r *rig) {
		r.straightened()
		views := map[string]func(){
			"both":  func() {},
			"large": func() { r.press(fyne.KeySpace) },
			"card":  func() { r.press(fyne.KeyX) },
			"pin": func() {
				r.press(fyne.KeyR)
				kittest.Tick(r, r.content(), r.b.T("reason.front-glare"))
			},
		}
		for _, name := range []string{"both", "large", "card", "pin"} {
			views[name]()
			found := kittest.Find[*kit.Viewer](r.content())
			if len(found) == 0 {
				t.Fatalf("%s: no picture", name)
			}
			for _, v := range found {
				if want := "65d02ee4 · 2026-11-23 14:02 · T000"; v.Stamp != want {
					t.Errorf("%s: %q, want %q", name, v.Stamp, want)
				}
				if strings.Contains(v.Stamp, r.s.open.Submission.Reference[5:]) {
					t.Errorf("%s: the whole reference", name)
				}
			}
		}
		if _, _, _, stamps := r.large(); stamps == 0 {
			t.Error("nothing of it is drawn")
		}
	})
}

// TestDifferencesMarked: what differs is underlined in both columns, and nothing
// where both are the same or nobody could read it.
func TestDifferencesMarked(t *testing.T) {
	onDesk(t, "zh", 1, func(r *rig) {
		r.straightened()
		var marked []string
		red := theme.Color(theme.ColorNameError)
		for _, text := range kittest.Find[*kit.Text](r.content()) {
			var last string
			for _, o := range test.WidgetRenderer(text).Objects() {
				switch o := o.(type) {
				case *canvas.Text:
					if last = ""; color.Color(o.Color) == red {
						last = o.Text
					}
				case *canvas.Rectangle:
					marked = append(marked, last)
				}
			}
		}
		if want := []string{"女", "男"}; !slices.Equal(marked, want) {
			t.Errorf("%q, want %q", marked, want)
		}
	})
}

// TestCardsAreLetGo: the straightened cards go with their case, and come back
// with it.
func TestCardsAreLetGo(t *testing.T) {
	onDesk(t, "zh", 2, func(r *rig) {
		r.straightened()
		o := r.s.open
		if len(o.cards) != 2 || len(o.strips) != 2 {
			t.Fatalf("%d cards, %d strips", len(o.cards), len(o.strips))
		}
		r.press(fyne.KeySpace)
		r.press(fyne.KeyE)
		r.press(fyne.KeyA)
		if len(o.cards) != 0 || len(o.strips) != 0 {
			t.Errorf("%d cards, %d strips are held after the decision", len(o.cards), len(o.strips))
		}
		r.sleep(time.Second)
		r.press(fyne.KeyZ)
		r.sleep(drawFirst)
		if r.s.open != o || len(o.cards) != 2 || len(o.strips) != 2 {
			t.Errorf("%d cards, %d strips after the undo", len(o.cards), len(o.strips))
		}
		if _, got, _, _ := r.large(); got != image.Pt(30, 40) {
			t.Errorf("after the undo it is %v", got)
		}
	})
}
