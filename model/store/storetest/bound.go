package storetest

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"

	"github.com/google/uuid"
)

// bound: an export opens what was approved in its period and nothing else, and
// the log says so before anything is opened.
func bound(t *testing.T, b *Bench) {
	day := idcard.Today(b.Now)
	b.Claim1()
	reviewer := b.Desk().Reviewer
	first, firstHead := b.Put()
	second, secondHead := b.Put()
	_, refused := b.Put()
	b.Put() // waits
	b.Take(secondHead, model.Approve)
	b.Take(refused, model.Refuse, "not-a-card")
	b.Take(b.File1(Request(t, model.Unbind, second, b.Now)), model.Approve) // it was bound all the same
	b.Now = b.Now.Add(24 * time.Hour)
	b.Take(firstHead, model.Approve)
	list := func(from, until idcard.Date, why string) (ids []uuid.UUID, sealed int, err error) {
		sealed, err = b.Bound(t.Context(), from, until, why, func(o model.Bound) error {
			if o.Reviewer != reviewer || o.Submission.Fields.Number != Number || o.Submission.Front.JPEG != nil {
				t.Errorf("%+v", o)
			}
			ids = append(ids, o.Head.Case)
			return nil
		})
		return ids, sealed, err
	}
	for name, c := range map[string]struct {
		from, until idcard.Date
		want        []uuid.UUID
	}{
		"both":       {day, day.AddDays(1), []uuid.UUID{second.Case, first.Case}},
		"first day":  {day, day, []uuid.UUID{second.Case}},
		"second day": {day.AddDays(1), day.AddDays(9), []uuid.UUID{first.Case}},
		"before":     {day.AddDays(-9), day.AddDays(-1), nil},
	} {
		if got, sealed, err := list(c.from, c.until, "audit of November"); err != nil || sealed != 0 || !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, %d sealed, %v; want %v", name, got, sealed, err, c.want)
		}
	}
	opened, err := b.Openings(t.Context(), first.Reference)
	if err != nil || len(opened) != 2 {
		t.Errorf("the person sees %d openings, %v; want those of two exports", len(opened), err)
	}
	logged(t, b, `"action":"bound"`, `"note":"`+day.String()+" "+day.AddDays(1).String()+` 2 audit of November"`)
	boundNot(t, b, list, day)
	b.Now = b.Now.Add(60 * 24 * time.Hour)
	last := New(t, b.Now, 100)
	b.Take(b.Submit1(last), model.Approve)
	b.endMonth(day.String()[:4] + day.String()[5:7])
	if got, sealed, err := list(day, day.AddDays(99), "x"); err != nil || sealed != 2 || !slices.Equal(got, []uuid.UUID{last.Case}) {
		t.Errorf("of a destroyed month: %v, %d sealed, %v", got, sealed, err)
	}
	b.Lock()
	_, _, err = list(day, day, "x")
	want(t, "locked", err, model.ErrLocked)
}

// A listing exports what was bound in a period, for a reason.
type listing func(from, until idcard.Date, why string) (ids []uuid.UUID, sealed int, err error)

// boundNot: without a reason, or backwards, nothing is opened; an export that is
// stopped on the way says so.
func boundNot(t *testing.T, b *Bench, list listing, day idcard.Date) {
	t.Helper()
	for name, why := range map[string]string{
		"none": "", "blank": "  ", "two lines": "a\nb", "a number": "about 110101199003074477", "a number in wide digits": "１１０１０１", "long": strings.Repeat("a", 101),
	} {
		if _, _, err := list(day, day, why); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("reason, %s: %v", name, err)
		}
	}
	if _, _, err := list(day.AddDays(1), day, "x"); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("backwards: %v", err)
	}
	enough := errors.New("enough")
	if _, err := b.Bound(t.Context(), day, day.AddDays(1), "x", func(model.Bound) error { return enough }); !errors.Is(err, enough) {
		t.Errorf("cut short: %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := b.Bound(ctx, day, day, "x", nil); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

// logged fails the test unless a record of the audit log has all parts.
func logged(t *testing.T, b *Bench, parts ...string) {
	t.Helper()
	found, err := filepath.Glob(filepath.Join(b.Dir, "audit", "*.log"))
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range found {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		for line := range strings.Lines(string(text)) {
			if !slices.ContainsFunc(parts, func(p string) bool { return !strings.Contains(line, p) }) {
				return
			}
		}
	}
	t.Errorf("no record has all of %q", parts)
}

// endMonth refuses what waits and destroys the keys of a month.
func (b *Bench) endMonth(id string) {
	b.t.Helper()
	waiting, _, err := b.Queue(b.t.Context(), model.Sieve{}, "", 0)
	if err != nil {
		b.t.Fatal(err)
	}
	for _, h := range waiting {
		b.Take(h, model.Refuse, "not-a-card")
	}
	for _, k := range b.Keys() {
		if k.Kind == "month" && strings.HasPrefix(k.ID, id) {
			if err := b.DestroyMonth(b.t.Context(), k.ID); err != nil {
				b.t.Fatal(err)
			}
		}
	}
}
