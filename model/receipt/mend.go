package receipt

import (
	"bytes"
	"errors"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"truename/model"
)

// most is how many entries a block of a character map may have (Adobe Technical
// Note 5014, CMap and CIDFont Files). Ghostscript 9.56 to 10.04, which many
// printer queues run documents through, turns the text of a map with a longer
// block into nonsense.
const most = 100

// mend corrects what the library writes: the maps from glyphs to characters,
// which are in one block however long, whose range of codes leaves most glyphs
// out, and which have too many digits for a character above U+FFFF; and the
// title, which is not in an object of its own (ISO 32000-1, 7.5.5).
func mend(pdf []byte, title string) ([]byte, error) {
	head, objects, err := split(pdf)
	if err != nil {
		return nil, model.Fail(model.CodeUsage, fmt.Errorf("receipt: %w", err))
	}
	var out bytes.Buffer
	out.Write(head)
	offsets := make([]int, 0, len(objects)+1)
	put := func(body []byte) {
		offsets = append(offsets, out.Len())
		fmt.Fprintf(&out, "%d 0 obj\n%sendobj\n\n", len(offsets), body)
	}
	for _, o := range objects {
		put(remap(o))
	}
	put(fmt.Appendf(nil, "<<\n/Title <FEFF%s>\n>>\n", hex16(title)))
	from := out.Len()
	fmt.Fprintf(&out, "xref\n0 %d\n0000000000 65535 f \n", len(offsets)+1)
	for _, at := range offsets {
		fmt.Fprintf(&out, "%010d 00000 n \n", at)
	}
	fmt.Fprintf(&out, "trailer\n<<\n/Size %d\n/Root 1 0 R\n/Info %d 0 R\n>>\nstartxref\n%d\n%%%%EOF\n",
		len(offsets)+1, len(offsets), from)
	return out.Bytes(), nil
}

var errShape = errors.New("the document has not the shape that it should")

var (
	tail    = regexp.MustCompile(`startxref\n(\d+)\n%%EOF\n$`)
	inUse   = regexp.MustCompile(`(?m)^(\d{10}) 00000 n $`)
	mapping = regexp.MustCompile(`(?m)^<([0-9A-F]{4})><[0-9A-F]{4}><([0-9A-F]{4,6})>$`)
)

// split cuts a document of the library, where the objects follow each other in
// the order of their numbers, into what comes before them and their bodies.
func split(pdf []byte) (head []byte, objects [][]byte, err error) {
	m := tail.FindSubmatch(pdf)
	if m == nil {
		return nil, nil, errShape
	}
	end, err := strconv.Atoi(string(m[1]))
	if err != nil || end > len(pdf) {
		return nil, nil, errShape
	}
	offsets := []int{}
	for _, m := range inUse.FindAllSubmatch(pdf[end:], -1) {
		at, _ := strconv.Atoi(string(m[1])) // ten digits
		offsets = append(offsets, at)
	}
	if offsets = append(offsets, end); !slices.IsSorted(offsets) {
		return nil, nil, errShape
	}
	for i, at := range offsets[:len(offsets)-1] {
		body, begins := bytes.CutPrefix(pdf[at:offsets[i+1]], fmt.Appendf(nil, "%d 0 obj\n", i+1))
		body, ends := bytes.CutSuffix(body, []byte("endobj\n\n"))
		if !begins || !ends {
			return nil, nil, errShape
		}
		objects = append(objects, body)
	}
	return pdf[:offsets[0]], objects, nil
}

// remap is the body of an object, with a good map of characters if it was one.
func remap(body []byte) []byte {
	if !bytes.Contains(body, []byte("\nbegincmap\n")) {
		return body
	}
	characters := map[uint64]string{}
	var glyphs []uint64
	for _, m := range mapping.FindAllSubmatch(body, -1) {
		glyph, _ := strconv.ParseUint(string(m[1]), 16, 16) // digits, as matched
		r, _ := strconv.ParseUint(string(m[2]), 16, 32)
		if _, twice := characters[glyph]; !twice { // two characters that look alike: the first
			characters[glyph] = hex16(string(rune(r)))
			glyphs = append(glyphs, glyph)
		}
	}
	slices.Sort(glyphs)
	cmap := characterMap(glyphs, characters)
	return fmt.Appendf(nil, "<<\n/Length %d\n>>\nstream\n%s\nendstream\n", len(cmap), cmap)
}

// characterMap is a ToUnicode map (ISO 32000-1, 9.10.3).
func characterMap(glyphs []uint64, characters map[uint64]string) string {
	var b strings.Builder
	b.WriteString("/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n" +
		"/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n" +
		"/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n" +
		"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n")
	for block := range slices.Chunk(glyphs, most) {
		fmt.Fprintf(&b, "%d beginbfchar\n", len(block))
		for _, g := range block {
			fmt.Fprintf(&b, "<%04X> <%s>\n", g, characters[g])
		}
		b.WriteString("endbfchar\n")
	}
	b.WriteString("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend")
	return b.String()
}

// hex16 is text in UTF-16, big endian, as digits.
func hex16(text string) string {
	var b strings.Builder
	for _, u := range utf16.Encode([]rune(text)) {
		fmt.Fprintf(&b, "%04X", u)
	}
	return b.String()
}
