package screens

import (
	"testing"
	"time"

	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// TestCover: while another window is in front nothing of a page about persons is
// seen, however it is drawn anew; then it is as it was, with what was typed and
// where the keyboard was. Nothing can be pressed before it is seen.
func TestCover(t *testing.T) {
	r := start(t, t.TempDir(), "zh")
	r.shell.Go("desk")
	r.hear(r.bench.T("desk.claim.title"))
	r.fields()[0].SetText("four words of a passphrase")
	title := r.bench.T("desk.claim.title")

	r.shell.Cover(true)
	for range 2 {
		if !r.says(r.bench.T("shell.covered")) || r.says(title) || len(kittest.Find[input](r.content())) > 0 || kittest.Button(r.content(), r.bench.T("nav.me")) != nil {
			t.Fatalf("the window says %q", kittest.Texts(r.content()))
		}
		r.shell.Speak("en") // anything that draws the window anew
	}
	r.shell.Speak("zh")
	r.shell.Cover(false)
	if r.says(title) {
		t.Error("the page is there before anybody has seen it")
	}
	r.shell.Cover(true) // away again before it was taken off
	time.Sleep(uncovering + 200*time.Millisecond)
	r.settle()
	if r.says(title) {
		t.Error("the page is seen although another window is in front")
	}
	r.shell.Cover(false)
	r.hear(title)
	if got := r.fields()[0].(*kit.Entry).Text; got != "four words of a passphrase" {
		t.Errorf("the field says %q", got)
	}
}

// TestCoverKeeps: the page below is the same one, with the keyboard where it was.
func TestCoverKeeps(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	r.shell.Go("desk")
	r.hear(r.bench.T("desk.claim.title"))
	field := r.fields()[1]
	r.bench.Window.Canvas().Focus(field)
	r.shell.Cover(true)
	r.shell.Cover(false)
	r.hear(r.bench.T("desk.claim.title"))
	if r.fields()[1] != field || r.bench.Window.Canvas().Focused() != field {
		t.Error("it is another page, or the keyboard is elsewhere")
	}
	r.shell.Cover(true)
	if at := r.bench.Window.Canvas().Focused(); at != nil {
		t.Errorf("keys go to %T under the cover", at)
	}
	r.bench.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: fyne.KeyF1})
	r.shell.Speak("zh")
	r.shell.Cover(false)
	r.hear(r.bench.T("desk.claim.title")) // F1 went nowhere
	if at := r.bench.Window.Canvas().Focused(); at == nil || at != r.fields()[1] || at == field {
		t.Errorf("the keyboard is at %v of the page drawn anew", at)
	}
}

// TestCoverNot: what is about nobody stays in sight.
func TestCoverNot(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	for place, key := range map[string]string{"guide": "guide.title", "questions": "questions.title", "topics": "topics.how"} {
		r.shell.Go(place)
		r.hear(r.bench.T(key))
		r.shell.Cover(true)
		if r.says(r.bench.T("shell.covered")) || !r.says(r.bench.T(key)) {
			t.Errorf("%s is covered", place)
		}
	}
	r.shell.Go("me")
	if !r.says(r.bench.T("shell.covered")) {
		t.Error("Me is not covered")
	}
}
