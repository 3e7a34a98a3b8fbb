package desk

import (
	"fmt"
	"testing"

	"truename/model"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// numbered gives the desk n waiting cases whose references tell their places.
func (r *rig) numbered(n int) {
	for i := range n {
		h := head(i)
		h.Case, h.Tag = uuid.MustParse(fmt.Sprintf("00000000-0000-7000-8000-%012d", i)), fmt.Sprintf("N%05d", i)
		r.heads = append(r.heads, h)
	}
}

// scrollTo brings a row into sight and waits for what that fetches.
func (r *rig) scrollTo(row int) {
	r.Helper()
	r.s.list.ScrollTo(row)
	r.content()
	r.loop.Settle()
	r.content()
	r.loop.Settle()
}

// TestLongQueue: of a very long list a part is kept, wherever somebody scrolls,
// and each row is that of its place; a case is opened and decided in the middle.
func TestLongQueue(t *testing.T) {
	onDesk(t, "en", 0, func(r *rig) {
		const n = 5000
		r.numbered(n)
		r.enter()
		for r.s.length() < n {
			before := r.s.length()
			r.s.list.ScrollToBottom()
			r.content()
			r.loop.Settle()
			if r.s.length() <= before {
				t.Fatalf("the list stays at %d", before)
			}
			if len(r.s.heads) > mostHeads {
				t.Fatalf("%d heads are kept", len(r.s.heads))
			}
		}
		r.scrollTo(n - 1)
		r.has("Waiting: 5000", "N04999")
		for _, row := range []int{0, 2500, 2490, 1200, 4999, 10, 3777} {
			r.scrollTo(row)
			r.has(fmt.Sprintf("N%05d", row))
			if len(r.s.heads) > mostHeads {
				t.Errorf("at %d %d heads are kept", row, len(r.s.heads))
			}
		}
		asked := len(r.asked)
		r.scrollTo(3780) // in what is kept
		if len(r.asked) != asked {
			t.Errorf("asked for %q", r.asked[asked:])
		}
		r.s.list.Select(3780)
		r.loop.Settle()
		r.s.Key(fyne.KeyA)
		r.loop.Settle()
		r.s.Back()
		r.loop.Settle()
		r.scrollTo(3779)
		r.has("N03779", "N03781")
		if id := uuid.MustParse("00000000-0000-7000-8000-000000003780"); r.s.index(id) >= 0 {
			t.Error("what was decided still stands in the list")
		}
		r.s.flush(nil)
		r.loop.Settle()
		r.scrollTo(0)
		r.has("N00000")
		r.scrollTo(r.s.length() - 1)
		r.has("N04999")
	})
}

// TestRows: pages are found by where they began, also after a row is gone.
func TestRows(t *testing.T) {
	var r rows
	r.keep(0, queue{next: "a"}, 50)
	r.keep(0, queue{next: "b"}, 100)
	r.keep(0, queue{next: "b"}, 100)
	for row, want := range map[int]mark{0: {}, 49: {}, 50: {50, "a"}, 99: {50, "a"}, 100: {100, "b"}, 5000: {100, "b"}} {
		if got := r.before(row); got != want {
			t.Errorf("before %d: %v, want %v", row, got, want)
		}
	}
	r.gone(60)
	if got := r.before(99); got != (mark{99, "b"}) || r.seen != 99 {
		t.Errorf("%v, %d seen", got, r.seen)
	}
	r.keep(50, queue{}, 20)
	if r.seen != 70 {
		t.Errorf("%d seen at the end", r.seen)
	}
}

// BenchmarkScroll is the desk's part of a scroll step in a list of 100,000: the
// rows that come into sight are set and laid out.
func BenchmarkScroll(b *testing.B) {
	loop := kittest.NewLoop()
	bench := kittest.NewBench(b, "en", loop.Post, nil)
	s := New(bench, Parts{Lock: &lock{}, State: func() (bool, bool) { return true, true }})
	s.risks = map[uuid.UUID]model.Risk{}
	for i := range 900 {
		h := head(i)
		s.heads = append(s.heads, h)
		s.risks[h.Case] = model.Risk{Notices: i % 3, Codes: []string{model.FindingGlare, model.FindingFar}[:i%3]}
	}
	s.rows.seen, s.rows.base, s.rows.still = 100_000, 50_000, true
	bench.Window.SetContent(s.queuePage())
	bench.Window.Resize(fyne.NewSize(1024, 700))
	s.list.ScrollTo(50_400)
	at := s.list.GetScrollOffset()
	step := 0
	for b.Loop() {
		step++
		s.list.ScrollToOffset(at + float32(step%40)*48) // a row
	}
	s.list.ScrollToOffset(at)
	if !kittest.Says(bench.Window.Content(), "T400") {
		b.Errorf("the list shows %q", kittest.Texts(s.list))
	}
}
