package desk

import (
	"context"
	"errors"
	"slices"
	"testing"
	"time"

	"truename/model"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// doing is a desk that does what requests ask for.
type doing struct {
	err     error
	erased  []string
	copied  []string
	written map[string]string
}

func (d *doing) answers() Answers {
	return Answers{
		Erase: func(_ context.Context, reference string) (Erased, error) {
			time.Sleep(time.Second)
			d.erased = append(d.erased, reference)
			return Erased{Case: uuid.MustParse("00000000-0000-7000-8000-00000000000e"), Tag: "K7TM", At: now}, d.err
		},
		Copy: func(_ context.Context, reference string, pass []byte) ([]byte, error) {
			d.copied = append(d.copied, reference+" "+string(pass))
			return []byte("sealed"), d.err
		},
		Write: func(path string, b []byte) error { d.written[path] = string(b); return nil },
	}
}

// onRequest runs f with a request of this kind open on the desk.
func onRequest(t *testing.T, kind model.Kind, lang string, f func(r *rig, d *doing, sent *[]model.Verb)) {
	onDesk(t, lang, 2, func(r *rig) {
		d := &doing{written: map[string]string{}}
		r.s.p.Answers = d.answers()
		r.b.Save = func(_, name string, picked func(string, error)) { picked("/medium/"+name, nil) }
		sent := r.decided()
		r.asks(kind)
		r.openFirst()
		f(r, d, sent)
	})
}

// TestErase: it is asked first, whether the button or the key began; what the
// person is told stays until it is closed, and then the list is new.
func TestErase(t *testing.T) {
	onRequest(t, model.Erase, "en", func(r *rig, d *doing, sent *[]model.Verb) {
		r.tap("desk.erase.ask")
		r.has("desk.erase.lead")
		r.tap("common.cancel")
		r.press(fyne.KeyA)
		r.has("desk.erase.title")
		r.press(fyne.KeyA) // no key erases
		r.sleep(2 * time.Second)
		if len(d.erased) > 0 {
			t.Fatal("a key erased")
		}
		r.tap("desk.erase.do")
		r.sleep(2 * time.Second)
		r.has("desk.erased.title", "K7TM", "00000000-0000-7000-8000-00000000000e")
		if !slices.Equal(d.erased, []string{"R7TM-4M2Q-9XWD-3H8A"}) || len(*sent) > 0 {
			t.Errorf("erased %q, sent %q", d.erased, *sent)
		}
		r.s.Back()
		r.loop.Settle()
		r.has("Waiting: 2")
	})
	onRequest(t, model.Erase, "zh", func(r *rig, d *doing, _ *[]model.Verb) {
		d.err = model.ErrDiskFull
		r.tap("desk.erase.ask")
		r.tap("desk.erase.do")
		r.sleep(2 * time.Second)
		r.has("error.disk-full", "desk.erase.do")
		r.hasNot("desk.erased.title")
	})
}

// TestCopy: the file opens with the passphrase that the person typed twice, and
// the request is answered after it was written.
func TestCopy(t *testing.T) {
	onRequest(t, model.Export, "zh", func(r *rig, d *doing, sent *[]model.Verb) {
		r.tap("desk.copy.ask")
		r.types("their own words here", "their own words")
		r.tap("desk.copy.do")
		r.has("desk.claim.differ")
		r.types("their own words here", "their own words here")
		r.tap("desk.copy.do")
		r.sleep(UndoTime + time.Second)
		r.has("R7TM-4M2Q-9XWD-3H8A：已办理")
		if !slices.Equal(d.copied, []string{"K7TM-4M2Q-9XWD-3H8A their own words here"}) || d.written["/medium/Truename.age"] != "sealed" {
			t.Errorf("copied %q, written %q", d.copied, d.written)
		}
		if !slices.Equal(*sent, []model.Verb{model.Approve}) {
			t.Errorf("sent %q", *sent)
		}
	})
	for name, c := range map[string]struct {
		prepare func(r *rig, d *doing)
		says    string
	}{
		"weak":      {func(_ *rig, d *doing) { d.err = model.ErrWeak }, "error.weak"},
		"no folder": {func(r *rig, _ *doing) { r.b.Save = func(_, _ string, p func(string, error)) { p("", errors.New("x")) } }, "desk.copy.do"},
		"cancelled": {func(r *rig, _ *doing) { r.b.Save = func(_, _ string, p func(string, error)) { p("", nil) } }, "desk.copy.do"},
	} {
		t.Run(name, func(t *testing.T) {
			onRequest(t, model.Export, "en", func(r *rig, d *doing, sent *[]model.Verb) {
				c.prepare(r, d)
				r.tap("desk.copy.ask")
				r.types("their own words here", "their own words here")
				r.tap("desk.copy.do")
				r.has(c.says)
				if len(d.written) > 0 || len(*sent) > 0 {
					t.Errorf("written %q, sent %q", d.written, *sent)
				}
			})
		})
	}
}
