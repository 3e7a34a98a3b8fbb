package screens

import (
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"
	"truename/screens/kit/pad"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// TestPadForNames: F2 shows the pad of the name, what is typed composes
// there, it survives that the page is drawn anew, and F2 hides it again.
func TestPadForNames(t *testing.T) {
	r := start(t, t.TempDir(), "zh")
	d := model.NewDraft(uuid.Must(uuid.NewV7()), uuid.Must(uuid.NewV7()), "K7TM-4M2Q-9XWD-3H8A")
	d.Consent = model.Consent{Version: "1", Language: "zh", At: time.Now()}
	d.PhotoConsent, d.Page = d.Consent, model.PageName
	if err := r.store.SaveDraft(t.Context(), d); err != nil {
		t.Fatal(err)
	}
	r.shell.Go("bind/" + model.PageName)
	r.hear(r.bench.T("bind.name.title"))
	name := func() *kit.Entry {
		for _, e := range kittest.Find[*kit.Entry](r.content()) {
			if e.Keys == kit.PadName {
				return e
			}
		}
		t.Fatal("no field for the name")
		return nil
	}
	name().SetText("")
	r.bench.Window.Canvas().Focus(name())
	r.key(fyne.KeyF2)
	if len(kittest.Find[*pad.Pad](r.content())) != 1 || !name().Held() {
		t.Fatal("F2 shows no pad")
	}
	for _, letter := range "ouyang" {
		name().TypedRune(letter)
	}
	r.shell.present().Enter("") // as what is read in the background would
	kit.Swap(r.bench.Window, r.shell.holder, r.shell.present().Content())
	r.settle()
	name().TypedRune(' ')
	if got := name().Text; got != "欧阳" {
		t.Errorf("composed %q", got)
	}
	r.key(fyne.KeyF2)
	if len(kittest.Find[*pad.Pad](r.content())) != 0 || name().Held() {
		t.Error("F2 does not hide it")
	}
	name().TypedRune('x')
	if got := name().Text; got != "欧阳x" {
		t.Errorf("typed %q", got)
	}
	r.bench.Window.Canvas().Unfocus()
	r.shell.Go("questions")
	r.key(fyne.KeyF2)
	if len(kittest.Find[*pad.Pad](r.content())) != 0 {
		t.Error("there is a pad where no name is asked for")
	}
}
