package receipt

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"truename/model"
)

// written is a document as the library writes them, with these objects.
func written(objects ...string) []byte {
	var b bytes.Buffer
	b.WriteString("%PDF-1.7\n\n")
	var table strings.Builder
	for i, o := range objects {
		fmt.Fprintf(&table, "%010d 00000 n \n", b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%sendobj\n\n", i+1, o)
	}
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n%strailer\n<<\n/Size %d\n/Root 1 0 R\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(objects)+1, table.String(), len(objects)+1, b.Len())
	return b.Bytes()
}

// oldMap is a map as the library writes it.
func oldMap(lines ...string) string {
	return "<<\n/Length 0\n>>\nstream\n/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		fmt.Sprintf("%d beginbfrange\n", len(lines)) + strings.Join(lines, "\n") + "\nendbfrange\nendcmap\nendstream\n"
}

func TestMend(t *testing.T) {
	var many []string
	for i := 300; i > 0; i-- { // not in order
		many = append(many, fmt.Sprintf("<%04X><%04X><%04X>", i, i, 0x4E00+i))
	}
	for name, c := range map[string]struct {
		lines []string
		want  map[int]string
	}{
		"one":               {[]string{"<0003><0003><5BA1>"}, map[int]string{3: "审"}},
		"above U+FFFF":      {[]string{"<0003><0003><2C907>"}, map[int]string{3: "𬤇"}},
		"the first of two":  {[]string{"<0003><0003><00B7>", "<0003><0003><2027>"}, map[int]string{3: "·"}},
		"more than a block": {many, map[int]string{1: string(rune(0x4E01)), 100: string(rune(0x4E64)), 300: string(rune(0x4F2C))}},
		"none":              {nil, map[int]string{}},
	} {
		pdf, err := mend(written("<<\n/ToUnicode 2 0 R\n>>\n", oldMap(c.lines...)), "题 “T”")
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		d := parse(t, pdf)
		got := d.unicode(1)
		for g, want := range c.want {
			if got[g] != want {
				t.Errorf("%s: glyph %d is %q, want %q", name, g, got[g], want)
			}
		}
		if len(got) != max(len(c.want), len(c.lines)) && name != "the first of two" {
			t.Errorf("%s: %d characters", name, len(got))
		}
		if !strings.Contains(d.objects[3], text("题 “T”")) {
			t.Errorf("%s: the title is %q", name, d.objects[3])
		}
	}
}

// text is s as it stands in a document.
func text(s string) string { return "/Title <FEFF" + hex16(s) + ">" }

// TestMendKeepsTheRest holds that other objects stay as they were, whatever
// bytes are in them.
func TestMendKeepsTheRest(t *testing.T) {
	odd := "<<\n/Length 44\n>>\nstream\n\x00\xff\nxref\n0000000000 00000 n \n1 0 obj\nstartxref\n\nendstream\n"
	pdf, err := mend(written("<<\n>>\n", odd), "")
	if err != nil {
		t.Fatal(err)
	}
	if d := parse(t, pdf); d.objects[1] != "<<\n>>\n" || d.objects[2] != odd {
		t.Errorf("the objects became %q and %q", d.objects[1], d.objects[2])
	}
}

func TestMendRefuses(t *testing.T) {
	good := string(written("<<\n>>\n", oldMap("<0003><0003><5BA1>")))
	for name, pdf := range map[string]string{
		"nothing":            "",
		"no end":             strings.TrimSuffix(good, "%%EOF\n"),
		"no table":           strings.ReplaceAll(good, "startxref", "startxxxx"),
		"a table elsewhere":  strings.Replace(good, "startxref\n", "startxref\n9", 1),
		"far elsewhere":      strings.Replace(good, "startxref\n", "startxref\n99999999999999999999", 1),
		"an object moved":    strings.Replace(good, "%PDF-1.7\n", "%PDF-1.7\n\n", 1),
		"another number":     strings.Replace(good, "2 0 obj", "3 0 obj", 1),
		"an object not shut": strings.Replace(good, "endobj\n\n2", "endxxx\n\n2", 1),
		"out of order":       strings.Replace(good, "0000000010 00000 n", "9999999999 00000 n", 1),
	} {
		if pdf == good {
			t.Fatalf("%s: nothing was changed", name)
		}
		if out, err := mend([]byte(pdf), ""); model.CodeOf(err) != model.CodeUsage || out != nil {
			t.Errorf("%s: %v, want usage and no document", name, err)
		}
	}
}

func FuzzSplit(f *testing.F) {
	f.Add(written())
	f.Add(written("<<\n>>\n", oldMap("<0003><0003><5BA1>")))
	f.Add([]byte("xref\n0000000000 00000 n \nstartxref\n0\n%%EOF\n"))
	f.Fuzz(func(t *testing.T, pdf []byte) {
		head, objects, err := split(pdf)
		if err != nil {
			return
		}
		again := bytes.Clone(head)
		for i, o := range objects {
			again = fmt.Appendf(again, "%d 0 obj\n%sendobj\n\n", i+1, o)
		}
		if !bytes.HasPrefix(pdf, again) {
			t.Errorf("%q was cut into %q", pdf, again)
		}
	})
}
