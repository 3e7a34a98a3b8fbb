package desk

import (
	"context"
	"image"
	"slices"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// keyring is a store's reviewers in memory.
type keyring struct {
	now       Holders
	err       error
	asked     []string
	recovered int
}

func (k *keyring) AddReviewer(_ context.Context, role model.Role, pass []byte) (string, error) {
	time.Sleep(time.Second)
	if k.asked = append(k.asked, "add "+string(role)+" "+string(pass)); k.err != nil {
		return "", k.err
	}
	k.now.Reviewers = append(k.now.Reviewers, "cccccccc-3")
	k.now.Roles["cccccccc-3"] = role
	return "cccccccc-3", nil
}

func (k *keyring) RemoveReviewer(_ context.Context, id string) error {
	if k.asked = append(k.asked, "remove "+id); k.err == nil {
		delete(k.now.Roles, id)
		k.now.Reviewers = slices.DeleteFunc(k.now.Reviewers, func(s string) bool { return s == id })
	}
	return k.err
}

func (k *keyring) ChangePassphrase(_ context.Context, old, pass []byte) error {
	k.asked = append(k.asked, "change "+string(old)+" to "+string(pass))
	return k.err
}

func (k *keyring) recover(_ context.Context, replace bool) (Recovery, error) {
	k.recovered++
	if k.err != nil {
		return Recovery{}, k.err
	}
	if k.now.Recovery && !replace {
		return Recovery{}, model.ErrNotAllowed
	}
	k.now.Recovery = true
	return Recovery{Words: []string{"apple", "river", "stone"}, Code: image.NewGray(image.Rect(0, 0, 30, 30))}, nil
}

// onKeys runs f on the page about reviewers and keys, with two of them.
func onKeys(t *testing.T, lang string, f func(r *rig, k *keyring)) {
	onDesk(t, lang, 1, func(r *rig) {
		k := r.holders()
		r.has("desk.holders.lead", "bbbbbbbb")
		f(r, k)
	})
}

// holders opens the page.
func (r *rig) holders() *keyring {
	k := &keyring{now: Holders{
		Reviewers: []string{"aaaaaaaa-1", "bbbbbbbb-2"}, You: "aaaaaaaa-1",
		Roles: map[string]model.Role{"aaaaaaaa-1": model.Supervisor, "bbbbbbbb-2": model.Supervisor},
	}}
	r.s.p.Reviewers, r.s.p.Holders, r.s.p.Recover = k, func() Holders { return k.now }, k.recover
	r.enter()
	r.tap("desk.holders")
	return k
}

func TestAddReviewer(t *testing.T) {
	onKeys(t, "en", func(r *rig, k *keyring) {
		r.tap("desk.add.do")
		r.has("desk.add.lead")
		r.types("four words are enough", "four words")
		r.tap("desk.add.do")
		r.has("desk.claim.differ")
		kittest.Tick(r, r.content(), r.b.T("role.auditor.may")) // what was typed stays
		r.tap("desk.add.do")
		r.has("desk.claim.differ")
		r.types("four words are enough", "four words are enough")
		r.tap("desk.add.do")
		r.has("desk.busy")
		r.sleep(2 * time.Second)
		r.has("Reviewer cccccccc was added.", "People at the desk: 3", "cccccccc　Auditor", "aaaaaaaa (you)　Supervisor")
		r.hasNot("four words")
		if !slices.Equal(k.asked, []string{"add auditor four words are enough"}) {
			t.Errorf("%q", k.asked)
		}
	})
}

// TestKeysFail: what cannot be done is said where it was asked for, and
// nothing is on the list that is not so.
func TestKeysFail(t *testing.T) {
	for name, c := range map[string]struct {
		open, do string
		typed    []string
	}{
		"add":    {"desk.add.do", "desk.add.do", []string{"a", "a"}},
		"change": {"desk.change.do", "desk.change.do", []string{"old", "a", "a"}},
	} {
		t.Run(name, func(t *testing.T) {
			onKeys(t, "zh", func(r *rig, k *keyring) {
				k.err = model.ErrWeak
				r.tap(c.open)
				r.types(c.typed...)
				r.tap(c.do)
				r.sleep(2 * time.Second)
				r.has("error.weak", c.do)
				r.tap("common.cancel")
				r.has("审核台人员：2")
				r.hasNot("error.weak")
			})
		})
	}
}

func TestChangePassphrase(t *testing.T) {
	onKeys(t, "zh", func(r *rig, k *keyring) {
		r.tap("desk.change.do")
		r.types("old one", "new one", "another")
		r.tap("desk.change.do")
		r.has("desk.claim.differ")
		r.types("old one", "new one", "new one")
		r.tap("desk.change.do")
		r.has("desk.change.done")
		if !slices.Equal(k.asked, []string{"change old one to new one"}) {
			t.Errorf("%q", k.asked)
		}
	})
}

// TestRemoveReviewer: it is asked first, and the last one cannot be asked for.
func TestRemoveReviewer(t *testing.T) {
	onKeys(t, "en", func(r *rig, k *keyring) {
		r.tap("desk.holders.remove")
		r.has("Remove reviewer aaaaaaaa?", "desk.remove.lead")
		r.tap("common.cancel")
		r.tap("desk.holders.remove")
		r.tap("desk.remove.do")
		r.has("Reviewer aaaaaaaa was removed.", "People at the desk: 1")
		r.hasNot("desk.holders.remove")
		if !slices.Equal(k.asked, []string{"remove aaaaaaaa-1"}) {
			t.Errorf("%q", k.asked)
		}
	})
}

// TestRecovery: the words are shown once, no key and no way back leads past
// them, and they are gone with the page. Another is only made on purpose.
func TestRecovery(t *testing.T) {
	onKeys(t, "zh", func(r *rig, k *keyring) {
		r.has("desk.recovery.none")
		r.tap("desk.recovery.make")
		r.has("desk.paper.lead", "river")
		r.s.Back()
		r.has("river")
		r.speak("en")
		r.has("river")
		r.tap("desk.paper.do")
		r.has("desk.paper.done", "desk.recovery.is")
		r.hasNot("river")
		r.tap("desk.replace.do")
		r.has("desk.replace.lead")
		if k.recovered != 1 {
			t.Errorf("made %d times without being asked", k.recovered)
		}
		r.tap("desk.replace.do")
		r.has("river")
		r.s.Leave()
		r.enter()
		r.hasNot("river")
	})
}

// TestPaperPrinted: where there is a printer the key is printed on it, in the
// present language, and it is said that a printer may keep it; the page stays.
func TestPaperPrinted(t *testing.T) {
	var asked []string
	var fails error
	printer := "Office"
	made := func(context.Context, bool) (Recovery, error) {
		return Recovery{
			Words:   []string{"apple", "river", "stone"},
			Printer: func(context.Context) (string, error) { return printer, nil },
			Print: func(_ context.Context, printer, lang string) error {
				asked = append(asked, printer+" "+lang)
				return fails
			},
		}, nil
	}
	onKeys(t, "en", func(r *rig, _ *keyring) {
		r.s.p.Recover = made
		r.tap("desk.recovery.make")
		r.has("desk.paper.print", "river")
		fails = model.Fail(model.CodePrinter, nil)
		r.tap("slip.print")
		r.has("error.printer", "river")
		fails = nil
		r.tap("slip.print")
		r.has(r.b.T("desk.paper.printed", "printer", "Office"), "river")
		r.hasNot("error.printer")
		if !slices.Equal(asked, []string{"Office en", "Office en"}) {
			t.Errorf("%q", asked)
		}
		r.tap("desk.paper.do")
		r.has("desk.paper.done")
	})
	printer = ""
	onKeys(t, "zh", func(r *rig, _ *keyring) {
		r.s.p.Recover = made
		r.tap("desk.recovery.make")
		r.has("river")
		r.hasNot("slip.print")
	})
}

// TestKeysAreLeft: Esc leads back to the list and then to the queue, and the
// lock closes the page with all that was on it.
func TestKeysAreLeft(t *testing.T) {
	onKeys(t, "en", func(r *rig, _ *keyring) {
		r.tap("desk.add.do")
		r.types("typed")
		r.s.Back()
		r.loop.Settle()
		r.has("desk.holders.lead")
		r.s.Back()
		r.loop.Settle()
		r.has("Waiting: 1")
		r.tap("desk.holders")
		r.tap("desk.recovery.make")
		if r.s.Key(fyne.KeyA) {
			t.Error("a key decided")
		}
		r.sleep(IdleLimit + time.Second)
		r.has("desk.unlock.title")
		r.hasNot("river")
	})
}
