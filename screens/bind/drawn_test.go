package bind

import (
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
)

// drawn are the states with a picture in testdata, and their language.
var drawn = map[string]struct{ state, lang string }{
	"start":   {"start", "zh"},
	"consent": {"consent, nothing ticked", "en"},
	"front":   {"front", "zh"},
	"fault":   {"front, fault and pressed", "zh"},
	"name":    {"name", "zh"},
	"number":  {"number, offers", "en"},
	"check":   {"check", "zh"},
	"receipt": {"receipt", "zh"},
	"glare":   {"front, glare", "zh"},
	"read":    {"number, read", "zh"},
	"differs": {"check, differs", "en"},
	"camera":  {"front, camera", "zh"},
	"medium":  {"kiosk, medium", "en"},
	"taken":   {"kiosk, receipt", "zh"},
}

func TestDrawn(t *testing.T) {
	for file, c := range drawn {
		t.Run(file, func(t *testing.T) {
			inside(t, c.lang, func(r *rig) {
				r.b.Window.Resize(fyne.NewSize(815, 700)) // beside the rail, in a window of 1024×700
				states[c.state](r)
				test.AssertRendersToMarkup(r.t, file+".xml", r.b.Window.Canvas())
			})
		})
	}
}
