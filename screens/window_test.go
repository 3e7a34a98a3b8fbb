//go:build window && linux

package screens

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"truename/model"

	"fyne.io/fyne/v2/test"
)

// TestWindowJourney binds a card in the real window, with the mouse and keys of
// a person, and finds the case in the store. What stands on the card is read
// from its photographs: only a telephone number is typed.
func TestWindowJourney(t *testing.T) {
	const phone = "13800000000"
	c := card(t)
	surround(t, filepath.Dir(c.Front))
	data := filepath.Join(t.TempDir(), "data")
	w := twinOf(open(t, openDisplay(t), data), t.TempDir())
	w.tap("me.bind")
	w.tap("bind.start.begin")
	w.twin.hear(w.twin.bench.T("bind.consent.title"))
	w.tick(2)
	w.tap("common.continue")
	w.photograph("front")
	w.photograph("back")
	w.twin.hear(w.twin.bench.T("bind.name.title"))
	w.hitField(1)
	w.typeText(phone)
	test.Type(w.twin.fields()[1], phone)
	w.press("Return")
	w.twin.tap("common.continue")
	for _, page := range []string{"bind.number.title", "bind.term.title"} {
		w.twin.hear(w.twin.bench.T(page))
		w.tap("common.continue")
	}
	w.tap("bind.check.submit")
	w.twin.receipt()
	w.agree("the receipt", similar)
	if name := w.title(); name != "Truename" {
		t.Errorf("the title bar says %q", name)
	}
	if code := w.quit("after the receipt"); code != 0 {
		t.Errorf("exit code %d\n%s", code, w.errs)
	}
	heads := list(t, data)
	if len(heads) != 1 || heads[0].Status != model.Waiting || !heads[0].Demo {
		t.Errorf("the store lists %+v", heads)
	}
	if f := sealedIn(t, data); f.Name != c.Name || f.Number != c.Number || f.From.String() != c.From || f.Phone != phone {
		t.Errorf("sealed is %+v", f)
	}
	if said := w.errs.String(); strings.Contains(said, c.Name) || strings.Contains(said, c.Number) {
		t.Error("standard error names the person")
	}
}

// photograph chooses a file in the file dialog and goes on.
func (w *twins) photograph(name string) {
	w.Helper()
	w.tap("bind.photo.choose")
	w.inDialog(name)
	w.twin.checked()
	w.tap("common.continue")
}

// inDialog opens the file with this name in the file dialog.
func (w *twins) inDialog(name string) {
	w.Helper()
	w.twin.until("the file dialog", func() bool { return w.twin.bench.Window.Canvas().Overlays().Top() != nil })
	w.top().Refresh() // the test driver centres dialogs only then
	w.tapText(name)
	w.tapText("Open")
}

// TestWindowAppearance changes language, theme and size while a name stands half
// typed in its field, and quits at once: everything typed is kept.
func TestWindowAppearance(t *testing.T) {
	d, draft := openDisplay(t), filled(t, card(t), model.PageName)
	if err := d.learn("欧阳娜"); err != nil {
		t.Fatal(err)
	}
	surround(t, t.TempDir())
	draft.Name = ""
	data := withDraft(t, draft)
	w := twinOf(open(t, d, data), withDraft(t, draft))
	w.tapText(w.twin.goOn(model.PageName))
	w.hitField(0)
	w.write("bind.name.title", "欧阳")
	for _, button := range []string{"中文", "浅色", "A⁺", "EN", "Dark", "A⁺⁺", "Contrast", "A"} {
		w.tapText(button)
	}
	w.hitField(0)
	w.press("End")
	w.typeText("娜")
	if code := w.quit("half typed"); code != 0 {
		t.Errorf("exit code %d\n%s", code, w.errs)
	}
	if got := draftIn(t, data); got.Name != "欧阳娜" || got.Page != model.PageName || got.Front.Empty() {
		t.Errorf("kept is %q on %s", got.Name, got.Page)
	}
}

// mostGrown is how much memory a few looks may take, in MB: what was drawn in
// each of them is thrown out later.
const mostGrown = 150

// TestWindowLooks changes tone and scale many times: the window keeps its size,
// and no look stays in memory.
func TestWindowLooks(t *testing.T) {
	surround(t, t.TempDir())
	w := twinOf(open(t, openDisplay(t), t.TempDir()), t.TempDir())
	w.twin.hear(w.twin.bench.T("me.claim"))
	w.agree("me", same)
	before := w.memory()
	for range 4 {
		for _, button := range []string{"Light", "A⁺⁺", "Dark", "A", "Contrast"} {
			w.tapText(button)
		}
	}
	w.agree("the first look again", same)
	if grown := w.memory() - before; grown > mostGrown {
		t.Errorf("twenty looks took %d MB", grown)
	}
	if size := w.out("getwindowgeometry", w.window); !strings.Contains(size, fmt.Sprintf("%dx%d", windowWidth, windowHeight)) {
		t.Errorf("the window is %s", size)
	}
	if code := w.quit("after many looks"); code != 0 {
		t.Errorf("exit code %d", code)
	}
}

// memory is what the program has in memory, in MB.
func (p *real) memory() (mb int) {
	p.Helper()
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", p.cmd.Process.Pid))
	if err != nil {
		p.Fatal(err)
	}
	for line := range strings.Lines(string(b)) {
		if _, err := fmt.Sscanf(line, "VmRSS: %d kB", &mb); err == nil {
			return mb / 1024
		}
	}
	p.Fatalf("no memory in %q", b)
	return 0
}

// hitField clicks into a field of the page.
func (w *twins) hitField(n int) {
	w.Helper()
	w.twin.until("a field", func() bool { return len(w.twin.fields()) > n })
	w.agree("before a field", same)
	w.hit(w.twin.fields()[n])
}

// list is what "truename list" prints.
func list(t *testing.T, data string) (heads []model.Head) {
	t.Helper()
	out, code := run(t, "list", "-demo", "-data", data)
	if code != 0 {
		t.Fatalf("list: exit code %d", code)
	}
	for line := range strings.Lines(out) {
		var h model.Head
		if err := json.Unmarshal([]byte(line), &h); err != nil {
			t.Fatal(err)
		}
		heads = append(heads, h)
	}
	return heads
}
