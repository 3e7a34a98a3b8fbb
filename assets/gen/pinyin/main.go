// Command pinyin writes what model/pinyin knows. Run it from the root of the
// repository:
//
//	go run ./assets/gen/pinyin
//
// readings.txt, how Han characters are read without tones, is from the module
// go-pinyin, whose sum go.sum holds. Kept are the 8,105 characters of
// 通用规范汉字表 and those of the block CJK Unified Ideographs (U+4E00 … U+9FFF).
//
// The other files, for typing names, are from that module, from two packages of
// Debian and two of npm, and from lists written by hand that lie beside this
// program. apt-get, dpkg-deb and npm bring the packages; files with another
// SHA-256 than those of sources.go are refused. Licences: NOTICE.md.
package main

import (
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"github.com/mozillazg/go-pinyin"
	"golang.org/x/text/unicode/norm"
)

const (
	target  = "model/pinyin/"
	output  = target + "readings.txt"
	table   = "assets/gen/fonts/tgh.txt"
	hand    = "assets/gen/pinyin/" // of the lists written by hand
	version = "0.21.0"             // the readings were looked at in this one
)

// head stands at the beginning of the file: the licence wants its notice there.
const head = `# Readings of Han characters without tones; ü is v. A line is a syllable and then
# columns: the characters of which it is the first reading, the second, and so
# on. "-" is an empty column. Made by assets/gen/pinyin from go-pinyin ` + version + `,
# (c) 2016 mozillazg, MIT licence: assets/gen/pinyin/NOTICE.md.
`

func main() {
	if err := run(); err != nil {
		fmt.Fprintln(os.Stderr, "pinyin:", err)
		os.Exit(1)
	}
}

func run() error {
	b, err := os.ReadFile(table)
	if err != nil {
		return err
	}
	text, err := generate(string(b))
	if err != nil {
		return err
	}
	fmt.Printf("%d syllables, %d bytes\n", strings.Count(text, "\n")-strings.Count(head, "\n"), len(text))
	if err := os.WriteFile(output, []byte(text), 0o644); err != nil {
		return err
	}
	return names(string(b))
}

// names writes the files for typing names.
func names(tgh string) error {
	s, err := load()
	if err != nil {
		return err
	}
	k, err := collect(s, tgh)
	if err != nil {
		return err
	}
	for _, f := range []struct {
		name string
		make func() (string, error)
	}{
		{"ranks.txt", k.ranks},
		{"surnames.txt", k.surnames},
		{"pairs.txt", k.pairs},
		{"sounds.txt", k.sounds},
		{"radicals.txt", k.radicals},
		{"parts.txt", k.parts},
	} {
		text, err := f.make()
		if err != nil {
			return fmt.Errorf("%s: %w", f.name, err)
		}
		fmt.Println(f.name, len(text), "bytes")
		if err := os.WriteFile(target+f.name, []byte(text), 0o644); err != nil {
			return err
		}
	}
	return nil
}

// generate is the file for the table tgh.txt.
func generate(tgh string) (string, error) {
	if pinyin.Version != version {
		return "", fmt.Errorf("go-pinyin is %s, want %s", pinyin.Version, version)
	}
	known := map[rune][]string{}
	for r := rune(0x4E00); r <= 0x9FFF; r++ {
		if list := readings(r); list != nil {
			known[r] = list
		}
	}
	for line := range strings.Lines(tgh) {
		if strings.HasPrefix(line, "#") {
			continue
		}
		for _, r := range strings.TrimSpace(line) {
			if known[r] = readings(r); known[r] == nil {
				return "", fmt.Errorf("no reading of %c", r)
			}
		}
	}
	return head + render(known), nil
}

// readings are those that go-pinyin has, in its order, without tones.
func readings(r rune) (out []string) {
	for _, s := range strings.Split(pinyin.PinyinDict[int(r)], ",") {
		if s = toneless(s); s != "" && !slices.Contains(out, s) {
			out = append(out, s)
		}
	}
	return out
}

// toneless writes a syllable with the letters a to z: lǜ is lv, ê̄ is e.
func toneless(s string) string {
	s = strings.ReplaceAll(norm.NFD.String(s), "u\u0308", "v")
	return strings.Map(func(r rune) rune {
		if r < 'a' || r > 'z' {
			return -1
		}
		return r
	}, s)
}

// render writes a line a syllable, sorted, the characters by code point.
func render(known map[rune][]string) string {
	lines := map[string][]string{}
	for _, r := range slices.Sorted(maps.Keys(known)) {
		for column, s := range known[r] {
			for len(lines[s]) <= column {
				lines[s] = append(lines[s], "")
			}
			lines[s][column] += string(r)
		}
	}
	var b strings.Builder
	for _, s := range slices.Sorted(maps.Keys(lines)) {
		b.WriteString(s)
		for _, column := range lines[s] {
			if column == "" {
				column = "-"
			}
			b.WriteString(" " + column)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
