package main

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"

	"truename/model/ocr"
	"truename/model/specimen"
)

// The peers, by the name of their file.
var readers = []struct{ file, name string }{
	{"ours", "Truename, whole photograph"},
	{"ocr-node", "@gutenye/ocr-node 1.4.8 on ONNX Runtime 1.23.2, photograph reduced to 1600 pixels"},
	{"tesseract", "Tesseract 5.3 with chi_sim, given the straightened card and where name and number stand"},
}

var finders = []struct{ file, name string }{
	{"ours-outline", "Truename, outline alone"},
	{"ours", "Truename, whole photograph (time: all of it)"},
	{"opencv", "OpenCV 4.6: Canny, contours, approxPolyDP, warpPerspective"},
}

// comparePeers writes the tables about what peers made of the same photographs.
func comparePeers(o *options) error {
	photos, err := photosIn(filepath.Join(o.peers, "shots"))
	if err != nil {
		return err
	}
	truths := map[string]specimen.Truth{}
	for _, p := range photos {
		truths[filepath.Base(p.path)] = p.truth
	}
	var b strings.Builder
	fmt.Fprintf(&b, "%s. %d standard photographs of the 人像面 of resident cards, seeds %s.\nMachine: %s.\n\n", time.Now().Format("2006-01-02"), len(photos), seedsOf(photos), thisMachine())
	head(&b, "Reading", "reader", "number", "wrong number that is valid", "name", "p50", "p95", "load")
	for _, r := range readers {
		if err := readerRow(&b, o.peers, r.file, r.name, truths); err != nil {
			return err
		}
	}
	b.WriteString("\n")
	head(&b, "Finding and straightening, from the bytes of the file", "finder", "IoU > 0.95", "on printed paper", "p50", "p95", "load")
	for _, f := range finders {
		if err := finderRow(&b, o.peers, f.file, f.name, truths); err != nil {
			return err
		}
	}
	b.WriteString("\n")
	if err := oracleRows(&b, filepath.Join(o.peers, "oracle.txt")); err != nil {
		return err
	}
	if o.out == "" {
		fmt.Println(b.String())
		return nil
	}
	return replace(o.out, "peers", b.String())
}

func seedsOf(photos []photo) string {
	var seeds []string
	for _, p := range photos {
		seeds = append(seeds, fmt.Sprint(p.truth.Seed))
	}
	return strings.Join(seeds, ", ")
}

// linesOf reads what a peer left; without a file it did not run.
func linesOf(dir, name string) (all []peerLine, err error) {
	b, err := os.ReadFile(filepath.Join(dir, name+".jsonl"))
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	for line := range strings.Lines(string(b)) {
		var l peerLine
		if err := json.Unmarshal([]byte(line), &l); err != nil {
			return nil, fmt.Errorf("%s: %w", name, err)
		}
		all = append(all, l)
	}
	return all, err
}

func readerRow(b *strings.Builder, dir, file, name string, truths map[string]specimen.Truth) error {
	all, err := linesOf(dir, file)
	if err != nil || all == nil {
		return err
	}
	var number, wrong, named tally
	for _, l := range all {
		t := truths[l.File]
		if t.Side != "front" {
			continue
		}
		number.add(l.says(l.Number, t.Fields["number"]))
		wrong.add(slices.ContainsFunc(l.numbers(), func(n string) bool { return n != t.Fields["number"] }))
		named.add(l.says(l.Name, t.Fields["name"]))
	}
	row(b, append([]string{name, number.String(), fmt.Sprint(wrong.so), named.String()}, spans(all)...)...)
	return nil
}

func finderRow(b *strings.Builder, dir, file, name string, truths map[string]specimen.Truth) error {
	all, err := linesOf(dir, file)
	if err != nil || all == nil {
		return err
	}
	var every, print tally
	for _, l := range all {
		o := outcome{truth: truths[l.File]}
		well := l.Quad != nil && overlap(*l.Quad, o.truth.Quad) > 0.95
		every.add(well)
		if o.onPrint() {
			print.add(well)
		}
	}
	row(b, append([]string{name, every.String(), print.String()}, spans(all)...)...)
	return nil
}

func (t *tally) add(so bool) {
	t.n++
	t.so += one(so)
}

// says reports whether a field is right or, of a reader that knows no fields,
// whether what is printed stands in one of the lines: the most that could be
// made of them.
func (l peerLine) says(field, printed string) bool {
	return field == printed || slices.ContainsFunc(l.Lines, func(s string) bool {
		return strings.Contains(strings.ReplaceAll(s, " ", ""), printed)
	})
}

var eighteen = regexp.MustCompile(`[0-9]{17}[0-9X]`)

// numbers are all valid ones that were read.
func (l peerLine) numbers() (out []string) {
	for _, s := range append(l.Lines, l.Number) {
		for _, n := range eighteen.FindAllString(strings.ReplaceAll(s, " ", ""), -1) {
			if ocr.Valid(n) {
				out = append(out, n)
			}
		}
	}
	return out
}

// spans are the times of lines, and the load that they were taken under.
func spans(all []peerLine) []string {
	var times []time.Duration
	var loads []float64
	for _, l := range all {
		times = append(times, time.Duration(l.MS*float64(time.Millisecond)))
		loads = append(loads, l.Load)
	}
	return []string{ms(share(times, 0.5)), ms(share(times, 0.95)), fmt.Sprintf("%.1f to %.1f", slices.Min(loads), slices.Max(loads))}
}

var oracleLine = regexp.MustCompile(`(\w+ \d+x\d+), (\d) threads, (.+): ours +(\S+) / +(\S+) ms .*, theirs +(\S+) / +(\S+), ratio (\S+) / (\S+)`)

// oracleRows writes the table about the engine from what its oracle printed.
func oracleRows(b *strings.Builder, file string) error {
	f, err := os.Open(file)
	if err != nil {
		return nil // it did not run
	}
	defer f.Close()
	head(b, "One net at a time, against ONNX Runtime 1.23.2 in the same run", "net", "threads", "ours, least / median", "ONNX Runtime", "ratio")
	var rows [][]string
	for s := bufio.NewScanner(f); s.Scan(); {
		if m := oracleLine.FindStringSubmatch(s.Text()); m != nil {
			rows = append(rows, []string{m[1], m[2], m[4] + " / " + m[5] + " ms", m[6] + " / " + m[7] + " ms", m[8] + " / " + m[9]})
		}
	}
	slices.SortStableFunc(rows, func(a, c []string) int { return cmp.Compare(a[1], c[1]) })
	for _, r := range rows {
		row(b, r...)
	}
	return nil
}
