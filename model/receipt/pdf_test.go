package receipt

import (
	"bytes"
	"compress/zlib"
	"encoding/hex"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode/utf16"
)

// A document is a PDF as the tests read it: by its table of objects, as a
// reader would, and not by searching.
type document struct {
	t       *testing.T
	objects map[int]string // bodies by number
	trailer string
}

// A shown is a piece of text as it stands on the page; x, y is where its
// baseline begins, from the upper left corner.
type shown struct {
	x, y, size, width float64
	font              int // object
	glyphs            []int
	text              string
}

// A filled is a rectangle on the page, from the upper left corner.
type filled struct {
	x, y, w, h float64
	black      bool
}

var (
	endOfFile = regexp.MustCompile(`(?s)\nxref\n0 (\d+)\n0000000000 65535 f \n(.*)trailer\n(.*)startxref\n(\d+)\n%%EOF\n$`)
	streamed  = regexp.MustCompile(`(?s)^(<<.*?>>)\nstream\n(.*)\nendstream\n$`)
)

// parse reads the table of objects and everything that it points to.
func parse(t *testing.T, pdf []byte) *document {
	t.Helper()
	if !bytes.HasPrefix(pdf, []byte("%PDF-1.7\n")) {
		t.Fatal("not a PDF")
	}
	m := endOfFile.FindSubmatchIndex(pdf)
	if m == nil {
		t.Fatal("no table of objects at the end")
	}
	part := func(i int) string { return string(pdf[m[2*i]:m[2*i+1]]) }
	if at := number(t, part(4)); int(at) != m[0]+1 {
		t.Fatalf("startxref says %v, the table is at %d", at, m[0]+1)
	}
	d := &document{t: t, objects: map[int]string{}, trailer: part(3)}
	table := part(2)
	for i := 1; len(table) > 0; i++ {
		at := int(number(t, table[:10]))
		body, ok := strings.CutPrefix(string(pdf[at:]), fmt.Sprintf("%d 0 obj\n", i))
		body, _, found := strings.Cut(body, "endobj\n\n")
		if !ok || !found || table[10:20] != " 00000 n \n" {
			t.Fatalf("object %d is not at %d", i, at)
		}
		d.objects[i] = body
		table = table[20:]
	}
	if n := int(number(t, part(1))); n != len(d.objects)+1 {
		t.Fatalf("the table says %d objects, it has %d", n, len(d.objects)+1)
	}
	return d
}

// find is the number in the first match of pattern in s.
func (d *document) find(s, pattern string) int {
	d.t.Helper()
	m := regexp.MustCompile(pattern).FindStringSubmatch(s)
	if m == nil {
		d.t.Fatalf("no %s in %.200q", pattern, s)
	}
	return int(number(d.t, m[1]))
}

// only is the number of the one object that matches pattern.
func (d *document) only(pattern string) int {
	d.t.Helper()
	var found []int
	for i, body := range d.objects {
		if regexp.MustCompile(pattern).MatchString(body) {
			found = append(found, i)
		}
	}
	if len(found) != 1 {
		d.t.Fatalf("%d objects are %s, want 1", len(found), pattern)
	}
	return found[0]
}

// stream is what a stream object holds.
func (d *document) stream(object int) string {
	d.t.Helper()
	m := streamed.FindStringSubmatch(d.objects[object])
	if m == nil {
		d.t.Fatalf("object %d is no stream", object)
	}
	if n := d.find(m[1], `/Length (\d+)`); n != len(m[2]) {
		d.t.Fatalf("object %d has %d bytes, not %d", object, len(m[2]), n)
	}
	if !strings.Contains(m[1], "/FlateDecode") {
		return m[2]
	}
	r, err := zlib.NewReader(strings.NewReader(m[2]))
	if err != nil {
		d.t.Fatal(err)
	}
	all, err := io.ReadAll(r)
	if err != nil {
		d.t.Fatal(err)
	}
	return string(all)
}

// page is the only page: its object, and what is drawn on it.
func (d *document) page() (body, content string) {
	d.t.Helper()
	pages := d.objects[d.only(`/Type /Pages\n`)]
	if n := d.find(pages, `/Count (\d+)`); n != 1 {
		d.t.Fatalf("%d pages", n)
	}
	if box := "/MediaBox [ 0 0 595.28 841.89 ]"; !strings.Contains(pages, box) {
		d.t.Fatalf("not A4: %s", pages)
	}
	body = d.objects[d.only(`/Type /Page\n`)]
	return body, d.stream(d.find(body, `/Contents +(\d+) 0 R`))
}

var (
	place = regexp.MustCompile(`^(\S+) (\S+) TD$`)
	typed = regexp.MustCompile(`^/F(\d+) (\S+) Tf`)
	glyph = regexp.MustCompile(`^\[<([0-9A-F]*)>\] TJ$`)
	rect  = regexp.MustCompile(`^(\S+) (\S+) (\S+) (\S+) re f$`)
)

// read is the text and the rectangles of the page, in the order they are drawn.
func (d *document) read() (texts []shown, boxes []filled) {
	d.t.Helper()
	body, content := d.page()
	var now shown
	black := false
	for line := range strings.SplitSeq(strings.TrimSpace(content), "\n") {
		line = strings.TrimSpace(line)
		n := func(m []string, i int) float64 { return number(d.t, m[i]) }
		if m := place.FindStringSubmatch(line); m != nil {
			now = shown{x: n(m, 1), y: pageHeight - n(m, 2)}
		} else if m := typed.FindStringSubmatch(line); m != nil {
			procset := d.objects[d.find(body, `/Resources (\d+) 0 R`)]
			now.size, now.font = n(m, 2), d.find(procset, `/F`+m[1]+` (\d+) 0 R`)
		} else if m := glyph.FindStringSubmatch(line); m != nil {
			texts = append(texts, d.say(now, m[1]))
		} else if m := rect.FindStringSubmatch(line); m != nil {
			h := n(m, 4)
			boxes = append(boxes, filled{n(m, 1), pageHeight - n(m, 2) - h, n(m, 3), h, black})
		} else if colour, ok := strings.CutSuffix(line, " rg"); ok {
			black = strings.Trim(colour, "0. ") == ""
		} else if !slices.Contains([]string{"q", "Q", "BT", "ET"}, line) {
			d.t.Fatalf("the page has %q: teach the test", line)
		}
	}
	return texts, boxes
}

// say fills in what glyphs say and how wide they are.
func (d *document) say(s shown, digits string) shown {
	d.t.Helper()
	to, wide := d.unicode(s.font), d.widths(s.font)
	for i := 0; i < len(digits); i += 4 {
		g, err := strconv.ParseUint(digits[i:i+4], 16, 16)
		if err != nil {
			d.t.Fatal(err)
		}
		text, known := to[int(g)]
		w, measured := wide[int(g)]
		if !known || !measured {
			d.t.Fatalf("glyph %d has no character or no width", g)
		}
		s.glyphs = append(s.glyphs, int(g))
		s.text += text
		s.width += w * s.size / 1000
	}
	return s
}

var (
	block = regexp.MustCompile(`(?s)(\d+) beginbfchar\n(.*?)endbfchar\n`)
	entry = regexp.MustCompile(`^<([0-9A-F]{4})> <((?:[0-9A-F]{4})+)>$`)
)

// unicode is the map from the glyphs of a font to characters.
func (d *document) unicode(font int) map[int]string {
	d.t.Helper()
	out := map[int]string{}
	cmap := d.stream(d.find(d.objects[font], `/ToUnicode (\d+) 0 R`))
	if !strings.Contains(cmap, "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n") || strings.Contains(cmap, "bfrange") {
		d.t.Fatalf("the map has another shape: %s", cmap)
	}
	for _, b := range block.FindAllStringSubmatch(cmap, -1) {
		entries := strings.Split(strings.TrimSpace(b[2]), "\n")
		if n := int(number(d.t, b[1])); n != len(entries) || n > 100 {
			d.t.Fatalf("a block says %d entries and has %d; 100 are allowed", n, len(entries))
		}
		for _, e := range entries {
			m := entry.FindStringSubmatch(e)
			if m == nil {
				d.t.Fatalf("entry %q", e)
			}
			g, _ := strconv.ParseUint(m[1], 16, 16) // digits
			out[int(g)] = text16(d.t, m[2])
		}
	}
	return out
}

// widths are the widths of the glyphs of a font, in thousandths of its size.
func (d *document) widths(font int) map[int]float64 {
	d.t.Helper()
	out := map[int]float64{}
	for _, m := range regexp.MustCompile(`(\d+)\[(\d+)\]`).FindAllStringSubmatch(d.descendant(font), -1) {
		out[int(number(d.t, m[1]))] = number(d.t, m[2])
	}
	return out
}

// descendant is the CID font of a font.
func (d *document) descendant(font int) string {
	d.t.Helper()
	return d.objects[d.find(d.objects[font], `/DescendantFonts \[(\d+) 0 R\]`)]
}

// text16 is the text of digits in UTF-16, big endian.
func text16(t *testing.T, digits string) string {
	t.Helper()
	b, err := hex.DecodeString(digits)
	if err != nil || len(b)%2 != 0 {
		t.Fatalf("not UTF-16: %q", digits)
	}
	var units []uint16
	for i := 0; i < len(b); i += 2 {
		units = append(units, uint16(b[i])<<8|uint16(b[i+1]))
	}
	return string(utf16.Decode(units))
}

func number(t *testing.T, s string) float64 {
	t.Helper()
	f, err := strconv.ParseFloat(s, 64)
	if err != nil {
		t.Fatalf("not a number: %q", s)
	}
	return f
}
