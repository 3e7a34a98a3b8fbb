package store_test

import (
	"runtime"
	"testing"
	"time"

	"truename/model"
	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// held is the memory that is in use, in MB.
func held() float64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc) / (1 << 20)
}

// BenchmarkDesk is a desk with 100,000 waiting cases, all read once: how long
// from the right passphrase to the first page of the list with what is known of
// its cases, until all tags are there, each further page, a page by risk, a
// search that finds 2,000; and what the tags hold in memory above an empty desk.
func BenchmarkDesk(b *testing.B) {
	const n = 100_000
	s, err := store.Open(b.TempDir(), light)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	ctx := b.Context()
	if err := s.Claim(ctx, []byte(storetest.Pass)); err != nil {
		b.Fatal(err)
	}
	if err := store.FillQueue(s, n, time.Now()); err != nil {
		b.Fatal(err)
	}
	page := func(only model.Sieve, after string) string {
		heads, next, err := s.Queue(ctx, only, after, 50)
		if err != nil || len(heads) != 50 {
			b.Fatalf("%d heads, %v", len(heads), err)
		}
		ids := make([]uuid.UUID, len(heads))
		for i, h := range heads {
			ids[i] = h.Case
		}
		if _, _, err := s.Risks(ctx, ids); err != nil {
			b.Fatal(err)
		}
		return next
	}
	unlock := func() {
		s.Lock()
		if err := s.Unlock(ctx, []byte(storetest.Pass)); err != nil {
			b.Fatal(err)
		}
	}
	b.Run("open", func(b *testing.B) {
		for b.Loop() {
			unlock()
			page(model.Sieve{}, "")
		}
	})
	b.Run("read", func(b *testing.B) {
		for b.Loop() {
			unlock()
			if err := s.CompareCases(ctx); err != nil {
				b.Fatal(err)
			}
		}
		full := held()
		s.Lock()
		b.ReportMetric(full-held(), "MB")
		unlock()
		if err := s.CompareCases(ctx); err != nil {
			b.Fatal(err)
		}
	})
	b.Run("scroll", func(b *testing.B) {
		after := ""
		for b.Loop() {
			after = page(model.Sieve{}, after)
		}
	})
	b.Run("risk", func(b *testing.B) {
		for b.Loop() {
			page(model.Sieve{ByRisk: true}, "")
		}
	})
	b.Run("search", func(b *testing.B) {
		for b.Loop() {
			if found, err := store.SearchWord(s, store.Word(s, 7)); err != nil || found != n/50 {
				b.Fatalf("%d found, %v", found, err)
			}
		}
	})
}
