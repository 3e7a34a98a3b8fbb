package screens

import (
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/specimen"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/storage"
)

const passphrase = "specimen lantern orchard seven"

// bind goes from "me" to the receipt and gives the reference.
func (r *rig) bind(c specimen.Set) string {
	r.Helper()
	r.tap("me.bind")
	r.toName(c)
	r.write("bind.name.title", c.Name)
	r.tap("common.continue")
	r.write("bind.number.title", c.Number)
	r.tap("common.continue")
	r.write("bind.term.title", c.From, c.Until)
	r.tap("common.continue")
	r.tap("bind.check.submit")
	return r.receipt()
}

// toName goes from the start of the binding to the page of the name.
func (r *rig) toName(c specimen.Set) {
	r.Helper()
	r.tap("bind.start.begin")
	r.hear(r.bench.T("bind.consent.title"))
	r.tick(2)
	r.tap("common.continue")
	r.choose(c.Front, "bind.photo.choose")
	r.choose(c.Back, "bind.photo.choose")
	r.hear(r.bench.T("bind.name.title"))
}

// receipt is the reference on the receipt that comes.
func (r *rig) receipt() string {
	r.Helper()
	r.hear(r.bench.T("bind.receipt.title"))
	for _, text := range kittest.Texts(r.shell.holder) {
		if len(text) == 19 && strings.Count(text, "-") == 3 {
			return text
		}
	}
	r.Fatalf("no reference on the receipt: %q", kittest.Texts(r.shell.holder))
	return ""
}

// claim makes the desk's passphrase and waits for the queue.
func (r *rig) claim() {
	r.Helper()
	r.shell.Go("desk")
	r.write("desk.claim.title", passphrase, passphrase)
	r.tap("desk.claim.do")
}

// queue waits for the queue to have a case, and for the desk to take one: while
// it is being claimed it opens none.
func (r *rig) queue() *kit.List {
	r.Helper()
	find := func() *kit.List {
		if l := kittest.Find[*kit.List](r.shell.holder); len(l) > 0 && l[0].Length() > 0 && !r.says(r.bench.T("desk.opening")) {
			return l[0]
		}
		return nil
	}
	r.until("a case in the queue", func() bool { return find() != nil })
	return find()
}

// openFirst opens the first case of the queue.
func (r *rig) openFirst() {
	r.Helper()
	r.queue().Select(0)
	r.until("the case", func() bool { return r.button("desk.approve") != nil })
}

// approve approves the case on the desk and sees the queue empty.
func (r *rig) approve() {
	r.Helper()
	r.tap("desk.approve")
	r.hear(r.bench.T("desk.empty"))
}

func TestJourneyApproved(t *testing.T) {
	for _, lang := range []string{"zh", "en"} {
		t.Run(lang, func(t *testing.T) {
			c := card(t)
			r := start(t, t.TempDir(), lang)
			reference := r.bind(c)
			if r.says(c.Name) || r.says(c.Number) {
				t.Error("the receipt names the person")
			}
			r.claim()
			r.openFirst()
			if !r.says(c.Name) || !r.says(reference) {
				t.Errorf("the desk sees %q", kittest.Texts(r.shell.holder))
			}
			r.approve()
			r.shell.Go("me")
			r.hear(r.bench.T("me.bound.since", "day", r.bench.Words.Date(r.bench.Rules().Today)))
			last := string([]rune(c.Name)[len([]rune(c.Name))-1:])
			if !r.says("*"+last) || r.says(c.Name) || r.says(c.Number) {
				t.Errorf("the name is not masked in %q", kittest.Texts(r.shell.holder))
			}
			r.shell.Go("status/" + strings.ToLower(reference))
			r.hear(r.bench.T("status.event.approved"))
			if _, ok, err := r.store.Draft(t.Context()); ok || err != nil {
				t.Errorf("a draft is left behind: %v, %v", ok, err)
			}
			flaws, err := r.store.Verify(t.Context(), nil)
			if err != nil || len(flaws) > 0 {
				t.Errorf("the store has flaws %v, %v", flaws, err)
			}
		})
	}
}

func TestJourneyReturnedAndFixed(t *testing.T) {
	const note = "The lamp stands in the picture."
	c := card(t)
	r := start(t, t.TempDir(), "en")
	reference := r.bind(c)
	r.claim()
	r.openFirst()
	r.tap("desk.return")
	r.until("the reasons", func() bool { return r.button("common.cancel") != nil })
	kittest.Tick(t, r.shell.holder, r.bench.T("reason.front-glare"))
	r.write("desk.return.title", r.bench.T("reason.front-glare"), note)
	r.tap("desk.return.title")
	r.hear(r.bench.T("desk.empty"))

	r.shell.Go("status/" + reference)
	r.hear(r.bench.T("reason.front-glare"))
	r.hear(note)
	r.tap("status.fix")
	r.hear(r.bench.T("bind.front.title"))
	r.hear(note)
	if r.button("bind.photo.other") == nil {
		t.Fatal("the returned photograph cannot be replaced")
	}
	r.choose(c.Again, "bind.photo.other")
	r.tap("bind.check.submit")
	if again := r.receipt(); again != reference {
		t.Errorf("the reference became %s, was %s", again, reference)
	}
	r.shell.Go("desk")
	r.openFirst()
	if !r.says(r.bench.T("desk.corrected", "n", 2)) {
		t.Errorf("the desk does not see a correction: %q", kittest.Texts(r.shell.holder))
	}
	r.approve()
	r.shell.Go("status/" + reference)
	r.hear(r.bench.T("status.event.approved"))
	mine, err := r.store.Mine(t.Context())
	if err != nil || len(mine) != 1 || mine[0].Head.Status != model.Approved || mine[0].Head.Revision != 2 {
		t.Errorf("mine %+v, %v", mine, err)
	}
}

// TestJourneyAppearance changes language, theme and size while a name stands
// half typed in its field.
func TestJourneyAppearance(t *testing.T) {
	r := start(t, t.TempDir(), "en")
	r.tap("me.bind")
	r.toName(card(t))
	r.write("bind.name.title", "欧阳", "138 0000")
	for _, c := range []struct {
		button, title string
		want          kept
	}{
		{"中文", "zh", kept{"zh", kit.Look{}}},
		{"浅色", "zh", kept{"zh", kit.Look{Tone: kit.ToneDark}}},
		{"A⁺", "zh", kept{"zh", kit.Look{Tone: kit.ToneDark, Scale: kit.ScaleCare}}},
		{"EN", "en", kept{"en", kit.Look{Tone: kit.ToneDark, Scale: kit.ScaleCare}}},
		{"Dark", "en", kept{"en", kit.Look{Tone: kit.ToneContrast, Scale: kit.ScaleCare}}},
		{"A⁺⁺", "en", kept{"en", kit.Look{Tone: kit.ToneContrast, Scale: kit.ScaleDouble}}},
		{"Contrast", "en", kept{"en", kit.Look{Tone: kit.ToneLight, Scale: kit.ScaleDouble}}},
		{"A", "en", kept{"en", kit.Look{Tone: kit.ToneLight, Scale: kit.ScaleStandard}}},
	} {
		kittest.Tap(t, r.content(), c.button)
		r.hear(r.bench.T("bind.name.title"))
		if got := r.texts(); !slices.Equal(got, []string{"欧阳", "138 0000"}) {
			t.Errorf("after %s the fields hold %q", c.button, got)
		}
		if r.kept[len(r.kept)-1] != c.want || r.worn.Look != c.want.look {
			t.Errorf("after %s kept %v, look %v", c.button, r.kept, r.worn.Look)
		}
		if r.bench.Words.Lang != c.want.lang {
			t.Errorf("after %s the language is %s", c.button, r.bench.Words.Lang)
		}
	}
	f := r.fields()[0]
	r.bench.Window.Canvas().Focus(f)
	f.SetText("欧阳娜")
	r.until("the draft in the store", func() bool {
		d, ok, err := r.store.Draft(t.Context())
		return err == nil && ok && d.Name == "欧阳娜" && d.Phone == "138 0000"
	})
}

// quit quits as the close button and main do. Nothing may be posted any more
// once the toolkit is asked to end: it could hang, or be lost.
func (r *rig) quit() {
	r.Helper()
	ended := false
	Quit(r.bench, r.shell, func(f func()) { r.posts <- f }, func() { ended = true }, func() {})
	r.until("the end", func() bool { return ended })
	r.bench.Jobs.Close()
	if n := len(r.posts); n > 0 {
		r.Errorf("%d posts after the toolkit was asked to end", n)
	}
	r.close()
}

// TestJourneyQuit quits right after a keystroke and comes back.
func TestJourneyQuit(t *testing.T) {
	for name, c := range map[string]struct {
		page  string
		write func(r *rig)
	}{
		"consent": {model.PageConsent, func(r *rig) {
			r.tap("bind.start.begin")
			r.hear(r.bench.T("bind.consent.title"))
			r.tick(1)
		}},
		"name": {model.PageName, func(r *rig) {
			r.toName(card(t))
			r.write("bind.name.title", "欧阳", "1380")
		}},
		"number": {model.PageNumber, func(r *rig) {
			r.toName(card(t))
			r.write("bind.name.title", "欧阳娜")
			r.tap("common.continue")
			r.write("bind.number.title", "99010119")
		}},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := start(t, dir, "zh")
			r.tap("me.bind")
			c.write(r)
			typed, ticked := r.texts(), ticks(r)
			r.quit()

			r = start(t, dir, "zh")
			r.tapText(r.goOn(c.page))
			r.hear(r.bench.T("bind." + c.page + ".title"))
			if got := r.texts(); !slices.Equal(got, typed) {
				t.Errorf("the fields hold %q, were %q", got, typed)
			}
			if got := ticks(r); !slices.Equal(got, ticked) {
				t.Errorf("the boxes are %v, were %v", got, ticked)
			}
		})
	}
}

func ticks(r *rig) (out []bool) {
	for _, c := range kittest.Boxes(r.shell.holder) {
		out = append(out, c.Checked)
	}
	return out
}

// TestJourneyQuitWithJobs quits while a photograph is opened, checked, shown
// and sent.
func TestJourneyQuitWithJobs(t *testing.T) {
	c := card(t)
	for name, busy := range map[string]func(r *rig){
		"loading": func(r *rig) { r.shell.Go("bind") },
		"opening": func(r *rig) { r.drop(c.Front) },
		"checking": func(r *rig) {
			r.drop(c.Front, c.Back)
			r.hear(r.bench.T("bind.photo.checking"))
		},
		"claiming": func(r *rig) {
			r.shell.Go("desk")
			r.write("desk.claim.title", passphrase, passphrase)
			r.tap("desk.claim.do")
		},
	} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			r := start(t, dir, "zh")
			r.tap("me.bind")
			r.tap("bind.start.begin")
			r.hear(r.bench.T("bind.consent.title"))
			r.tick(2)
			r.tap("common.continue")
			r.hear(r.bench.T("bind.front.title"))
			busy(r)
			r.quit()

			r = start(t, dir, "zh")
			r.tapText(r.goOn(model.PageFront))
			r.hear(r.bench.T("bind.front.title"))
		})
	}
}

func (r *rig) drop(paths ...string) {
	var uris []fyne.URI
	for _, p := range paths {
		uris = append(uris, storage.NewFileURI(p))
	}
	r.shell.Drop(fyne.NewPos(1, 1), uris)
}

func TestJourneyDrop(t *testing.T) {
	c := card(t)
	r := start(t, t.TempDir(), "en")
	r.drop(c.Front, c.Back) // "me" takes no files
	r.tap("me.bind")
	r.tap("bind.start.begin")
	r.hear(r.bench.T("bind.consent.title"))
	r.drop(c.Front, c.Back) // nor does this page, before the consents
	r.tick(2)
	r.tap("common.continue")
	r.until("a page without a photograph", func() bool { return r.button("bind.photo.choose") != nil })
	r.shell.Drop(fyne.Position{}, []fyne.URI{storage.NewURI("https://example.org/front.jpg")})
	if r.button("bind.photo.choose") == nil {
		t.Error("an address of the net was taken for a file")
	}
	r.drop(c.Front, c.Back)
	r.checked()
	r.tap("common.continue")
	r.hear(r.bench.T("bind.back.title"))
	r.checked()
	r.tap("common.continue")
	r.hear(r.bench.T("bind.name.title"))
	r.until("both in the store", func() bool {
		d, ok, err := r.store.Draft(t.Context())
		return err == nil && ok && !d.Front.Empty() && !d.Back.Empty() && d.Page == model.PageName
	})
}

// TestJourneyBadPhotograph drops what is no photograph; the way goes on.
func TestJourneyBadPhotograph(t *testing.T) {
	c := card(t)
	r := start(t, t.TempDir(), "en")
	r.tap("me.bind")
	r.tap("bind.start.begin")
	r.hear(r.bench.T("bind.consent.title"))
	r.tick(2)
	r.tap("common.continue")
	r.hear(r.bench.T("bind.front.title"))
	r.drop(filepath.Join(r.dir, "store.json"))
	r.hear(r.bench.T("error.not-a-picture"))
	r.drop(filepath.Join(r.dir, "nothing.jpg"))
	r.hear(r.bench.T("error.unreadable"))
	r.drop(c.Front)
	r.checked()
}

// TestJourneyDiskFull submits while the disk is full: nothing is lost, and the
// same way succeeds when there is room.
func TestJourneyDiskFull(t *testing.T) {
	c := card(t)
	r := start(t, t.TempDir(), "zh")
	r.tap("me.bind")
	r.toName(c)
	r.write("bind.name.title", c.Name)
	r.tap("common.continue")
	r.write("bind.number.title", c.Number)
	r.tap("common.continue")
	r.write("bind.term.title", c.From, c.Until)
	r.tap("common.continue")
	r.until("the draft in the store", func() bool {
		d, ok, err := r.store.Draft(t.Context())
		return err == nil && ok && d.Page == model.PageCheck
	})
	r.full.Store(true)
	r.tap("bind.check.submit")
	r.hear(r.bench.T("error.disk-full"))
	r.hear(r.bench.T("bind.check.kept"))
	r.full.Store(false)
	r.tap("bind.check.submit")
	reference := r.receipt()
	p, err := r.store.Progress(t.Context(), reference)
	if err != nil || p.Head.Status != model.Waiting || time.Since(p.Head.Received) > time.Hour {
		t.Errorf("%+v, %v", p.Head, err)
	}
}
