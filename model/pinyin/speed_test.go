package pinyin

import (
	"math/rand/v2"
	"slices"
	"strings"
	"testing"
	"time"
)

// BenchmarkReady is reading all data. The floor is going once over the bytes of
// the same texts, so that its ratio holds on other machines.
func BenchmarkReady(b *testing.B) {
	b.ReportAllocs()
	start, times := time.Now(), 0
	for b.Loop() {
		book := readBook()
		readRadicals(radicalsText)
		readParts(book, partsText)
		times++
	}
	ready := time.Since(start).Seconds() / float64(times)
	start = time.Now()
	lines := 0
	for range times {
		for _, text := range []string{ranksText, surnamesText, pairsText, soundsText, radicalsText, partsText} {
			for i := range len(text) {
				if text[i] == ' ' {
					lines++
				}
			}
		}
	}
	floor := time.Since(start).Seconds() / float64(times)
	b.ReportMetric(ready/floor, "×floor")
}

// prefixes are what a person has typed after each key of a name: each beginning
// of every syllable, and of names of two and three drawn at random, in letters or
// on nine keys.
func prefixes(nine bool) (out []string) {
	names, r := open().names, rand.New(rand.NewPCG(1, 2))
	seen := map[string]bool{}
	add := func(s string) {
		if nine {
			s = Digits(s)
		}
		for n := 1; n <= len(s); n++ {
			if !seen[s[:n]] {
				seen[s[:n]] = true
				out = append(out, s[:n])
			}
		}
	}
	for _, s := range names {
		add(s)
	}
	for range 3000 {
		add(names[r.IntN(len(names))] + names[r.IntN(len(names))])
		add(names[r.IntN(len(names))] + names[r.IntN(len(names))] + names[r.IntN(len(names))])
	}
	return out
}

// timed answers every prefix and returns how long each took, sorted.
func timed(list []string, find func(string) int) (out []time.Duration, candidates int) {
	for _, s := range list {
		start := time.Now()
		n := find(s)
		out = append(out, time.Since(start))
		candidates += n
	}
	slices.Sort(out)
	return out, candidates
}

// BenchmarkFind answers every prefix of names of one to three syllables: median,
// 99th percentile and longest. The floor is making a list of as many candidates.
func BenchmarkFind(b *testing.B) {
	Ready()
	for name, o := range map[string]Options{
		"letters": {}, "given": {Before: "王"}, "fuzzy": {Fuzzy: true}, "nine": {Nine: true}, "nine-fuzzy": {Nine: true, Fuzzy: true, Before: "王"},
	} {
		b.Run(name, func(b *testing.B) {
			report(b, prefixes(o.Nine), func(s string) int { return len(Find(s, o)) })
		})
	}
}

// BenchmarkByParts answers the parts of characters, two and three at a time.
func BenchmarkByParts(b *testing.B) {
	Ready()
	report(b, prefixes(false), func(s string) int { return len(ByParts(s)) })
}

func report(b *testing.B, list []string, find func(string) int) {
	var times []time.Duration
	var candidates int
	for b.Loop() {
		times, candidates = timed(list, find)
	}
	var sum time.Duration
	for _, t := range times {
		sum += t
	}
	start := time.Now()
	for range list {
		out := make([]Candidate, 0, candidates/len(list))
		for range candidates / len(list) {
			out = append(out, Candidate{"王", 4})
		}
		kept = out
	}
	micro := func(d time.Duration) float64 { return float64(d.Nanoseconds()) / 1000 }
	b.ReportMetric(micro(times[len(times)/2]), "p50-µs")
	b.ReportMetric(micro(times[len(times)*99/100]), "p99-µs")
	b.ReportMetric(micro(times[len(times)-1]), "max-µs")
	b.ReportMetric(float64(sum)/float64(time.Since(start)), "×floor")
}

// kept keeps the compiler from leaving out what the floor makes.
var kept []Candidate

// The embedded texts are no larger than what was planned for, and a lookup is
// quick enough for a key press; the bound is wide, for machines with other work
// and the race detector. The figures are those of the benchmarks.
func TestSizeAndTime(t *testing.T) {
	size := 0
	for _, text := range []string{readingText, ranksText, surnamesText, pairsText, soundsText, radicalsText, partsText} {
		size += len(text)
	}
	if size > 1_500_000 {
		t.Errorf("%d bytes are embedded", size)
	}
	times, _ := timed(prefixes(false), func(s string) int { return len(Find(s, Options{})) })
	if p99 := times[len(times)*99/100]; p99 > 20*time.Millisecond {
		t.Errorf("p99 %v", p99)
	}
	if strings.Contains(ranksText, "\r") {
		t.Error("line ends were changed")
	}
}
