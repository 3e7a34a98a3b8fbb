package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"truename/model/store"
	"truename/model/store/storetest"

	"github.com/google/uuid"
)

// BenchmarkSubmit2x1MB is one commit with two photographs of 1 MB, each
// paired with its floor: the same number of bytes written to one file and
// synced. The derivation of the reference's keys (0.1 s of argon2, once a
// case) is outside. It reports medians and their ratio, which is to be at
// most 2.5.
func BenchmarkSubmit2x1MB(b *testing.B) {
	dir := b.TempDir()
	s, err := store.Open(filepath.Join(dir, "store"), light)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var floors, commits []time.Duration
	b.ResetTimer()
	for b.Loop() {
		b.StopTimer()
		sub := storetest.New(b, time.Now(), 1<<20)
		store.Derive(s, sub.Reference)
		floors = append(floors, floor(b, filepath.Join(dir, "floor"), slices.Concat(sub.Front.JPEG, sub.Back.JPEG)))
		b.StartTimer()
		begin := time.Now()
		if _, err := s.Submit(b.Context(), sub, nil); err != nil {
			b.Fatal(err)
		}
		commits = append(commits, time.Since(begin))
	}
	slices.Sort(floors)
	slices.Sort(commits)
	low, high := floors[len(floors)/2], commits[len(commits)/2]
	b.ReportMetric(float64(low.Microseconds())/1000, "floor-p50-ms")
	b.ReportMetric(float64(high.Microseconds())/1000, "commit-p50-ms")
	b.ReportMetric(float64(commits[len(commits)*95/100].Microseconds())/1000, "commit-p95-ms")
	b.ReportMetric(float64(high)/float64(low), "ratio-p50")
}

// BenchmarkOpenings asks who opened a case, with 100,000 records in the audit
// log, 100 of them about it: of the oldest case, for which all is read, and of
// one from the last hundredth.
func BenchmarkOpenings(b *testing.B) {
	s, err := store.Open(b.TempDir(), light)
	if err != nil {
		b.Fatal(err)
	}
	defer s.Close()
	var references []string
	for _, n := range []int{99_000, 1_000} {
		sub := storetest.New(b, time.Now(), 1000)
		lightKeys(s, sub.Reference)
		if _, err := s.Submit(b.Context(), sub, nil); err != nil {
			b.Fatal(err)
		}
		references = append(references, sub.Reference)
		for range n / 1000 {
			cases := make([]uuid.UUID, 1000)
			for i := range cases {
				cases[i] = uuid.New()
			}
			for i := range 100 * 1000 / n {
				cases[i] = sub.Case
			}
			if err := store.NoteOpenings(s, "086898629986e4da", cases...); err != nil {
				b.Fatal(err)
			}
		}
	}
	for i, name := range []string{"oldest", "newest"} {
		b.Run(name, func(b *testing.B) {
			for b.Loop() {
				if all, err := s.Openings(b.Context(), references[i]); err != nil || len(all) < 99 {
					b.Fatalf("%d openings, %v", len(all), err)
				}
			}
		})
	}
}

// floor writes and syncs data as one new file.
func floor(b *testing.B, path string, data []byte) time.Duration {
	begin := time.Now()
	f, err := os.Create(path)
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Write(data); err != nil {
		b.Fatal(err)
	}
	if err := f.Sync(); err != nil {
		b.Fatal(err)
	}
	took := time.Since(begin)
	f.Close()
	os.Remove(path)
	return took
}
