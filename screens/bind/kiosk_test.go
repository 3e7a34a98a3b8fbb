package bind

import (
	"context"
	"fmt"
	"image"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2/test"
)

// shelve puts a stick with n pictures in: the third cannot be shown, the fourth
// is no picture.
func (r *rig) shelve(n int) {
	r.p.Medium = func(context.Context) (model.Shelf, error) {
		time.Sleep(100 * time.Millisecond)
		var s model.Shelf
		for i := range n {
			s.Pictures = append(s.Pictures, model.Shelved{Path: fmt.Sprintf("dir/p%02d.jpg", i), Name: fmt.Sprintf("p%02d.jpg", i)})
		}
		s.More = n > 30
		return s, nil
	}
	r.p.MediumThumb = func(_ context.Context, path string, long int) (image.Image, error) {
		time.Sleep(50 * time.Millisecond)
		if path == "dir/p02.jpg" {
			return nil, model.ErrUnreadable
		}
		return image.NewGray(image.Rect(0, 0, long, long/2)), nil
	}
	r.p.MediumOpen = func(ctx context.Context, path string) (Picture, error) {
		if path == "dir/p03.jpg" {
			return nil, model.ErrNotAPicture
		}
		return fakePicture{path: "card"}, nil
	}
}

// shelfed leads to the medium at a kiosk.
func shelfed(r *rig, n int) {
	r.atKiosk()
	r.gear(&fakeCamera{})
	r.shelve(n)
	photographed(r, model.PageFront)
	r.tap(r.b.T("bind.medium"))
}

// press presses the picture with a name.
func (r *rig) press(name string) {
	r.t.Helper()
	for _, p := range kittest.Find[*kit.Press](r.root) {
		if p.Label == name {
			test.Tap(p)
			r.loop.Settle()
			return
		}
	}
	r.t.Fatalf("no picture %s: %q", name, kittest.Texts(r.root))
}

func TestMediumByPages(t *testing.T) {
	inside(t, "en", func(r *rig) {
		shelfed(r, 31)
		r.says("Looking at the USB stick")
		r.pass(2 * time.Second)
		if n := len(kittest.Find[*kit.Press](r.root)); n != onShelf {
			t.Fatalf("%d pictures at once", n)
		}
		r.says("1 to 12 of 31")
		r.says("more on it than can be shown")
		if n := len(r.shelf.thumbs); n != onShelf {
			t.Errorf("%d pictures were made", n)
		}
		if b := kittest.Button(r.root, "Newer"); b == nil || !b.Disabled() {
			t.Error("before the first there is nothing")
		}
		r.tap("Older")
		r.tap("Older")
		r.pass(2 * time.Second)
		r.says("25 to 31 of 31")
		if b := kittest.Button(r.root, "Older"); b == nil || !b.Disabled() {
			t.Error("after the last there is nothing")
		}
		if n := len(r.shelf.thumbs); n != 7 {
			t.Errorf("%d pictures are kept, of a page of 7", n)
		}
		for _, p := range kittest.Find[*kit.Press](r.root) {
			if s := p.Size(); s.Width < 60 || s.Height < 60 {
				t.Errorf("%s: %v is too small for a finger", p.Label, s)
			}
		}
		r.press("p26.jpg")
		r.pass(2 * time.Second)
		if string(r.draft.Front.JPEG) != "card" || r.shelf != nil {
			t.Errorf("the draft has %q", r.draft.Front.JPEG)
		}
	})
}

func TestMediumFails(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		shelfed(r, 5)
		r.pass(time.Second)
		r.press("p03.jpg")
		r.pass(time.Second)
		r.says("换一张")
		r.lacks("这台电脑")
		r.tap("用U盘里的照片")
		r.pass(time.Second)
		r.esc()
		r.on(model.PageFront)
		if r.shelf != nil || kittest.Button(r.root, "拍照片") == nil {
			t.Error("Back does not lead to the page")
		}
		r.shelve(0)
		r.tap("用U盘里的照片")
		r.pass(time.Second)
		r.says("没有找到照片")
	})
}

// TestKioskHasNoFiles: no dialog, nothing dropped, nothing pasted.
func TestKioskHasNoFiles(t *testing.T) {
	inside(t, "en", func(r *rig) {
		r.atKiosk()
		r.gear(&fakeCamera{})
		photographed(r, model.PageFront)
		for _, text := range []string{"Choose a photo", "Paste a photo", "From a USB stick", "Camera"} {
			if kittest.Button(r.root, text) != nil {
				t.Errorf("%q is offered", text)
			}
		}
		r.clip.picture = "good"
		r.Drop([]string{"good"})
		r.Paste()
		r.pass(2 * time.Second)
		if !r.draft.Front.Empty() || len(r.clip.asked) > 0 {
			t.Error("a file of nobody here was taken")
		}
		if loud := kittest.Loud(r.root); len(loud) != 1 || loud[0] != "Take a photo" {
			t.Errorf("%q ask to be pressed", loud)
		}
	})
}

// TestKioskReceipt: nothing to save, and the card is asked for.
func TestKioskReceipt(t *testing.T) {
	for _, printers := range [][]string{nil, {"slips"}} {
		inside(t, "en", func(r *rig) {
			done := r.atKiosk()
			r.paper.printers = printers
			received(r)
			r.says(reference)
			for text, want := range map[string]bool{"Save as PDF": false, "Bind another card": false, "See status": false, "Print": printers != nil} {
				if has := kittest.Button(r.root, text) != nil; has != want {
					t.Errorf("%q is offered: %v", text, has)
				}
			}
			want := "Take your card."
			if printers != nil {
				want = "Take your card and your slip."
			}
			r.says(want)
			if code := codes(r); len(code) != 1 || code[0].Size().Width < 230 {
				t.Errorf("codes %v", code)
			}
			if *done > 0 {
				t.Fatal("over before it was confirmed")
			}
			r.tap("I have taken my card")
			if *done != 1 {
				t.Errorf("ended %d times", *done)
			}
		})
	}
}

// untrue are claims that do not hold where nothing is kept.
var untrue = map[string][]string{
	"en": {"stays", "is kept", "saved", "this computer", "come back", "drop the photo", "Paste"},
	"zh": {"会留着", "本机", "这台电脑", "保存着", "拖到", "粘贴", "存成"},
}

// TestKioskClaimsNothingUntrue goes through all states of the screen.
func TestKioskClaimsNothingUntrue(t *testing.T) {
	skip := []string{"fix", "clash", "differs", "read", "fault", "wrong side", "checking", "glare", "astray", "front, camera"} // need files, or what a kiosk has not
	allowed := []string{"Nothing stays", "nothing is kept", "keyring", "钥匙串"}                                                  // the last two are for the operator
	for name, lead := range states {
		if hasAny(name, skip) {
			continue
		}
		for lang, claims := range untrue {
			t.Run(name+"/"+lang, func(t *testing.T) {
				inside(t, lang, func(r *rig) {
					r.atKiosk()
					r.gear(&fakeCamera{})
					r.p.Limit = 60 * time.Second
					lead(r)
					for _, text := range kittest.Texts(r.root) {
						for _, claim := range claims {
							if strings.Contains(text, claim) && !hasAny(text, allowed) {
								t.Errorf("%q says %q", claim, text)
							}
						}
					}
				})
			})
		}
	}
}

func hasAny(s string, parts []string) bool {
	for _, p := range parts {
		if strings.Contains(s, p) {
			return true
		}
	}
	return false
}

// TestKioskStart says the limit before it runs.
func TestKioskStart(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		r.atKiosk()
		r.p.Limit = 90 * time.Second
		r.show()
		r.says("90秒没有触摸")
	})
}

// TestPads: which pad each field wants.
func TestPads(t *testing.T) {
	inside(t, "zh", func(r *rig) {
		d := filled()
		child(&d)
		d.Page = model.PageName
		r.kept = &d
		r.show()
		for page, pads := range map[string]map[string]kit.PadKind{
			model.PageName:     {model.FieldName: kit.PadName, model.FieldPhone: kit.PadDigits},
			model.PageNumber:   {model.FieldNumber: kit.PadNumber},
			model.PageGuardian: {model.FieldGuardian: kit.PadName},
			model.PageTerm:     {model.FieldFrom: kit.PadDigits, model.FieldUntil: kit.PadDigits},
		} {
			r.goTo(page)
			r.loop.Settle()
			for field, want := range pads {
				if got := r.focus[field].(kit.Typist).Pad(); got != want {
					t.Errorf("%s: %q, want %q", field, got, want)
				}
			}
		}
	})
}
