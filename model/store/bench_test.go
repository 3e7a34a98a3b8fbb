package store_test

import (
	"os"
	"path/filepath"
	"slices"
	"testing"
	"time"

	"truename/model/store"
	"truename/model/store/storetest"
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
