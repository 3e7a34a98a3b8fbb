//go:build window && linux

package screens

import (
	"testing"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// TestWindowShortcuts presses the keys that lead from place to place.
func TestWindowShortcuts(t *testing.T) {
	draft := filled(t, card(t), model.PageName)
	surround(t, t.TempDir())
	w := twinOf(open(t, openDisplay(t), withDraft(t, draft)), withDraft(t, draft))
	w.twin.until("the draft", func() bool { return w.labelled(w.twin.goOn(model.PageName)) != nil })
	w.agree("me", same)
	for _, c := range []struct {
		key   string
		do    func()
		title string
	}{
		{"ctrl+2", func() { w.twin.shell.Go("bind") }, "bind.name.title"},
		{"ctrl+4", func() { w.twin.shell.Go("guide") }, "guide.title"},
		{"F1", func() { w.twin.shell.Go("questions") }, "questions.title"},
		{"Escape", w.twin.shell.Back, "guide.title"},
		{"ctrl+3", func() { w.twin.shell.Go("status") }, "status.lead"},
		{"ctrl+7", func() { w.twin.shell.Go("desk") }, "desk.claim.title"},
		{"Escape", w.twin.shell.Back, "me.kicker"},
		{"ctrl+3", func() { w.twin.shell.Go("status") }, "status.lead"},
		{"ctrl+1", func() { w.twin.shell.Go("me") }, "me.kicker"},
	} {
		w.press(c.key)
		c.do()
		w.twin.hear(w.twin.bench.T(c.title))
		w.agree(c.key, same)
	}
	if code := w.quit("after keys"); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// TestWindowWithoutMouse goes from the start to the first photograph with Tab
// and the space bar.
func TestWindowWithoutMouse(t *testing.T) {
	surround(t, t.TempDir())
	w := twinOf(open(t, openDisplay(t), t.TempDir()), t.TempDir())
	button := func(key string) func() fyne.Focusable {
		return func() fyne.Focusable {
			if b := w.twin.button(key); b != nil {
				return b
			}
			return nil
		}
	}
	box := func(n int) func() fyne.Focusable {
		return func() fyne.Focusable {
			if found := kittest.Boxes(w.twin.shell.holder); n < len(found) {
				return found[n]
			}
			return nil
		}
	}
	for _, c := range []struct {
		what string
		find func() fyne.Focusable
	}{
		{"begin to bind", button("me.bind")},
		{"begin", button("bind.start.begin")},
		{"identity data", box(0)},
		{"photographs", box(1)},
		{"on", button("common.continue")},
	} {
		w.twin.until(c.what, func() bool { return c.find() != nil })
		w.agree("before "+c.what, same)
		w.tabTo(c.find())
		w.agree("on "+c.what, same)
		w.space(c.find())
	}
	w.twin.hear(w.twin.bench.T("bind.front.title"))
	w.agree("the first photograph", same)
	if code := w.quit("without a mouse"); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// space presses the space bar on o.
func (w *twins) space(o fyne.Focusable) {
	w.Helper()
	w.press("space")
	o.TypedKey(&fyne.KeyEvent{Name: fyne.KeySpace})
	o.TypedRune(' ') // the window gets both
}

// TestWindowSpaceIsNotTyped continues with the space bar to a page whose field
// takes the keyboard: the space is not typed into it.
func TestWindowSpaceIsNotTyped(t *testing.T) {
	draft := filled(t, card(t), model.PageBack)
	draft.Name = ""
	surround(t, t.TempDir())
	data := withDraft(t, draft)
	w := twinOf(open(t, openDisplay(t), data), withDraft(t, draft))
	w.tapText(w.twin.goOn(model.PageBack))
	w.twin.until("the photograph", func() bool { return w.twin.button("photo.larger") != nil })
	w.agree("the photograph", same)
	w.tabTo(w.twin.button("common.continue"))
	w.space(w.twin.button("common.continue"))
	w.write("bind.name.title", "x")
	if code := w.quit("after a space"); code != 0 {
		t.Errorf("exit code %d", code)
	}
	if got := draftIn(t, data); got.Name != "x" {
		t.Errorf("the name is %q", got.Name)
	}
}

// tabTo presses Tab until o has the keyboard.
func (w *twins) tabTo(o fyne.Focusable) {
	w.Helper()
	canvas := w.twin.bench.Window.Canvas()
	for range 40 {
		if canvas.Focused() == o {
			return
		}
		canvas.FocusNext()
		w.press("Tab")
	}
	w.Fatal("Tab does not lead there")
}
