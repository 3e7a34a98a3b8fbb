package bind

import (
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// ctrlV pastes as the window does: the focused field gets it, or else the
// screen.
func (r *rig) ctrlV() {
	canvas := r.b.Window.Canvas()
	var to kit.Paster = r.Screen
	canvas.AddShortcut(&fyne.ShortcutPaste{}, func(fyne.Shortcut) { to.Paste() })
	paste := &fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()}
	if focused, ok := canvas.Focused().(fyne.Shortcutable); ok {
		focused.TypedShortcut(paste)
	} else {
		canvas.(fyne.Shortcutable).TypedShortcut(paste)
	}
	r.loop.Settle()
}

// TestPaste: the picture goes to the side that is shown, and is checked as any
// other; the program is told the text that stands there.
func TestPaste(t *testing.T) {
	cases := map[string]struct {
		page string
		do   func(r *rig)
	}{
		"button": {model.PageFront, func(r *rig) { r.tap(r.b.T("bind.photo.paste")) }},
		"button, largest text": {model.PageFront, func(r *rig) {
			r.b.Scale = kit.ScaleDouble
			r.render()
			if n := len(kittest.Buttons(r.root, r.b.T("bind.photo.paste"))); n != 1 {
				r.t.Errorf("%d buttons to paste", n)
			}
			r.tap(r.b.T("bind.photo.paste"))
		}},
		"keys":            {model.PageFront, (*rig).ctrlV},
		"keys, back":      {model.PageBack, (*rig).ctrlV},
		"keys, on button": {model.PageFront, func(r *rig) { r.b.Window.Canvas().Focus(kittest.Button(r.root, r.b.T("bind.photo.choose"))); r.ctrlV() }},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				photographed(r, c.page)
				r.clip.picture, r.clip.text = "good", "file:///one.jpg"
				c.do(r)
				r.pass(time.Second)
				r.says(r.b.T("bind.photo.good"))
				side := model.Side(c.page)
				if got := string(r.photo(side).JPEG); got != "good" || !r.photo(other(side)).Empty() {
					t.Errorf("the draft has %q", got)
				}
				if !slices.Equal(r.clip.asked, []string{"file:///one.jpg"}) {
					t.Errorf("asked with %q", r.clip.asked)
				}
			})
		})
	}
}

// TestPasteFails: the sentence says what to do, and the former picture stays.
func TestPasteFails(t *testing.T) {
	cases := map[string]struct{ picture, says string }{
		"no picture":    {"", "error.no-picture"},
		"not a picture": {"letter.txt", "error.not-a-picture"},
	}
	for name, c := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				photographed(r, model.PageFront)
				r.clip.picture = c.picture
				r.tap(r.b.T("bind.photo.paste"))
				r.says(r.b.T(c.says))
				r.choose("good", r.b.T("bind.photo.choose"))
				r.lacks(r.b.T(c.says))
				r.tap(r.b.T("bind.photo.paste"))
				r.says(r.b.T(c.says))
				if string(r.draft.Front.JPEG) != "good" {
					t.Error("the former picture is gone")
				}
			})
		})
	}
}

// TestPasteElsewhere: only the page of a photograph that may be changed takes
// one.
func TestPasteElsewhere(t *testing.T) {
	cases := map[string]func(r *rig){
		"name": func(r *rig) {
			photographed(r, model.PageFront)
			r.goTo(model.PageName)
			r.b.Window.Canvas().Unfocus()
		},
		"in a field": func(r *rig) {
			photographed(r, model.PageFront)
			r.goTo(model.PageName)
			r.b.Window.Canvas().Focus(r.focus[model.FieldName])
		},
		"check": func(r *rig) {
			d := filled()
			r.kept = &d
			r.show()
		},
		"sending": func(r *rig) {
			d := filled()
			r.kept = &d
			r.show()
			r.draft.Page, r.sending = model.PageFront, true
		},
		"receipt": func(r *rig) {
			d := filled()
			r.kept = &d
			r.show()
			r.tap(r.b.T("bind.check.submit"))
			r.draft.Page = model.PageFront
		},
		"a side that was not returned": func(r *rig) {
			d := filled().Fix(firstID, []model.Reason{{Code: "back-blur", Field: "back"}})
			r.kept = &d
			r.show()
			r.draft.Page = model.PageFront
		},
		"another screen": func(r *rig) {
			photographed(r, model.PageFront)
			r.Leave()
		},
	}
	for name, lead := range cases {
		t.Run(name, func(t *testing.T) {
			inside(t, "zh", func(r *rig) {
				r.clip.picture = "good"
				lead(r)
				front, back := string(r.draft.Front.JPEG), string(r.draft.Back.JPEG)
				r.ctrlV()
				r.pass(time.Second)
				if string(r.draft.Front.JPEG) != front || string(r.draft.Back.JPEG) != back || len(r.clip.asked) > 0 {
					t.Errorf("it was taken: %q", r.clip.asked)
				}
			})
		})
	}
}
