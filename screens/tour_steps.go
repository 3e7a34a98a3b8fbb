package screens

import (
	"errors"
	"fmt"
	"image"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/screens/kit"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/software"
)

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

// find collects every shown object of type T below o, in order.
func find[T fyne.CanvasObject](o fyne.CanvasObject) []T {
	var out []T
	kit.Each(o, func(o fyne.CanvasObject) bool {
		if v, ok := o.(T); ok {
			out = append(out, v)
		}
		return false
	})
	return out
}

// buttons lists those that can be pressed and say the text of key, maybe behind
// the key that presses them.
func (t *Tour) buttons(root fyne.CanvasObject, key string) []*kit.Button {
	text := t.shell.Bench.T(key)
	var out []*kit.Button
	for _, b := range find[*kit.Button](root) {
		if (b.Text == text || strings.HasSuffix(b.Text, "　"+text)) && !b.Disabled() {
			out = append(out, b)
		}
	}
	return out
}

func (t *Tour) waitFor(key string) step {
	return func() error {
		return t.until(key, func(root fyne.CanvasObject) bool { return len(t.buttons(root, key)) > 0 })
	}
}

func (t *Tour) tap(key string) step { return t.tapNth(key, 0) }

func (t *Tour) tapNth(key string, n int) step {
	return func() error {
		return t.until(key, func(root fyne.CanvasObject) bool {
			b := t.buttons(root, key)
			if len(b) <= n {
				return false
			}
			t.took.callback("tap "+key, b[n].OnTapped)
			return true
		})
	}
}

// label waits for a sentence.
func (t *Tour) label(key string) step {
	return func() error { return t.said(key, t.shell.Bench.T(key)) }
}

// heading waits for the question of a page.
func (t *Tour) heading(key string) step { return t.label(key) }

func (t *Tour) said(what, text string) error {
	return t.until(what, func(root fyne.CanvasObject) bool {
		for _, l := range find[*kit.Text](root) {
			if l.Text == text {
				return true
			}
		}
		return false
	})
}

func (t *Tour) visit(place string) step {
	return func() error {
		return t.ui(func() { t.took.page("go "+place, func() { t.shell.Go(place) }, t.draw) })
	}
}

// goBack does what Esc does.
func (t *Tour) goBack() step { return func() error { return t.ui(t.shell.Back) } }

// press presses a key while nothing has the keyboard.
func (t *Tour) press(key fyne.KeyName) step {
	return func() error {
		return t.ui(func() {
			t.took.callback("key "+string(key), func() { t.shell.Bench.Window.Canvas().OnTypedKey()(&fyne.KeyEvent{Name: key}) })
		})
	}
}

// tick ticks the first n boxes.
func (t *Tour) tick(n int) step {
	return func() error {
		return t.until("boxes", func(root fyne.CanvasObject) bool {
			boxes := find[*kit.Choice](root)
			if len(boxes) < n {
				return false
			}
			for i := range n {
				t.took.callback("tick", func() { boxes[i].SetChecked(true) })
			}
			return true
		})
	}
}

// A field is what can be typed into.
type field interface {
	fyne.CanvasObject
	SetText(string)
	AcceptsTab() bool
}

// fill types into the fields of the page with this title.
func (t *Tour) fill(title string, values ...string) step {
	return func() error {
		return t.until(title, func(root fyne.CanvasObject) bool {
			at := false
			for _, l := range find[*kit.Text](root) {
				at = at || l.Text == title
			}
			fields := find[field](root)
			if !at || len(fields) < len(values) {
				return false
			}
			for i, v := range values {
				if v != "" {
					t.took.callback("type", func() { fields[i].SetText(v) })
				}
			}
			return true
		})
	}
}

// search types into the first field of the page.
func (t *Tour) search(query string) step {
	return func() error {
		return t.ui(func() {
			if fields := find[field](t.shell.holder); len(fields) > 0 {
				t.took.callback("search", func() { fields[0].SetText(query) })
			}
		})
	}
}

// clear empties the first n fields of the page with this title.
func (t *Tour) clear(title string, n int) step {
	return func() error {
		return t.until("fields", func(root fyne.CanvasObject) bool {
			fields := find[field](root)
			for i := range min(n, len(fields)) {
				fields[i].SetText("")
			}
			return len(fields) >= n
		})
	}
}

// checked waits until all is known about the photograph on the page.
func (t *Tour) checked() step {
	return func() error {
		return t.until("the end of the checks", func(root fyne.CanvasObject) bool {
			busy := t.shell.Bench.T("bind.photo.checking")
			for _, l := range find[*kit.Text](root) {
				if l.Text == busy {
					return false
				}
			}
			return len(t.buttons(root, "bind.photo.other")) > 0
		})
	}
}

// offered waits for the button that takes over what was read.
func (t *Tour) offered(read string) step {
	return func() error {
		text := t.shell.Bench.T("bind.number.use", "number", read)
		return t.until(text, func(root fyne.CanvasObject) bool {
			return slices.ContainsFunc(find[*kit.Button](root), func(b *kit.Button) bool { return b.Text == text })
		})
	}
}

// strip waits for the line of the card above a field, or all those of a case.
func (t *Tour) strip() step {
	return func() error {
		return t.until("lines of the card", func(root fyne.CanvasObject) bool {
			cuts := find[*kit.Cutout](root)
			return len(cuts) > 0 && !slices.ContainsFunc(cuts, func(c *kit.Cutout) bool { return !c.Shown() })
		})
	}
}

// does counts what a person does.
func (t *Tour) does(s step) step {
	return func() error {
		t.who.actions++
		return s()
	}
}

// reads counts what the page shows.
func (t *Tour) reads(page string) step {
	return func() error {
		time.Sleep(settled)
		return t.ui(func() { t.who.reads(page, t.shell.holder) })
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

// row waits for a case in the queue; openFirst opens it.
func (t *Tour) row() step {
	return func() error {
		return t.until("a case in the queue", func(root fyne.CanvasObject) bool {
			lists := find[*kit.List](root)
			return len(lists) > 0 && lists[0].Length() > 0
		})
	}
}

func (t *Tour) openFirst() step {
	return func() error { return t.ui(func() { find[*kit.List](t.shell.Bench.Window.Content())[0].Select(0) }) }
}

func (t *Tour) see(name string) step { return func() error { return t.shoot(name) } }

// settled is how long a page is left alone before its picture is taken: what
// was fetched for it has come by then.
const settled = 250 * time.Millisecond

// shoot saves a picture of the window, drawn by the software painter: what the
// graphics card shows cannot be read back on every driver.
func (t *Tour) shoot(name string) (err error) {
	time.Sleep(settled)
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
