package main

import (
	"fmt"
	"iter"
	"maps"
	"strings"

	"truename/model"
)

func fields(m map[string]string) iter.Seq[string] { return maps.Keys(m) }

// pair is what is printed and what was read.
func (o *outcome) pair(field string) string {
	f := o.seen.Reading[field]
	read := f.Text
	if read == "" {
		for _, c := range f.Chars {
			if c.Text == "" {
				c.Text = "?"
			}
			read += c.Text
		}
		read = "nothing from " + read
	}
	return fmt.Sprintf("%s, read %s", o.truth.Fields[field], read)
}

// findings are those that are no tick, with what was measured.
func (o *outcome) findings() string {
	var out []string
	for _, f := range o.seen.Report.Findings {
		if f.Weight != model.Passed {
			out = append(out, strings.TrimSpace(fmt.Sprintf("%s %s %.3g|%.3g %s", f.Weight, f.Code, f.Value, f.Limit, f.Field)))
		}
	}
	return strings.Join(out, "; ")
}

// about says what a photograph shows, in short.
func (o *outcome) about() string {
	t := o.truth
	parts := []string{string(t.Style), t.Kind, t.Side, "on " + t.Ground, fmt.Sprintf("%d×%d", t.W, t.H), fmt.Sprintf("card %.0f", t.CardLength), fmt.Sprintf("tilt %.0f", t.Tilt), fmt.Sprintf("turn %.0f", t.Angle)}
	for name, so := range map[string]bool{"finger": t.Finger, "sleeve": t.Sleeve, "shine": t.Glare, "sent": t.Sent, "rare": t.Rare} {
		if so {
			parts = append(parts, name)
		}
	}
	return strings.Join(parts, " ")
}

// listed is the file of failures.
func listed(all []failure) string {
	var b strings.Builder
	last := ""
	for _, f := range all {
		if f.what != last {
			fmt.Fprintf(&b, "\n== %s\n", f.what)
			last = f.what
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\n", f.o.shot, f.o.about(), f.more)
	}
	return strings.TrimPrefix(b.String(), "\n")
}

// summed is the list of failures for the page: seeds alone.
func summed(all []failure) string {
	var b strings.Builder
	for i := 0; i < len(all); {
		k := i
		var seeds []string
		for ; k < len(all) && all[k].what == all[i].what; k++ {
			seeds = append(seeds, fmt.Sprint(all[k].o.seed))
		}
		fmt.Fprintf(&b, "- %s (%d): %s\n", all[i].what, len(seeds), strings.Join(seeds, ", "))
		i = k
	}
	return b.String()
}
