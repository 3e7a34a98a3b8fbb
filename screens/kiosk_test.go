package screens

import (
	"context"
	"errors"
	"image"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"truename/assets"
	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// fakeSession is a session over functions and one draft.
type fakeSession struct {
	draft    *model.Draft
	accepts  error
	progress func(reference string) (model.Progress, error)
	correct  []uuid.UUID
}

func (f *fakeSession) Draft(context.Context) (model.Draft, bool, error) {
	if f.draft == nil {
		return model.Draft{}, false, nil
	}
	return *f.draft, true, nil
}
func (f *fakeSession) SaveDraft(_ context.Context, d model.Draft) error { f.draft = &d; return nil }
func (f *fakeSession) DropDraft(context.Context) error                  { f.draft = nil; return nil }
func (f *fakeSession) Mine(context.Context) ([]model.Mine, error)       { return nil, nil }
func (f *fakeSession) Own(context.Context, uuid.UUID) (model.Draft, error) {
	return model.Draft{}, model.ErrNotFound
}
func (f *fakeSession) Progress(_ context.Context, reference string) (model.Progress, error) {
	if f.progress == nil {
		return model.Progress{}, model.ErrNotFound
	}
	return f.progress(reference)
}
func (f *fakeSession) Expect(context.Context, time.Time) (from, until idcard.Date, err error) {
	return from, until, nil
}
func (f *fakeSession) Withdraw(context.Context, string) (model.Head, error) {
	return model.Head{}, model.ErrNotFound
}
func (f *fakeSession) Reasons(context.Context, uuid.UUID) ([]model.Reason, string, error) {
	return []model.Reason{{Code: "front-blur", Field: model.FieldFront}}, "by daylight", nil
}
func (f *fakeSession) Accepts(context.Context) error { return f.accepts }
func (f *fakeSession) Correct(id uuid.UUID) error {
	d := model.NewDraft(uuid.Must(uuid.NewV7()), id, "K7TM-4M2Q-9XWD-3H8A")
	d.Revision, f.draft = 2, &d
	f.correct = append(f.correct, id)
	return nil
}

// A terminalRig is a kiosk in a test.
type terminalRig struct {
	*Terminal
	t       *testing.T
	loop    *kittest.Loop
	session *fakeSession
	done    int
	spoken  []string
	asked   string // the page, or the id, that questions were asked for last
}

// terminal builds a kiosk; call it inside of synctest.Test.
func terminal(t *testing.T, lang string) *terminalRig {
	t.Helper()
	r := &terminalRig{t: t, loop: kittest.NewLoop(), session: &fakeSession{}}
	b := kittest.NewBench(t, lang, r.loop.Post, nil)
	p := Parts{
		Texts: assets.Text, Icon: fyne.NewStaticResource("x.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg" width="1" height="1"/>`)),
		Look: kit.Look{Scale: kit.ScaleCare}, Restyle: func(kit.Look) {},
		NewDraft: func() (model.Draft, error) { return model.NewDraft(uuid.Max, uuid.Max, "K7TM-4M2Q-9XWD-3H8A"), nil },
		Thumb:    func([]byte, int) (image.Image, error) { return nil, errors.New("none") },
		Slip: kit.SlipParts{QR: func(string, int) (image.Image, error) { return nil, errors.New("none") },
			Printers: func(context.Context) ([]string, error) { return nil, nil }},
		Questions: func(_, query, page string) ([]model.Question, error) {
			r.asked = page
			return []model.Question{{ID: "a", Title: "A question", Answer: "Its answer"}}, nil
		},
		Office: func(string) string { return "" },
		Gear: Gear{
			Cameras: func(context.Context) ([]model.Camera, error) { return []model.Camera{{ID: "a", Name: "A"}}, nil },
			Film:    func(context.Context, string) (Film, error) { return nil, model.Fail(model.CodeNoCamera, nil) },
		},
	}
	r.Terminal = NewTerminal(b, p, KioskParts{
		Session: r.session, Idle: time.Minute, Answer: 20 * time.Second, Help: func(string) string { return "Counter 3" },
		Done: func() { r.done++ }, Speak: func(text, _ string) { r.spoken = append(r.spoken, text) },
		Operator: Operator{
			PIN: func(_ context.Context, digits string) error {
				if digits == "274913" {
					return nil
				}
				return model.ErrWrongKey
			},
			State: func(context.Context) (model.KioskState, error) {
				return model.KioskState{Elsewhere: true, Export: true, Outgoing: 3, Free: 5e9, Paper: model.CodePrinter, Printer: true}, nil
			},
			Export: func(context.Context) (int, int, error) { return 3, 0, nil },
			End:    func(context.Context) error { return nil },
		},
	})
	r.Shown()
	r.loop.Settle()
	return r
}

// wait lets time go by as a kiosk sees it.
func (r *terminalRig) wait(d time.Duration) {
	for end := time.Now().Add(d); time.Now().Before(end); {
		time.Sleep(100 * time.Millisecond)
		r.loop.Settle()
	}
}

func (r *terminalRig) tap(key string) {
	r.t.Helper()
	kittest.Tap(r.t, r.root, r.b.T(key))
	r.loop.Settle()
}

func (r *terminalRig) says(key string, pairs ...any) bool {
	return kittest.Says(r.root, r.b.T(key, pairs...))
}

// give types a name into the draft, as the binding pages would.
func (r *terminalRig) give() {
	d, _ := r.p.NewDraft()
	d.Name = "欧阳样本"
	d.Consent = model.Consent{Version: "1", Language: "zh", At: time.Now()}
	d.PhotoConsent = d.Consent
	r.session.draft = &d
}

// TestKioskIdle: after a minute it asks; a touch is an answer, eleven times in a
// row, and without one everything is gone from the window after twenty seconds.
func TestKioskIdle(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		r.wait(3 * time.Minute)
		if r.says("kiosk.idle.title") || r.done > 0 {
			t.Fatal("it asks on the attract page, where nobody is")
		}
		r.tap("kiosk.begin")
		if r.place != "bind" {
			t.Fatalf("at %q", r.place)
		}
		for i := range 11 {
			r.touched()
			r.wait(59 * time.Second)
			if r.says("kiosk.idle.title") {
				t.Fatalf("%d: it asks too early", i)
			}
			r.wait(3 * time.Second)
			if !r.says("kiosk.idle.title") {
				t.Fatalf("%d: it does not ask", i)
			}
			r.wait(15 * time.Second)
			if r.touched(); !r.says("kiosk.idle.title") {
				t.Fatal("a movement takes the question away: the tap behind it would press what is below")
			}
			if i%2 == 0 {
				r.tap("kiosk.idle.here")
			} else {
				kittest.Find[*shield](r.root)[0].Tapped(nil)
			}
			if r.says("kiosk.idle.title") || r.done > 0 || r.place != "bind" {
				t.Fatalf("%d: after the answer %q, %d", i, r.place, r.done)
			}
		}
		r.give()
		r.wait(62 * time.Second)
		if !r.says("kiosk.idle.title") {
			t.Fatal("it does not ask any more")
		}
		r.wait(17 * time.Second)
		if r.done > 0 {
			t.Error("it ends before the countdown does")
		}
		r.wait(4 * time.Second)
		if r.done != 1 || !r.says("kiosk.cleared") || len(kittest.Texts(r.root)) != 1 {
			t.Errorf("done %d; the window still says %q", r.done, kittest.Texts(r.root))
		}
		r.wait(time.Minute)
		if r.done != 1 {
			t.Errorf("it ended %d times", r.done)
		}
	})
}

// TestKioskLeaves: who ends with something given is asked first; back from the
// first page, too.
func TestKioskLeaves(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "en")
		r.tap("kiosk.begin")
		r.give()
		r.Go("me")
		if !r.says("kiosk.end.title") || r.place != "bind" {
			t.Fatal("it does not ask")
		}
		r.tap("kiosk.end.stay")
		if r.says("kiosk.end.title") || r.done > 0 {
			t.Error("staying ends it")
		}
		r.tap("kiosk.end.short")
		r.tap("kiosk.end")
		r.wait(time.Second)
		if r.done != 1 {
			t.Error("the end does not end it")
		}
		if r.Go("status"); !r.says("kiosk.cleared") {
			t.Error("something comes after the end")
		}
	})
}

// TestKioskBack: the attract page comes once in a session: whoever goes back to
// it, from wherever, ends theirs.
func TestKioskBack(t *testing.T) {
	for _, place := range []string{"status", "questions", "bind/start", "operator"} {
		synctest.Test(t, func(t *testing.T) {
			r := terminal(t, "en")
			r.Go(place)
			r.loop.Settle()
			for _, e := range kittest.Find[*kit.Entry](r.root) {
				e.SetText("23456789")
			}
			r.Back()
			r.loop.Settle()
			if r.done != 1 || !r.says("kiosk.cleared") {
				t.Errorf("back from %s: done %d, %q", place, r.done, kittest.Texts(r.root))
			}
		})
	}
}

// TestKioskHowToFix: how to fix something is asked for by its id, and who comes
// back is where they were, in the same session.
func TestKioskHowToFix(t *testing.T) {
	for place, id := range map[string]string{"bind/start": "fix-glare", "status": "reason-front-glare"} {
		synctest.Test(t, func(t *testing.T) {
			r := terminal(t, "zh")
			r.Go(place)
			r.loop.Settle()
			r.Go("questions/" + id)
			r.loop.Settle()
			if r.place != "questions" || r.asked != id || !kittest.Says(r.root, "Its answer") {
				t.Errorf("%s: asked for %q on %s", id, r.asked, r.place)
			}
			r.Back()
			r.loop.Settle()
			if want, _, _ := strings.Cut(place, "/"); r.place != want || r.done != 0 {
				t.Errorf("%s: back on %s, done %d", id, r.place, r.done)
			}
		})
	}
}

// TestKioskSending: nobody ends a submission under way, without whose receipt
// there is no way back to it.
func TestKioskSending(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "en")
		r.tap("kiosk.begin")
		r.sending++
		r.tap("kiosk.end.short")
		r.Finish()
		r.wait(3 * time.Minute)
		if r.done > 0 || r.says("kiosk.end.title") || r.says("kiosk.idle.title") {
			t.Error("it ends, or asks")
		}
		r.sending--
		if r.tap("kiosk.end.short"); r.done != 1 {
			t.Error("it does not end after that")
		}
	})
}

// TestKioskClosed: who could not be accepted does not begin.
func TestKioskClosed(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		r.session.accepts = &model.Error{Code: model.CodeDiskFull}
		r.tap("kiosk.begin")
		if r.place != "" || !kittest.Says(r.root, r.b.T("kiosk.closed")) {
			t.Errorf("at %q: %q", r.place, kittest.Texts(r.root))
		}
		r.session.accepts = nil
		r.tap("kiosk.begin")
		if r.place != "bind" {
			t.Error("it stays closed")
		}
	})
}

// TestKioskPlaces: a kiosk has no desk, no data of an account, no topics, and no
// way out of its window.
func TestKioskPlaces(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		for _, place := range []string{"desk", "topics", "guide", "me/data", "me/services", "https://example.org"} {
			if r.Go(place); r.place != "" {
				t.Errorf("%s leads to %q", place, r.place)
			}
		}
		r.Go("questions")
		if !kittest.Says(r.root, "Counter 3") {
			t.Error("the help does not say where a person helps")
		}
		for _, o := range kittest.Find[*kit.Entry](r.root) {
			o.TypedShortcut(&fyne.ShortcutPaste{Clipboard: fyne.CurrentApp().Clipboard()})
			o.TappedSecondary(&fyne.PointEvent{})
			if o.Text != "" || len(r.b.Window.Canvas().Overlays().List()) > 0 {
				t.Error("a field has a clipboard or a menu")
			}
		}
	})
}

// TestKioskPad: a field that is tapped has its pad, types what is pressed and
// what a keyboard sends, and the pad goes with the page.
func TestKioskPad(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		r.tap("kiosk.status")
		e := kittest.Find[*kit.Entry](r.root)[0]
		r.b.Window.Canvas().Focus(e)
		r.loop.Settle()
		if r.pad == nil || r.pad.Kind() != kit.PadCode || !e.Held() {
			t.Fatal("no pad comes")
		}
		r.b.Window.Canvas().Unfocus() // as a tap beside the field does
		r.b.Window.Canvas().OnTypedRune()('K')
		e.TypedRune('7')
		if e.Text != "K7" {
			t.Errorf("typed %q", e.Text)
		}
		r.wait(3 * time.Second)
		if r.pad == nil {
			t.Fatal("the pad goes while its field is there")
		}
		r.Go("questions")
		r.loop.Settle()
		if r.pad != nil || e.Held() {
			t.Error("the pad stays")
		}
	})
}

// TestKioskOperator: five taps in the corner, then the PIN.
func TestKioskOperator(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "en")
		taps := func(n int, every time.Duration) {
			c := kittest.Find[*corner](r.root)[0]
			for range n {
				c.Tapped(nil)
				time.Sleep(every)
			}
			r.loop.Settle()
		}
		if taps(4, 0); r.place != "" {
			t.Error("four taps are enough")
		}
		time.Sleep(time.Minute)
		if taps(8, 2*time.Second); r.place != "" {
			t.Error("slow taps are enough")
		}
		if taps(5, 100*time.Millisecond); r.place != "operator" {
			t.Fatalf("five taps lead to %q", r.place)
		}
		pin := func(digits string) {
			kittest.Find[*kit.Entry](r.root)[0].SetText(digits)
			r.tap("kiosk.pin.enter")
		}
		pin("111111")
		if !r.says("kiosk.pin.wrong") || r.says("kiosk.state.queue") {
			t.Error("a wrong PIN")
		}
		pin("274913")
		for _, key := range []string{"kiosk.state.queue", "kiosk.state.camera", "kiosk.operator.end", "kiosk.state.clock"} {
			if !r.says(key) && kittest.Button(r.root, r.b.T(key)) == nil {
				t.Errorf("the page does not have %s", key)
			}
		}
		if !r.says("error.printer") {
			t.Error("it does not say that the printer does not print")
		}
		r.tap("kiosk.operator.export")
		if !r.says("kiosk.operator.exported", "n", 3, "left", 0) {
			t.Errorf("after the export: %q", kittest.Texts(r.root))
		}
		if r.tap("common.back"); r.done != 1 {
			t.Error("a session in which the PIN was given goes on")
		}
	})
}

// TestKioskCorrects: a returned case is taken up by who looked it up.
func TestKioskCorrects(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		id := uuid.Must(uuid.NewV7())
		r.session.progress = func(reference string) (model.Progress, error) {
			h := model.Head{Case: id, Kind: model.Binding, Revision: 1, Status: model.Returned, Received: time.Now()}
			return model.Progress{Head: h, Reference: reference, Timeline: []model.Event{{What: "received"}, {What: "returned", Reasons: []model.Reason{{Code: "front-blur"}}}}}, nil
		}
		r.Go("status/K7TM-4M2Q-9XWD-3H8A")
		r.loop.Settle()
		r.tap("status.fix")
		if r.place != "bind" || !slices.Equal(r.session.correct, []uuid.UUID{id}) {
			t.Errorf("at %q, corrected %v", r.place, r.session.correct)
		}
		if why := r.b.Words.Reason(model.Reason{Code: "front-blur", Field: model.FieldFront}); !kittest.Says(r.root, why) || !r.says("bind.start.lead.again") || !kittest.Says(r.root, "by daylight") {
			t.Errorf("the first page does not say why: %q", kittest.Texts(r.root))
		}
	})
}

// TestKioskSpeaks: headings and what is wrong, and never what somebody gave.
func TestKioskSpeaks(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		r := terminal(t, "zh")
		r.give()
		r.tap("kiosk.begin")
		for _, page := range model.Pages {
			r.Go("bind/" + page)
			r.loop.Settle()
		}
		all := strings.Join(r.spoken, "\n")
		if !strings.Contains(all, r.b.T("bind.start.title")) || !strings.Contains(all, r.b.T("bind.name.title")) || strings.Contains(all, "欧阳") {
			t.Errorf("read aloud: %q", all)
		}
	})
}
