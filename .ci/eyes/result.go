package main

import (
	"cmp"
	"fmt"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"truename/model/specimen"
)

// A result is all that one run found.
type result struct {
	outcomes []outcome
	costs    []cost
	seeds    string
	command  string
	machine  string
	after    string // load when it was done
	date     time.Time
}

// A column is the part of the photographs that a column of a table is about.
type column struct {
	name string
	all  []*outcome
}

// columns are those of other styles than the tuned one together, and each
// style.
func (r *result) columns(foreign bool) []column {
	styles := map[specimen.Style]*column{}
	rest := &column{name: "b and c"}
	var names []specimen.Style
	for i := range r.outcomes {
		o := &r.outcomes[i]
		if o.foreign() != foreign {
			continue
		}
		s := o.truth.Style
		if styles[s] == nil {
			styles[s] = &column{name: string(s)}
			names = append(names, s)
		}
		styles[s].all = append(styles[s].all, o)
		if s != specimen.StyleA {
			rest.all = append(rest.all, o)
		}
	}
	slices.Sort(names)
	if slices.Equal(names, []specimen.Style{specimen.StyleA}) {
		rest = styles[specimen.StyleA]
	}
	out := []column{*rest}
	for _, s := range names {
		out = append(out, *styles[s])
	}
	if len(names) > 0 && names[0] == specimen.StyleA { // last, for comparison
		out = append(append(out[:1:1], out[2:]...), column{"a (tuned)", styles[specimen.StyleA].all})
	}
	return out
}

// write puts the table where it belongs, and the failures beside it.
func (r *result) write(o *options) error {
	failed := r.failures()
	if err := os.MkdirAll(filepath.Dir(o.failures), 0o755); err != nil {
		return err
	}
	if err := os.WriteFile(o.failures, []byte(listed(failed)), 0o644); err != nil {
		return err
	}
	log.Printf("%d things went wrong: %s", len(failed), o.failures)
	text := r.markdown(failed)
	if o.out == "" {
		fmt.Println(text)
		return nil
	}
	return replace(o.out, "figures", text)
}

// replace puts text between the marks of a part of a file.
func replace(file, part, text string) error {
	b, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	from, to := "<!-- "+part+" -->\n", "<!-- /"+part+" -->"
	head, rest, ok1 := strings.Cut(string(b), from)
	_, tail, ok2 := strings.Cut(rest, to)
	if !ok1 || !ok2 {
		return fmt.Errorf("%s has no part %q", file, part)
	}
	return os.WriteFile(file, []byte(head+from+"\n"+strings.TrimSpace(text)+"\n\n"+to+tail), 0o644)
}

// A failure is one thing that went wrong on one photograph.
type failure struct {
	what string
	o    *outcome
	more string
}

// failures are all things that went wrong, the most frequent ones first.
func (r *result) failures() (all []failure) {
	often := map[string]int{}
	for i := range r.outcomes {
		for _, f := range r.outcomes[i].failures() {
			all = append(all, f)
			often[f.what]++
		}
	}
	slices.SortStableFunc(all, func(a, b failure) int {
		return cmp.Or(cmp.Compare(often[b.what], often[a.what]), cmp.Compare(a.what, b.what))
	})
	return all
}

// failures are those of one photograph.
func (o *outcome) failures() (all []failure) {
	add := func(so bool, what, more string) {
		if so {
			all = append(all, failure{string(o.group) + ": " + what, o, more})
		}
	}
	findings := o.findings()
	add(wrongNumber(o), "wrong number", o.pair("number"))
	add(wrongSide(o), "wrong side", string(o.seen.Report.Side))
	switch o.group {
	case specimen.Bad:
		add(!flags(o) && !o.refused(), o.truth.Fault+" not refused", findings)
		add(!flags(o) && o.refused() && o.reason() != o.truth.Fault, o.truth.Fault+" refused as "+o.reason(), findings)
		add(flags(o) && !o.found("screen", "notice", "fault"), "screen not flagged", findings)
	case specimen.NoCard:
		add(!o.refused(), o.truth.Kind+" not refused", findings)
		want := kindFinding[o.truth.Kind]
		add(o.refused() && want != "" && !o.found(want, "fault"), o.truth.Kind+" refused as "+o.reason(), findings)
	default:
		o.unread(add)
	}
	return all
}

// unread are the failures of a photograph on which everything can be read.
func (o *outcome) unread(add func(so bool, what, more string)) {
	add(o.refused(), "refused as "+o.reason(), o.findings())
	add(!well(o), "corners", fmt.Sprintf("IoU %.3f", o.iou()))
	add(o.seen.Report.Side == "none", "side not told", "")
	for _, f := range slices.Sorted(fields(o.truth.Fields)) {
		if o.foreign() && !slices.Contains([]string{"number", "from", "until"}, f) {
			continue
		}
		silent := f == "name" && !o.knows && o.text(f) == "" // as it should be
		add(!o.exact(f) && o.text(f) == "" && !silent && o.seen.Report.Side != "none", f+" not read", o.pair(f))
		add(o.misread(f) && f != "number", f+" misread", o.pair(f))
	}
	add(o.right == "differs", "the printed name differs", o.pair("name"))
	if o.wrong == "same" {
		add(true, "another name is the same", o.pair("name")+", typed "+otherName(o.truth.Fields["name"], o.truth.Seed))
	}
}
