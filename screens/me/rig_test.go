package me

import (
	"context"
	"image"
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

var (
	now    = time.Date(2026, 11, 23, 14, 2, 0, 0, idcard.China)
	caseID = uuid.MustParse("00000000-0000-7000-8000-000000000001")
	second = uuid.MustParse("00000000-0000-7000-8000-000000000002")
)

const reference = "K7TM-4M2Q-9XWD-3H8A"

// mine is this account's binding, in a status.
func mine(s model.Status) model.Mine {
	return model.Mine{
		Reference: reference, Case: caseID, Kind: model.Binding, MaskedName: "*新", MaskedNum: "994***********6743",
		Until: idcard.Date{Year: 2031, Month: 10, Day: 14}, Head: model.Head{Case: caseID, Kind: model.Binding, Status: s, Updated: now.Add(-24 * time.Hour)},
	}
}

// until is a bound card that ends on a day.
func until(year int, month time.Month, day int) model.Mine {
	m := mine(model.Approved)
	m.Until = idcard.Date{Year: year, Month: month, Day: day}
	return m
}

// request is one of this account, in a status.
func request(kind model.Kind, s model.Status) model.Mine {
	return model.Mine{Reference: "P3QX-2222-3333-4444", Case: second, Kind: kind, About: caseID, Head: model.Head{Case: second, Kind: kind, Status: s}}
}

// with is m changed.
func with(m model.Mine, change func(*model.Mine)) model.Mine {
	change(&m)
	return m
}

// A world is what is below the screen: what the store and the system hold, and
// what was asked of them.
type world struct {
	mine      []model.Mine
	draft     *model.Draft
	timeline  []model.Event
	err       error // of the store
	unclaimed bool
	release   *model.Release
	services  []Service

	kept     model.Kept
	openings map[string][]model.Opening // by reference
	keptErr  error
	openErr  error // of openings

	browseErr error
	browsed   []string

	slow    time.Duration // how long counting and filing take
	drawErr error
	fileErr error
	drawn   int
	filed   []model.Request
	written []string // paths
	saveTo  string   // what the dialog answers
}

func (w *world) Mine(context.Context) ([]model.Mine, error) { return w.mine, w.err }

func (w *world) Draft(context.Context) (model.Draft, bool, error) {
	if w.draft == nil {
		return model.Draft{}, false, w.err
	}
	return *w.draft, true, w.err
}

func (w *world) Progress(_ context.Context, ref string) (model.Progress, error) {
	if ref != reference {
		return model.Progress{}, model.ErrNotFound
	}
	return model.Progress{Reference: ref, Timeline: w.timeline}, w.err
}

func (w *world) Openings(_ context.Context, ref string) ([]model.Opening, error) {
	return w.openings[ref], w.openErr
}

func (w *world) Kept(context.Context) (model.Kept, error) {
	time.Sleep(w.slow)
	return w.kept, w.keptErr
}

// newRequest draws other ids every time.
func (w *world) newRequest(kind model.Kind, about model.Mine) (model.Request, error) {
	if w.drawErr != nil {
		return model.Request{}, w.drawErr
	}
	w.drawn++
	return model.Request{
		ID: uuid.NewSHA1(uuid.Nil, []byte{byte(w.drawn), 1}), Case: uuid.NewSHA1(uuid.Nil, []byte{byte(w.drawn), 2}),
		Reference: "P3QX-2222-3333-4444", Kind: kind, About: about.Case, AboutReference: about.Reference,
	}, nil
}

func (w *world) file(_ context.Context, r model.Request, _ string) (model.Receipt, error) {
	w.filed = append(w.filed, r)
	time.Sleep(w.slow)
	if w.fileErr != nil {
		return model.Receipt{}, w.fileErr
	}
	return model.Receipt{
		Reference: r.Reference, ID: r.ID, Status: model.Waiting, Received: now,
		ExpectedFrom: idcard.Date{Year: 2026, Month: 11, Day: 24}, ExpectedUntil: idcard.Date{Year: 2026, Month: 11, Day: 26},
	}, nil
}

func (w *world) parts() Parts {
	return Parts{
		Cases: w, Records: w, Claimed: func() bool { return !w.unclaimed }, Services: w.services, Folder: "/srv/truename",
		Open:       func(address string) error { w.browsed = append(w.browsed, address); return w.browseErr },
		NewRequest: w.newRequest, File: w.file,
		Release: func() (model.Release, bool) {
			if w.release == nil {
				return model.Release{}, false
			}
			return *w.release, true
		},
		Slip: kit.SlipParts{
			QR:       func(string, int) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 30, 30)), nil },
			PDF:      func(r model.Receipt, lang string) ([]byte, error) { return []byte(lang + r.Reference), nil },
			Printers: func(context.Context) ([]string, error) { return nil, nil },
			Write: func(path string, b []byte) error {
				w.written = append(w.written, path+": "+string(b))
				return w.fileErr
			},
		},
	}
}

// A rig is the screen on a window, above a world.
type rig struct {
	*testing.T
	*world
	b    *kit.Bench
	s    *Screen
	loop *kittest.Loop
	went []string
}

// onScreen runs f with the page shown. The window is as wide as the real one
// beside the rail.
func onScreen(t *testing.T, lang, page string, w *world, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, world: w, loop: kittest.NewLoop()}
		r.b = kittest.NewBench(t, lang, r.loop.Post, &r.went)
		r.b.Now = func() time.Time { return now }
		r.b.Save = func(_, name string, picked func(string, error)) { picked(w.saveTo, nil) }
		r.s = New(r.b, w.parts())
		r.enter(page)
		f(r)
	})
}

// enter shows a page, as the shell does.
func (r *rig) enter(page string) {
	r.s.Enter(page)
	r.b.Window.SetContent(r.s.Content())
	r.loop.Settle()
	r.b.Window.Resize(fyne.NewSize(814, 700))
	r.b.Window.Resize(fyne.NewSize(815, 700))
}

func (r *rig) page() fyne.CanvasObject { return r.b.Window.Content() }

// speak changes the language, as the shell does.
func (r *rig) speak(lang string) {
	r.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		r.Fatal(err)
	}
	r.b.Words = words
	back := kit.KeepFocus(r.b.Window, r.page())
	r.b.Window.SetContent(r.s.Content())
	back()
}

func (r *rig) tap(key string) {
	r.Helper()
	kittest.Tap(r, r.page(), r.b.T(key))
	r.loop.Settle()
}

func (r *rig) hear(texts ...string) {
	r.Helper()
	for _, text := range texts {
		kittest.Hear(r, r.page(), r.b.T(text))
	}
}

func (r *rig) hearNot(texts ...string) {
	r.Helper()
	for _, text := range texts {
		if kittest.Says(r.page(), r.b.T(text)) {
			r.Errorf("it says %q", r.b.T(text))
		}
	}
}

// wellMade looks at what every page owes who works without a mouse.
func (r *rig) wellMade() {
	r.Helper()
	kittest.WellMade(r, r.b, r.page, r.speak, r.s.show, 1)
}

// loud are the buttons that ask most to be pressed.
func (r *rig) loud() []string { return kittest.Loud(r.page()) }
