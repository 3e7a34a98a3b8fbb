package desk

import (
	"context"
	"slices"
	"sync"
	"testing"
	"time"

	"truename/model"
	"truename/screens/kit"
	"truename/screens/kit/kittest"

	"fyne.io/fyne/v2"
	"github.com/google/uuid"
)

// finder finds by functions, and knows the risks that it has.
type finder struct {
	mu     sync.Mutex // jobs ask at once
	search func(typed string) (model.Found, error)
	of     map[uuid.UUID]model.Risk
	left   int
	typed  []string
}

func (f *finder) Search(_ context.Context, typed string) (model.Found, error) {
	f.typed = append(f.typed, typed)
	return f.search(typed)
}

func (f *finder) Risks(_ context.Context, cases []uuid.UUID) (map[uuid.UUID]model.Risk, int, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	of := map[uuid.UUID]model.Risk{}
	for _, id := range cases {
		if r, ok := f.of[id]; ok {
			of[id] = r
		}
	}
	return of, f.left, nil
}

// withFinder runs f at a desk with n waiting cases and a finder.
func withFinder(t *testing.T, n int, f func(r *rig, find *finder)) {
	t.Helper()
	onDesk(t, "en", n, func(r *rig) {
		find := &finder{of: map[uuid.UUID]model.Risk{}}
		r.s.p.Finder = find
		f(r, find)
	})
}

// TestSeek: Enter looks for a name among all cases; what was found stands in the
// place of the queue, decided cases too, until somebody goes back, types on, goes
// elsewhere or locks.
func TestSeek(t *testing.T) {
	withFinder(t, 3, func(r *rig, find *finder) {
		decided := head(7)
		decided.Status = model.Approved
		find.search = func(string) (model.Found, error) {
			return model.Found{Heads: []model.Head{decided, r.heads[1]}, Total: 2}, nil
		}
		seek := func() {
			r.Helper()
			r.types("张伟")
			r.loop.Settle()
			r.has("desk.none.tag", "Waiting: 0")
			r.hasNot("desk.empty")
			r.tap("desk.find.do")
			r.has("Found: 2", "T007", "T001", "Bound")
			r.hasNot("T000")
		}
		r.enter()
		seek()
		r.tap("desk.found.back")
		r.has("Waiting: 3", "T000")
		seek()
		r.s.Reload() // something else changed: it is not looked for again
		r.loop.Settle()
		r.has("Found: 2")
		r.s.list.Select(1)
		r.loop.Settle()
		r.has("T001-4M2Q-9XWD-3H8A")
		r.s.Back()
		r.loop.Settle()
		r.has("Found: 2")
		r.s.Back()
		r.loop.Settle()
		r.has("Waiting: 3", "T000")
		seek()
		r.types("T00")
		r.loop.Settle()
		r.has("Waiting: 3")
		r.types("")
		r.loop.Settle()
		seek()
		r.s.Leave()
		r.enter()
		r.has("Waiting: 3")
		seek()
		r.tap("desk.lock")
		r.lock.open = true
		r.enter()
		r.has("Waiting: 3")
		if r.s.only.Tag != "" || r.s.found != nil {
			r.Error("the next reviewer sees whom somebody looked for")
		}
		if want := slices.Repeat([]string{"张伟"}, 5); !slices.Equal(find.typed, want) {
			r.Errorf("searched for %q, want %q", find.typed, want)
		}
	})
}

// TestFoundIsDecided: what was found and is decided leaves the list, which ends
// with the last one; taking the decision back puts it where it was.
func TestFoundIsDecided(t *testing.T) {
	withFinder(t, 3, func(r *rig, find *finder) {
		found := []model.Head{decided(7), r.heads[1]}
		find.search = func(string) (model.Found, error) {
			return model.Found{Heads: slices.Clone(found), Total: len(found)}, nil
		}
		r.enter()
		decide := func(row int) {
			r.Helper()
			r.types("张伟")
			r.loop.Settle()
			r.tap("desk.find.do")
			r.s.list.Select(row)
			r.loop.Settle()
			r.s.Key(fyne.KeyA)
			r.loop.Settle()
		}
		decide(1)
		r.has("Found: 1", "T007", "desk.undo")
		if r.s.index(found[1].Case) >= 0 {
			r.Error("what was decided still stands in the list")
		}
		r.s.Key(fyne.KeyZ)
		r.s.Back()
		r.loop.Settle()
		r.has("Found: 2", "T001")
		r.s.Back()
		r.loop.Settle()
		r.sleep(time.Second)
		found = r.heads[2:]
		decide(0)
		r.has("Waiting: 2", "T000", "T001")
		r.hasNot("Found")
		r.s.undo() // it was not of the queue
		r.s.Back()
		r.loop.Settle()
		r.has("Waiting: 3", "T002")
	})
}

// TestSeekSays: nothing found, more than is listed, not all searched, a failure.
func TestSeekSays(t *testing.T) {
	for name, c := range map[string]struct {
		found model.Found
		err   error
		says  []string
	}{
		"nothing": {model.Found{}, nil, []string{"Found: 0", "desk.found.none"}},
		"many":    {model.Found{Heads: []model.Head{head(1)}, Total: 7012, Left: 4}, nil, []string{"Found: 7012", "The newest 1 are listed.", "missing here: 4"}},
		"failed":  {model.Found{}, model.ErrReadOnly, []string{"error.read-only"}},
	} {
		withFinder(t, 0, func(r *rig, find *finder) {
			find.search = func(string) (model.Found, error) { return c.found, c.err }
			r.enter()
			r.has("desk.empty")
			r.types("  ")
			r.tap("desk.find.do") // nobody is looked for
			r.types("张")
			r.loop.Settle()
			kittest.Find[*kit.Entry](r.content())[0].TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
			r.loop.Settle()
			r.has(c.says...)
			if !slices.Equal(find.typed, []string{"张"}) {
				r.Errorf("%s: searched for %q", name, find.typed)
			}
		})
	}
}

// TestConcerns: the queue is narrowed to one kind of finding and sorted by risk,
// and each row says in words what is to be looked at.
func TestConcerns(t *testing.T) {
	withFinder(t, 60, func(r *rig, find *finder) {
		var asked []model.Sieve
		r.cases.queue = func(ctx context.Context, only model.Sieve, after string, n int) ([]model.Head, string, error) {
			asked = append(asked, only)
			return r.page(ctx, only.Clear(), after, n)
		}
		r.heads[0].Weight = 2
		find.of[r.heads[0].Case] = model.Risk{Notices: 2, Differs: 1, Codes: []string{model.FindingNameDiffers}}
		find.of[r.heads[1].Case] = model.Risk{}
		r.enter()
		r.has("look closely: differs", "all checks passed")
		r.hasNot("desk.concern.term", "desk.found.left")
		last := func(want model.Sieve) {
			r.Helper()
			r.loop.Settle()
			if got := asked[len(asked)-1]; got != want {
				r.Errorf("asked for %+v, want %+v", got, want)
			}
		}
		tick := func(key string, want model.Sieve) {
			r.Helper()
			kittest.Tick(r, r.content(), r.b.T(key))
			last(want)
		}
		find.left = 5
		tick("desk.by-risk", model.Sieve{ByRisk: true})
		r.has("missing here: 5")
		tick("desk.only.flagged", model.Sieve{ByRisk: true, Flagged: true})
		tick("desk.concern.term", model.Sieve{ByRisk: true, Concern: model.ConcernTerm})
		tick("desk.concern.alike", model.Sieve{ByRisk: true, Concern: model.ConcernAlike})
		tick("desk.concern.alike", model.Sieve{ByRisk: true, Flagged: true})
		tick("desk.concern.photo", model.Sieve{ByRisk: true, Concern: model.ConcernPhoto})
		tick("desk.only.flagged", model.Sieve{ByRisk: true})
		r.hasNot("desk.concern.photo")
		tick("desk.by-risk", model.Sieve{})
	})
}

// TestRead: cases that the desk does not know yet are read, and the list says
// what was found as soon as they are.
func TestRead(t *testing.T) {
	withFinder(t, 2, func(r *rig, find *finder) {
		find.left = 1
		reads := 0
		r.s.p.Duplicates = &twins{compare: func(context.Context) error {
			find.mu.Lock()
			defer find.mu.Unlock()
			reads++
			find.left = 0
			find.of[r.heads[0].Case] = model.Risk{}
			return nil
		}}
		r.enter()
		r.has("all checks passed")
		if reads == 0 || r.s.reading {
			r.Errorf("read %d times", reads)
		}
	})
	withFinder(t, 2, func(r *rig, find *finder) {
		find.left = 1
		reads := 0
		r.s.p.Duplicates = &twins{compare: func(context.Context) error {
			reads++
			return model.ErrDiskFull
		}}
		r.enter()
		if reads > 2 {
			r.Errorf("what fails is tried again and again: %d times", reads)
		}
	})
}
