package receipt

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"truename/model"
)

func TestOrdered(t *testing.T) {
	for name, c := range map[string]struct {
		names    []string
		standard string
		want     []string
	}{
		"none":                   {nil, "", nil},
		"no default":             {[]string{"A", "B"}, "", []string{"A", "B"}},
		"the default first":      {[]string{"A", "B", "C"}, "C", []string{"C", "A", "B"}},
		"it is first":            {[]string{"A", "B"}, "A", []string{"A", "B"}},
		"a default that is gone": {[]string{"A", "B"}, "X", []string{"A", "B"}},
		"twice":                  {[]string{"A", "B", "A"}, "B", []string{"B", "A"}},
		"names that cannot be":   {[]string{"-A", "", "B\x00", "B"}, "-A", []string{"B"}},
	} {
		if got := ordered(c.names, c.standard); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
	many := strings.Split(strings.Repeat("x", 2*maxPrinters), "")
	for i := range many {
		many[i] += strings.Repeat("y", i%300)
	}
	if got := ordered(many, ""); len(got) > maxPrinters {
		t.Errorf("%d printers, at most %d are wanted", len(got), maxPrinters)
	}
}

// names of printers, and whether they are any.
var names = map[string]bool{
	"Office":                 true,
	"HP LaserJet 1020 (2)":   true,
	"办公室-3楼":                 true,
	`\\server\printer`:       true,
	"a/instance":             true,
	"a;rm -rf $HOME|`x`&":    true, // no shell sees it
	strings.Repeat("x", 256): true,
	"":                       false,
	strings.Repeat("x", 257): false,
	"-o":                     false,
	"--":                     false,
	" a":                     false,
	"a ":                     false,
	"a\nb":                   false,
	"a\tb":                   false,
	"a\x00b":                 false,
	"a\u202eb":               false,
	"a\xff":                  false,
	`a"b`:                    false,
	`a\`:                     false,
}

func TestIsPrinter(t *testing.T) {
	for name, want := range names {
		if got := isPrinter(name); got != want {
			t.Errorf("%q: %v, want %v", name, got, want)
		}
	}
}

// TestPrintRefuses holds what never reaches the system: the fakes of the other
// tests are not there, so a call that did would be CodePrinter or worse.
func TestPrintRefuses(t *testing.T) {
	t.Setenv("PATH", t.TempDir())
	pdf := []byte("%PDF-1.7\n")
	for name, c := range map[string]struct {
		printer string
		pdf     []byte
	}{
		"an option":       {"-o", pdf},
		"no printer":      {"", pdf},
		"two lines":       {"Office\nOther", pdf},
		"no document":     {"Office", nil},
		"another file":    {"Office", []byte("name,number\n")},
		"a huge document": {"Office", append(pdf, bytes.Repeat([]byte{' '}, maxDocument)...)},
	} {
		if err := Print(t.Context(), c.printer, c.pdf); model.CodeOf(err) != model.CodeUsage {
			t.Errorf("%s: %v, want usage", name, err)
		}
	}
}
