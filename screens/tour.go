package screens

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"strings"
	"time"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"
	"fyne.io/fyne/v2/driver/software"
	"fyne.io/fyne/v2/widget"
)

// A Cast is the specimen that a tour binds: photographs of both sides on disk,
// a second one of the front for when it is returned, and what is typed.
type Cast struct{ Front, Back, Again, Name, Number, From, Until string }

// A Tour walks through the whole journey with a specimen, the way a person
// does, and saves a picture of each state. Its store is a demonstration store
// of its own, in a folder that Clean removes.
type Tour struct {
	Data  string // folder of the store and the photographs
	out   string
	cast  Cast
	shell *Shell
	shots int
}

// tourPassphrase opens the desk of a store that lives for a minute.
const tourPassphrase = "specimen lantern orchard seven"

// patience is how long the tour waits for a state before it gives up.
const patience = 10 * time.Second

// NewTour makes a tour that saves its pictures in out. cast draws the specimen
// into a folder. Both results are nil if out is "".
func NewTour(out string, cast func(dir string) (Cast, error)) (*Tour, error) {
	if out == "" {
		return nil, nil
	}
	if err := os.MkdirAll(out, 0o755); err != nil {
		return nil, err
	}
	dir, err := os.MkdirTemp("", "truename-tour-")
	if err != nil {
		return nil, err
	}
	t := &Tour{Data: filepath.Join(dir, "data"), out: out}
	t.cast, err = cast(dir)
	return t, err
}

// Clean removes the folder of the tour.
func (t *Tour) Clean() { os.RemoveAll(filepath.Dir(t.Data)) }

// Run walks through shell on a goroutine of its own and calls done on the UI
// goroutine. A nil Tour does nothing.
func (t *Tour) Run(shell *Shell, done func(error)) {
	if t == nil {
		return
	}
	t.shell = shell
	go func() {
		err := t.walk()
		if err != nil {
			err = errors.Join(err, t.shoot("stopped-here"))
		}
		shell.Bench.Jobs.Post(func() { done(err) })
	}()
}

// walk is the journey: bind, returned, fixed, approved, and a look at the rest.
func (t *Tour) walk() error {
	for _, chapter := range []func() error{t.bind, t.claim, t.sendBack, t.fix, t.approve, t.lookAround} {
		if err := chapter(); err != nil {
			return err
		}
	}
	return nil
}

func (t *Tour) bind() error {
	b := t.shell.Bench
	return t.all(
		t.see("me"), t.tap("me.bind"), t.waitFor("bind.start.begin"), t.see("bind-start"), t.tap("bind.start.begin"),
		t.waitFor("bind.consent.decline"), t.tick(2), t.see("bind-consent"), t.tap("common.continue"),
		t.choose(t.cast.Front, "bind-front"), t.choose(t.cast.Back, "bind-back"),
		t.fill(b.T("bind.name.title"), t.cast.Name), t.see("bind-name"), t.tap("common.continue"),
		t.fill(b.T("bind.number.title"), t.cast.Number), t.see("bind-number"), t.tap("common.continue"),
		t.fill(b.T("bind.term.title"), t.cast.From, t.cast.Until), t.see("bind-term"), t.tap("common.continue"),
		t.waitFor("bind.check.submit"), t.see("bind-check"), t.tap("bind.check.submit"),
		t.waitFor("bind.receipt.status"), t.see("bind-receipt"), t.tap("bind.receipt.status"),
		t.waitFor("status.withdraw"), t.see("status-waiting"),
	)
}

func (t *Tour) claim() error {
	b := t.shell.Bench
	return t.all(
		t.visit("desk"), t.fill(b.T("desk.claim.title"), tourPassphrase, tourPassphrase), t.see("desk-claim"),
		t.tap("desk.claim.do"), t.row(), t.see("desk-queue"),
	)
}

func (t *Tour) sendBack() error {
	return t.all(
		t.openFirst(), t.waitFor("desk.approve"), t.see("desk-case"), t.tap("desk.return"),
		t.waitFor("common.cancel"), t.tick(1), t.see("desk-return"), t.tap("desk.return.title"),
		t.label("desk.empty"),
	)
}

func (t *Tour) fix() error {
	return t.all(
		t.visit("status"), t.waitFor("status.show"), t.tap("status.show"), t.waitFor("status.fix"), t.see("status-returned"),
		t.tap("status.fix"), t.waitFor("bind.photo.other"), t.see("bind-fix"),
		t.pick(t.cast.Again), t.tap("bind.photo.other"), t.waitFor("common.continue"), t.tap("common.continue"),
		t.waitFor("bind.check.submit"), t.tap("bind.check.submit"), t.waitFor("bind.receipt.status"),
	)
}

func (t *Tour) approve() error {
	return t.all(
		t.visit("desk"), t.row(), t.openFirst(), t.waitFor("desk.approve"), t.tap("desk.approve"), t.label("desk.empty"),
		t.visit("status"), t.waitFor("status.show"), t.tap("status.show"), t.waitFor("status.all"), t.see("status-approved"),
		t.visit("me"), t.waitFor("me.other"), t.see("me-bound"),
	)
}

func (t *Tour) lookAround() error {
	return t.all(t.visit("guide"), t.see("guide"), t.visit("questions"), t.see("questions"), t.visit("topics"), t.see("topics"))
}

// A step does one thing, or says why it cannot.
type step func() error

func (t *Tour) all(list ...step) error {
	for _, s := range list {
		if err := s(); err != nil {
			return err
		}
	}
	return nil
}

// ui runs f on the UI goroutine and waits for it.
func (t *Tour) ui(f func()) error {
	done := make(chan struct{})
	t.shell.Bench.Jobs.Post(func() { f(); close(done) })
	select {
	case <-done:
		return nil
	case <-time.After(patience):
		return errors.New("the window does not answer")
	}
}

// until waits for a state of the window.
func (t *Tour) until(what string, is func(fyne.CanvasObject) bool) error {
	for end := time.Now().Add(patience); time.Now().Before(end); time.Sleep(20 * time.Millisecond) {
		ok := false
		if err := t.ui(func() { ok = is(t.shell.Bench.Window.Content()) }); err != nil {
			return err
		}
		if ok {
			return nil
		}
	}
	return fmt.Errorf("waited in vain for %s", what)
}

func (t *Tour) button(key string) func(fyne.CanvasObject) *widget.Button {
	return func(root fyne.CanvasObject) *widget.Button {
		text := t.shell.Bench.T(key)
		for _, b := range all[*widget.Button](root) {
			if b.Text == text && !b.Disabled() {
				return b
			}
		}
		return nil
	}
}

func (t *Tour) waitFor(key string) step {
	return func() error {
		return t.until(key, func(root fyne.CanvasObject) bool { return t.button(key)(root) != nil })
	}
}

func (t *Tour) tap(key string) step {
	return func() error {
		return t.until(key, func(root fyne.CanvasObject) bool {
			b := t.button(key)(root)
			if b != nil {
				b.OnTapped()
			}
			return b != nil
		})
	}
}

func (t *Tour) label(key string) step {
	return func() error {
		text := t.shell.Bench.T(key)
		return t.until(key, func(root fyne.CanvasObject) bool {
			for _, l := range all[*widget.Label](root) {
				if strings.HasSuffix(l.Text, text) { // a tick stands before some
					return true
				}
			}
			return false
		})
	}
}

func (t *Tour) visit(place string) step {
	return func() error { return t.ui(func() { t.shell.Go(place) }) }
}

// tick ticks the first n boxes.
func (t *Tour) tick(n int) step {
	return func() error {
		return t.until("boxes", func(root fyne.CanvasObject) bool {
			boxes := all[*widget.Check](root)
			for i := 0; i < n && i < len(boxes); i++ {
				boxes[i].SetChecked(true)
			}
			return len(boxes) >= n
		})
	}
}

// fill types into the fields of the page with this title.
func (t *Tour) fill(title string, values ...string) step {
	type field interface {
		fyne.CanvasObject
		SetText(string)
		TypedRune(rune)
	}
	return func() error {
		return t.until(title, func(root fyne.CanvasObject) bool {
			at := false
			for _, l := range all[*widget.Label](root) {
				at = at || l.Text == title
			}
			fields := all[field](root)
			if !at || len(fields) < len(values) {
				return false
			}
			for i, v := range values {
				if v != "" {
					fields[i].SetText(v)
				}
			}
			return true
		})
	}
}

// pick makes the next file dialog answer with path.
func (t *Tour) pick(path string) step {
	return func() error {
		return t.ui(func() {
			t.shell.Bench.Pick = func(_ string, picked func(string, error)) { picked(path, nil) }
		})
	}
}

// choose gives a photograph and goes on when its checks are done.
func (t *Tour) choose(path, shot string) step {
	return func() error {
		return t.all(t.pick(path), t.tap("bind.photo.choose"), t.label("finding.bright.passed"), t.waitFor("common.continue"),
			t.see(shot), t.tap("common.continue"))
	}
}

// row waits for a case in the queue; openFirst opens it.
func (t *Tour) row() step {
	return func() error {
		return t.until("a case in the queue", func(root fyne.CanvasObject) bool {
			lists := all[*widget.List](root)
			return len(lists) > 0 && lists[0].Length() > 0
		})
	}
}

func (t *Tour) openFirst() step {
	return func() error { return t.ui(func() { all[*widget.List](t.shell.Bench.Window.Content())[0].Select(0) }) }
}

func (t *Tour) see(name string) step { return func() error { return t.shoot(name) } }

// shoot saves a picture of the window, drawn by the software painter: what the
// graphics card shows cannot be read back on every driver.
func (t *Tour) shoot(name string) (err error) {
	time.Sleep(300 * time.Millisecond) // until animations of buttons are over
	var img image.Image
	if err := t.ui(func() { img = t.draw() }); err != nil {
		return err
	}
	t.shots++
	f, err := os.Create(filepath.Join(t.out, fmt.Sprintf("%02d-%s-%s.png", t.shots, name, t.shell.Bench.Words.Lang)))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, f.Close()) }()
	return png.Encode(f, img)
}

// draw draws the content of the window on a canvas of the software painter, of
// the same size.
func (t *Tour) draw() image.Image {
	window := t.shell.Bench.Window.Canvas()
	c := software.NewCanvas()
	c.SetPadded(false)
	c.SetContent(window.Content())
	c.Resize(window.Size())
	return c.Capture()
}

// all collects every shown object of type T below o, in order.
func all[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var out []T
	if o == nil || !o.Visible() {
		return nil
	}
	if v, ok := o.(T); ok {
		out = append(out, v)
	}
	switch v := o.(type) {
	case *fyne.Container:
		for _, c := range v.Objects {
			out = append(out, all[T](c)...)
		}
	case *container.Scroll:
		out = append(out, all[T](v.Content)...)
	case *kit.Choice:
		out = append(out, all[T](v.Check)...)
	}
	return out
}
