//go:build window && linux

package screens

import (
	"fmt"
	"math/rand/v2"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
)

// TestWindowQuits starts and quits fifty times with something under way.
func TestWindowQuits(t *testing.T) {
	c, d := card(t), openDisplay(t)
	surround(t, filepath.Dir(c.Front))
	draft := filled(t, c, model.PageFront)
	data := withDraft(t, draft)
	field := fields(t)
	fresh := func() string { return filepath.Join(t.TempDir(), "new") }
	ways := []struct {
		what string
		data func() string
		busy func(p *real)
		end  func(p *real, what string) int
	}{
		{"a store is being made", fresh, func(*real) {}, (*real).quit},
		{"a draft is being loaded", func() string { return data }, func(p *real) { p.press("ctrl+2") }, (*real).quit},
		{"a reference is looked up", func() string { return data }, func(p *real) {
			p.monkey("ctrl+3", field["status"], "K7TM-4M2Q-9XWD-3H8A")
		}, (*real).quit},
		{"a desk is being claimed", fresh, func(p *real) { p.monkey("ctrl+7", field["desk"], passphrase+"\t"+passphrase) }, (*real).quit},
		{"the session ends", func() string { return data }, func(p *real) { p.press("ctrl+2") }, (*real).terminate},
	}
	for i := range 50 {
		way, delay := ways[i%len(ways)], time.Duration(50+i*17)*time.Millisecond
		what := fmt.Sprintf("round %d, %s, after %v", i, way.what, delay)
		dir := way.data()
		p := open(t, d, dir)
		way.busy(p)
		time.Sleep(delay)
		if code := way.end(p, what); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", what, code, p.errs)
		}
		if _, code := run(t, "verify", "-demo", "-data", dir); code != 0 {
			t.Errorf("%s: the store is not in order", what)
		}
	}
	if got := draftIn(t, data); got.ID != draft.ID || got.Page != draft.Page || got.Front.Empty() {
		t.Errorf("the draft is %v on page %s", got.ID, got.Page)
	}
}

// monkey goes to a place, clicks into its field and types, whether the window
// is ready for that or not.
func (p *real) monkey(place string, field fyne.Position, text string) {
	p.Helper()
	time.Sleep(300 * time.Millisecond)
	p.press(place)
	p.click(int(field.X), int(field.Y))
	p.typeText(text)
	p.press("Return")
}

// fields is where the first field of a place is.
func fields(t *testing.T) map[string]fyne.Position {
	t.Helper()
	w := twinOf(&real{T: t}, t.TempDir())
	out := map[string]fyne.Position{}
	for _, place := range []string{"status", "desk"} {
		w.twin.shell.Go(place)
		f := kittest.Find[input](w.twin.shell.holder)[0]
		out[place] = fyne.CurrentApp().Driver().AbsolutePositionForObject(f).AddXY(20, f.Size().Height/2)
	}
	return out
}

// terminate ends the program as the end of a session does.
func (p *real) terminate(what string) int {
	p.cmd.Process.Signal(syscall.SIGTERM)
	return p.end(what)
}

// TestWindowQuitsChecking quits while a photograph is opened and checked.
func TestWindowQuitsChecking(t *testing.T) {
	c, d := card(t), openDisplay(t)
	surround(t, filepath.Dir(c.Front))
	draft := filled(t, c, model.PageFront)
	data := withDraft(t, draft)
	for i := range 6 {
		w := twinOf(open(t, d, data), withDraft(t, draft))
		w.tapText(w.twin.goOn(model.PageFront))
		w.tap("bind.photo.other")
		w.inDialog("again")
		what, delay := fmt.Sprintf("round %d", i), time.Duration(i*40)*time.Millisecond
		time.Sleep(delay)
		if code := w.quit(what); code != 0 {
			t.Fatalf("%s: exit code %d\n%s", what, code, w.errs)
		}
		w.twin.quit()
		got := draftIn(t, data) // with the new photograph, or still with the former
		if got.ID != draft.ID || got.Page != model.PageFront || got.Front.Empty() || got.Front.Report.Grade != model.Good {
			t.Errorf("%s: the draft is %v on page %s", what, got.ID, got.Page)
		}
		draft = got
	}
}

// A typist remembers what was typed when.
type typist struct {
	*real
	rand  *rand.Rand
	typed []rune
	at    []time.Time
}

// burst types a few letters.
func (y *typist) burst() {
	for range 2 + y.rand.IntN(4) {
		r := 'a' + rune(y.rand.IntN(26))
		y.do("type", string(r))
		y.typed, y.at = append(y.typed, r), append(y.at, time.Now())
	}
}

// calm is how long a pause must be for what was typed before to be on disk:
// the delay of saving, and some for a slow machine.
const calm = 1700 * time.Millisecond

// safe counts the letters that had a long enough pause behind them before end.
func (y *typist) safe(end time.Time) (n int) {
	for i := range y.at {
		next := end
		if i+1 < len(y.at) {
			next = y.at[i+1]
		}
		if next.Sub(y.at[i]) > calm {
			n = i + 1
		}
	}
	return n
}

// TestWindowKilled kills the program while somebody types. What was typed
// before the last pause is there, on the same page.
func TestWindowKilled(t *testing.T) {
	c, d := card(t), openDisplay(t)
	surround(t, t.TempDir())
	draft := filled(t, c, model.PageName)
	draft.Name = ""
	data := withDraft(t, draft)
	random := rand.New(rand.NewPCG(1, 2))
	safe := 0
	for round := range 10 {
		w := twinOf(open(t, d, data), withDraft(t, draft))
		w.tapText(w.twin.goOn(model.PageName))
		w.hitField(0)
		w.press("End")
		y := &typist{real: w.real, rand: random}
		y.burst()
		time.Sleep(calm + 100*time.Millisecond)
		y.burst()
		time.Sleep(time.Duration(random.IntN(2200)) * time.Millisecond)
		w.cmd.Process.Kill()
		end := time.Now()
		<-w.ended
		w.twin.quit()

		got := draftIn(t, data)
		all := draft.Name + string(y.typed)
		n := len([]rune(draft.Name)) + y.safe(end)
		if got.Page != model.PageName || !strings.HasPrefix(all, got.Name) || len(got.Name) < n {
			t.Fatalf("round %d: kept is %q on %s; typed was %q, of which %d letters had time enough", round, got.Name, got.Page, all, n)
		}
		if got.ID != draft.ID || got.Number != draft.Number || len(got.Front.JPEG) != len(draft.Front.JPEG) {
			t.Fatalf("round %d: the rest of the draft changed", round)
		}
		draft, safe = got, safe+y.safe(end)
	}
	if safe < 20 {
		t.Errorf("only %d letters had time enough: this proves little", safe)
	}
	if out, code := run(t, "verify", "-demo", "-data", data); code != 0 {
		t.Errorf("the store is not in order: %s", out)
	}
}
