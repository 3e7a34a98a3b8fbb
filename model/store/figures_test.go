package store_test

import (
	"fmt"
	"testing"
	"time"

	"truename/model"
	"truename/model/idcard"
	"truename/model/store"
	"truename/model/store/storetest"
	"truename/model/workday"
)

// TestExpect: what people are told follows the desk's own times, and is never
// less than promised.
func TestExpect(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	tell := func(what, from, until string) {
		t.Helper()
		f, u, err := b.Expect(t.Context(), b.Now)
		if err != nil || f.String() != from || u.String() != until {
			t.Errorf("%s: %v – %v, %v, want %s – %s", what, f, u, err, from, until)
		}
	}
	tell("nobody has decided yet", "2026-11-24", "2026-11-26")
	var heads []model.Head
	for range 22 {
		sub := storetest.New(t, b.Now, 100)
		lightKeys(b.Store, sub.Reference)
		heads = append(heads, b.Submit1(sub))
	}
	b.Now = b.Now.AddDate(0, 0, 1)
	for _, h := range heads[:2] {
		b.Take(h, model.Approve)
	}
	b.Now = time.Date(2026, 11, 30, 9, 0, 0, 0, time.UTC) // the fifth working day
	for _, h := range heads[2:19] {
		b.Take(h, model.Approve)
	}
	tell("too few to tell", "2026-12-01", "2026-12-03")
	for _, h := range heads[19:] {
		b.Take(h, model.Refuse, "not-a-card")
	}
	tell("most took five working days", "2026-12-07", "2026-12-07")
	b.Now = b.Now.AddDate(0, 0, 61)
	tell("a good while ago", "2027-02-01", "2027-02-03")
}

// TestCalendarOfAStore: figures count by the calendar that the store was opened
// with.
func TestCalendarOfAStore(t *testing.T) {
	days, err := workday.Parse([]byte("2026-11-24 off\n"))
	if err != nil {
		t.Fatal(err)
	}
	open := func(dir string, o store.Options) (*store.Store, error) {
		o.Calendar = days
		return store.Open(dir, o)
	}
	b := storetest.NewBench(t, open)
	b.Put()
	b.Now = b.Now.AddDate(0, 0, 2)
	day := idcard.Today(b.Now)
	f, err := b.Figures(t.Context(), day, day)
	if err != nil || fmt.Sprint(f.Waiting.Ages) != "[{1 1}]" {
		t.Errorf("%+v, %v", f.Waiting, err)
	}
	if from, _ := b.Calendar().Expect(b.Now.AddDate(0, 0, -2)); from.String() != "2026-11-25" {
		t.Errorf("expected from %v, over a day off", from)
	}
}

// TestReasonsOfADestroyedMonth are counted as sealed.
func TestReasonsOfADestroyedMonth(t *testing.T) {
	b := storetest.NewBench(t, store.Open)
	b.Claim1()
	_, head := b.Put()
	b.Take(head, model.Refuse, "not-a-card")
	if err := b.DestroyMonth(t.Context(), "202611"); err != nil {
		t.Fatal(err)
	}
	day := idcard.Today(b.Now)
	got, err := b.Reasons(t.Context(), day, day)
	if err != nil || len(got) != 1 || got[model.ReasonSealed] != 1 {
		t.Errorf("%v, %v", got, err)
	}
}

// TestFiguresOfCarried: a case counts from when it was submitted, on both
// machines, whenever the medium was brought; also when only headers are left.
func TestFiguresOfCarried(t *testing.T) {
	p := newPair(t)
	day := idcard.Today(p.kiosk.Now)
	_, head := p.kiosk.Put()
	p.desk.Now = p.desk.Now.AddDate(0, 0, 2)
	p.carry(t, p.kiosk, p.desk)
	p.desk.Take(head, model.Approve)
	p.carry(t, p.desk, p.kiosk)
	keepCarried(t, p.kiosk)
	p.kiosk.Now = p.kiosk.Now.AddDate(0, 0, 40)
	if n, err := p.kiosk.EraseDue(t.Context(), false); err != nil || n.Carried != 1 {
		t.Fatalf("%+v, %v", n, err)
	}
	for name, b := range map[string]*storetest.Bench{"desk": p.desk, "kiosk": p.kiosk} {
		f, err := b.Figures(t.Context(), day, day.AddDays(2))
		if err != nil || f.Days[0].Arrived != 1 || f.Days[2].Decided[model.Approve] != 1 || f.Took.P90Hours != 48 {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}

// TestOlderIndex: an index of an earlier version is built anew.
func TestOlderIndex(t *testing.T) {
	dir := closed(t, func(b *storetest.Bench) { b.Put() })
	if err := store.AgeIndex(dir); err != nil {
		t.Fatal(err)
	}
	rebuilt := false
	s, err := store.Open(dir, store.Options{Work: 10, Progress: func(int, int) { rebuilt = true }})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	day := idcard.Date{Year: 2026, Month: time.November, Day: 23}
	if f, err := s.Figures(t.Context(), day, day); err != nil || !rebuilt || f.Arrived != 1 || f.Waiting.Cases != 1 {
		t.Errorf("%+v, %v, built anew: %v", f, err, rebuilt)
	}
}

// FuzzHistory: what stands in the index is read as it was written, or refused.
func FuzzHistory(f *testing.F) {
	f.Add([]byte{})
	f.Add([]byte("\x07binding\x00\x80\x01\x00"))
	f.Add([]byte("\x07binding\x00\x80\x01\x94\x91\xd6\x09\x07approve\x82\x01"))
	f.Fuzz(func(t *testing.T, b []byte) {
		if err := store.CheckHistory(b); err != nil {
			t.Error(err)
		}
	})
}

// BenchmarkFigures counts a month, ten years, and what people are told, with
// 100,000 cases in the index: half of what was decided was returned once, and
// 2,000 wait.
func BenchmarkFigures(b *testing.B) {
	s, err := store.Open(b.TempDir(), light)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	now := time.Now()
	if err := store.FillIndex(s, 100_000, now); err != nil {
		b.Fatal(err)
	}
	today := idcard.Today(now)
	for _, c := range []struct {
		name string
		days int
		want int
	}{{"month", 30, 600}, {"ten years", 3650, 140_000}} {
		b.Run(c.name, func(b *testing.B) {
			for b.Loop() {
				f, err := s.Figures(b.Context(), today.AddDays(-c.days), today)
				if err != nil || f.Took.Decisions < c.want || f.Waiting.Cases != 2_000 {
					b.Fatalf("%d decisions, %d wait, %v", f.Took.Decisions, f.Waiting.Cases, err)
				}
			}
		})
	}
	b.Run("expect", func(b *testing.B) {
		for b.Loop() {
			if _, _, err := s.Expect(b.Context(), now); err != nil {
				b.Fatal(err)
			}
		}
	})
}
