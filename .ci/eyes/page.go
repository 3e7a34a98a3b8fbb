package main

import (
	"cmp"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"truename/model/specimen"
)

// markdown is the part of the page that a run replaces.
func (r *result) markdown(failed []failure) string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s. Seeds: %s.\nMachine: %s, after it %s. The same photographs again: `%s`.\n\n",
		r.date.Format("2006-01-02"), r.seeds, r.machine, r.after, r.command)
	cols := r.columns(false)
	for _, t := range []struct {
		title   string
		figures []figure
	}{{"Read", reading}, {"A typed name held against the photograph", verdicts}, {"Found", finding}, {"Judged", judging}} {
		table(&b, t.title, t.figures, cols)
	}
	r.faults(&b, cols[0].all)
	r.times(&b)
	writeCosts(&b, r.costs)
	table(&b, "Permanent residence cards of foreigners (not among the above)", foreign, r.columns(true))
	fmt.Fprintf(&b, "### What went wrong\n\nGroup, what, and the seeds (a from 0, b from 1,000,000, c from 2,000,000).\n\n%s", cmp.Or(summed(failed), "Nothing.\n"))
	return b.String()
}

// row writes a row of a table.
func row(b *strings.Builder, cells ...string) {
	b.WriteString("| " + strings.Join(cells, " | ") + " |\n")
}

func head(b *strings.Builder, title string, cells ...string) {
	fmt.Fprintf(b, "### %s\n\n", title)
	row(b, cells...)
	b.WriteString(strings.Repeat("|---", len(cells)) + "|\n")
}

// table writes figures by columns; a figure that is missed is in bold.
func table(b *strings.Builder, title string, figures []figure, cols []column) {
	cells := []string{"what", "asked"}
	for _, c := range cols {
		cells = append(cells, c.name)
	}
	head(b, title, cells...)
	for _, f := range figures {
		cells := []string{f.what, f.asked()}
		for i, c := range cols {
			t := f.count(c.all)
			if cell := t.String(); i == 0 && !f.met(t) {
				cells = append(cells, "**"+cell+"**")
			} else {
				cells = append(cells, cell)
			}
		}
		row(b, cells...)
	}
	b.WriteString("\n")
}

// faults writes what became of each fault of group Bad.
func (r *result) faults(b *strings.Builder, all []*outcome) {
	head(b, "Faults, one by one (b and c)", "fault", "photographs", "refused", "true reason first", "among the faults", "first reasons in its place")
	for _, fault := range specimen.Faults {
		var n, refused, first, among int
		others := map[string]int{}
		for _, o := range all {
			if o.truth.Fault != fault {
				continue
			}
			n++
			refused += one(o.refused())
			among += one(o.found(fault, "fault", "notice"))
			if o.reason() == fault && (o.refused() || flags(o)) {
				first++
			} else {
				others[o.reason()]++
			}
		}
		row(b, fault, fmt.Sprint(n), fmt.Sprint(refused), fmt.Sprint(first), fmt.Sprint(among), ranked(others))
	}
	b.WriteString("\n")
}

func one(so bool) int {
	if so {
		return 1
	}
	return 0
}

// ranked lists counted names, the most frequent first.
func ranked(counts map[string]int) string {
	names := slices.SortedFunc(maps.Keys(counts), func(a, b string) int {
		return cmp.Or(cmp.Compare(counts[b], counts[a]), cmp.Compare(a, b))
	})
	for i, n := range names {
		names[i] = fmt.Sprintf("%s %d", n, counts[n])
	}
	return strings.Join(names, ", ")
}

// times writes how long reading takes.
func (r *result) times(b *strings.Builder) {
	head(b, "Time from the bytes of a file to the fields", "photographs", "n", "p50", "p95", "p95 / p50", "longest", "processor time p50", "decoding p50")
	for _, t := range []struct {
		name string
		in   func(*outcome) bool
	}{
		{"12 megapixels, standard (asked: p50 ≤ 300 ms, p95 ≤ 450 ms, ≤ 1.5)", func(o *outcome) bool { return o.large() && o.group == specimen.Standard }},
		{"12 megapixels, hard", func(o *outcome) bool { return o.large() && o.group == specimen.Hard }},
		{"12 megapixels, bad", func(o *outcome) bool { return o.large() && o.group == specimen.Bad }},
		{"12 megapixels, without a card", func(o *outcome) bool { return o.large() && o.group == specimen.NoCard }},
		{"12 megapixels, all groups", (*outcome).large},
		{"1280 to 1920 pixels, all groups", func(o *outcome) bool { return !o.large() }},
	} {
		var wall, cpu, open []time.Duration
		for i := range r.outcomes {
			if o := &r.outcomes[i]; t.in(o) {
				wall, cpu, open = append(wall, o.wall), append(cpu, o.cpu), append(open, o.open)
			}
		}
		if len(wall) > 0 {
			p50, p95 := share(wall, 0.5), share(wall, 0.95)
			row(b, t.name, fmt.Sprint(len(wall)), ms(p50), ms(p95), fmt.Sprintf("%.2f", p95.Seconds()/p50.Seconds()), ms(share(wall, 1)), ms(share(cpu, 0.5)), ms(share(open, 0.5)))
		}
	}
	b.WriteString("\n")
	r.steps(b)
}

// steps writes where the time goes.
func (r *result) steps(b *strings.Builder) {
	steps := map[string][]time.Duration{}
	n := 0
	for i := range r.outcomes {
		if o := &r.outcomes[i]; o.large() {
			n++
			for name, d := range o.seen.Took {
				steps[name] = append(steps[name], d)
			}
		}
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(steps)) {
		part := fmt.Sprintf("%s %s", name, ms(share(steps[name], 0.5)))
		if k := len(steps[name]); k < n {
			part += fmt.Sprintf(" (in %d of %d)", k, n)
		}
		parts = append(parts, part)
	}
	fmt.Fprintf(b, "Steps of 12 megapixels, p50 where they happen: %s.\n\n", strings.Join(parts, ", "))
}
