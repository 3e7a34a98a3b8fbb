package status

import (
	"context"
	"fmt"
	"image"
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

const reference = "K7TM-4M2Q-9XWD-3H8A"

// fake is a store made of functions.
type fake struct {
	mine     func(ctx context.Context) ([]model.Mine, error)
	until    idcard.Date // what Expect says
	untilErr error
	progress func(ctx context.Context, reference string) (model.Progress, error)
	withdraw func(ctx context.Context, reference string) (model.Head, error)
	own      func(ctx context.Context, caseID uuid.UUID) (model.Draft, error)
	thumb    func(jpeg []byte, max int) (image.Image, error)
	printers []string
	write    func(path string, b []byte) error
	print    func(printer string, pdf []byte) error
}

func (f *fake) Mine(ctx context.Context) ([]model.Mine, error) { return f.mine(ctx) }

func (f *fake) Expect(_ context.Context, received time.Time) (from, until idcard.Date, err error) {
	return from, f.until, f.untilErr
}

func (f *fake) Progress(ctx context.Context, reference string) (model.Progress, error) {
	return f.progress(ctx, reference)
}

func (f *fake) Withdraw(ctx context.Context, reference string) (model.Head, error) {
	return f.withdraw(ctx, reference)
}

func (f *fake) Own(ctx context.Context, caseID uuid.UUID) (model.Draft, error) {
	return f.own(ctx, caseID)
}

// parts save and print certificates.
func (f *fake) parts() kit.SlipParts {
	return kit.SlipParts{
		Certificate: func(c model.Certificate, language string) ([]byte, error) {
			return []byte("PDF " + language + " " + c.Tag), nil
		},
		Printers: func(context.Context) ([]string, error) { return f.printers, nil },
		Print:    func(_ context.Context, printer string, pdf []byte) error { return f.print(printer, pdf) },
		Write:    func(path string, b []byte) error { return f.write(path, b) },
	}
}

// A rig is the screen on a test window.
type rig struct {
	*testing.T
	b    *kit.Bench
	loop *kittest.Loop
	went []string
	fake *fake
	s    *Screen
}

var now = time.Date(2026, 11, 23, 14, 2, 0, 0, idcard.China)

func onScreen(t *testing.T, lang string, f func(r *rig)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		r := &rig{T: t, loop: kittest.NewLoop()}
		r.b = kittest.NewBench(t, lang, r.loop.Post, &r.went)
		r.b.Now = func() time.Time { return now }
		note := r.b.Go
		r.b.Go = func(place string) { // the shell comes back to this screen
			note(place)
			if name, part, _ := strings.Cut(place, "/"); name == "status" {
				r.s.Leave()
				r.s.Enter(part)
			}
		}
		r.fake = &fake{
			mine:     func(context.Context) ([]model.Mine, error) { return nil, nil },
			progress: func(context.Context, string) (model.Progress, error) { return model.Progress{}, model.ErrNotFound },
			withdraw: func(context.Context, string) (model.Head, error) { return model.Head{}, nil },
			own:      func(context.Context, uuid.UUID) (model.Draft, error) { return model.Draft{}, model.ErrNotFound },
			thumb:    func([]byte, int) (image.Image, error) { return image.NewGray(image.Rect(0, 0, 160, 100)), nil },
		}
		r.s = New(r.b, r.fake, func(jpeg []byte, max int) (image.Image, error) { return r.fake.thumb(jpeg, max) }, r.fake.parts())
		f(r)
	})
}

// enter shows the screen, at a part.
func (r *rig) enter(part string) {
	r.s.Enter(part)
	r.b.Window.SetContent(r.s.Content())
	r.loop.Settle()
}

// content is the page, as wide as the real one beside the rail.
func (r *rig) content() fyne.CanvasObject {
	r.b.Window.Resize(fyne.NewSize(814, 700))
	r.b.Window.Resize(fyne.NewSize(815, 700))
	return r.b.Window.Content()
}

func (r *rig) tap(key string) {
	r.Helper()
	kittest.Tap(r, r.content(), r.b.T(key))
	r.loop.Settle()
}

func (r *rig) has(parts ...string) {
	r.Helper()
	for _, p := range parts {
		kittest.Hear(r, r.content(), r.b.T(p))
	}
}

func (r *rig) hasNot(parts ...string) {
	r.Helper()
	for _, p := range parts {
		if kittest.Says(r.content(), r.b.T(p)) {
			r.Errorf("the window says %q", p)
		}
	}
}

// speak changes the language, as the shell does.
func (r *rig) speak(lang string) {
	r.Helper()
	words, err := kit.LoadWords(assets.Text, lang)
	if err != nil {
		r.Fatal(err)
	}
	r.b.Words = words
	r.b.Window.SetContent(r.s.Content())
}

// wellMade looks at what every page owes who works without a mouse.
func (r *rig) wellMade() {
	r.Helper()
	kittest.WellMade(r, r.b, r.content, r.speak, r.s.build, 1)
}

// loud are the buttons that ask most to be pressed.
func (r *rig) loud() []string { return kittest.Loud(r.content()) }

func caseID(n int) uuid.UUID {
	return uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", n))
}

func head(s model.Status) model.Head {
	return model.Head{
		Case: caseID(1), Kind: model.Binding, Revision: 1, Version: 1, Status: s,
		Received: now.Add(-50 * time.Hour), Updated: now, Due: idcard.Date{Year: 2026, Month: 11, Day: 25}, Tag: "K7TM",
	}
}

// is makes the reference lead to a binding with this status, this account's
// own or not.
func (r *rig) is(s model.Status, own bool, events ...model.Event) {
	r.isKind(model.Binding, s, own, events...)
}

// isKind is the same for a case of any kind.
func (r *rig) isKind(k model.Kind, s model.Status, own bool, events ...model.Event) {
	h := head(s)
	h.Kind = k
	p := model.Progress{Head: h, Reference: reference, Timeline: append([]model.Event{{At: now.Add(-50 * time.Hour), What: "received"}}, events...)}
	r.fake.progress = func(_ context.Context, ref string) (model.Progress, error) {
		if ref != reference {
			return model.Progress{}, model.ErrNotFound
		}
		return p, nil
	}
	if own {
		r.fake.mine = func(context.Context) ([]model.Mine, error) {
			return []model.Mine{{Reference: reference, Case: caseID(1), Kind: k, MaskedName: "*新", Head: h}}, nil
		}
	}
}
