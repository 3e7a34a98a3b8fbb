package receipt

import (
	"bytes"
	"fmt"
	"image"
	"image/color"
	"image/png"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/assets"
	"truename/model"
)

// A paper is what a receipt printer did with its commands.
type paper struct {
	dots  [][]bool // rows, true for black
	lead  int      // bytes of nothing before the first command
	bands []int    // rows of each
	order string   // one letter a command
	cuts  int
	fed   int // lines
}

// rollOut reads commands as a printer of this width does: one after the other,
// and nothing that it does not know.
func rollOut(b []byte, width int) (p paper, err error) {
	for len(b) > 0 {
		switch {
		case b[0] == 0:
			if p.order == "" {
				p.lead++
			}
			b = b[1:]
		case bytes.HasPrefix(b, []byte{0x1b, 0x40}):
			p.order, b = p.order+"@", b[2:]
		case bytes.HasPrefix(b, []byte{0x1b, 0x61, 0}):
			p.order, b = p.order+"a", b[3:]
		case bytes.HasPrefix(b, []byte{0x1b, 0x64}) && len(b) > 2:
			p.order, p.fed, b = p.order+"d", p.fed+int(b[2]), b[3:]
		case bytes.HasPrefix(b, []byte{0x1d, 0x56, 0x42}) && len(b) > 3:
			p.order, p.cuts, b = p.order+"V", p.cuts+1, b[4:]
		case bytes.HasPrefix(b, []byte{0x1d, 0x76, 0x30, 0}) && len(b) > 7:
			p.order += "v"
			if b, err = p.raster(b[4:], width); err != nil {
				return p, err
			}
		default:
			return p, fmt.Errorf("after %q comes % x", p.order, b[:min(8, len(b))])
		}
	}
	return p, nil
}

// raster prints xL xH yL yH and the dots that follow.
func (p *paper) raster(b []byte, width int) ([]byte, error) {
	across, rows := int(b[0])+256*int(b[1]), int(b[2])+256*int(b[3])
	b = b[4:]
	if across*8 != width || rows == 0 || len(b) < across*rows {
		return nil, fmt.Errorf("a band of %d bytes and %d rows, %d bytes follow", across, rows, len(b))
	}
	for y := range rows {
		row := make([]bool, width)
		for x := range row {
			row[x] = b[y*across+x/8]&(1<<(7-x%8)) != 0
		}
		p.dots = append(p.dots, row)
	}
	p.bands = append(p.bands, rows)
	return b[across*rows:], nil
}

// photograph is the paper as a picture, with a margin as on a table.
func (p *paper) photograph() *image.Gray {
	const margin = 24
	img := image.NewGray(image.Rect(0, 0, len(p.dots[0])+2*margin, len(p.dots)+2*margin))
	for i := range img.Pix {
		img.Pix[i] = 255
	}
	for y, row := range p.dots {
		for x, on := range row {
			if on {
				img.SetGray(x+margin, y+margin, color.Gray{})
			}
		}
	}
	return img
}

// slipOf is the paper of a sheet.
func slipOf(t *testing.T, s Sheet, width int) (paper, []byte) {
	t.Helper()
	b, err := EscPos(s, width)
	if err != nil {
		t.Fatal(err)
	}
	p, err := rollOut(b, width)
	if err != nil {
		t.Fatal(err)
	}
	return p, b
}

func TestEscPos(t *testing.T) {
	for _, width := range []int{Narrow, Wide} {
		for lang, s := range languages {
			name := fmt.Sprint(lang, width)
			p, b := slipOf(t, s, width)
			if p.lead != band*width/8 || p.cuts != 1 || p.fed != 3 {
				t.Errorf("%s: %d bytes lead, %d cuts, %d lines fed", name, p.lead, p.cuts, p.fed)
			}
			if want := "@a" + strings.Repeat("v", len(p.bands)) + "dV"; p.order != want {
				t.Errorf("%s: commands %s", name, p.order)
			}
			for i, rows := range p.bands {
				if rows != band && (i < len(p.bands)-1 || rows > band) {
					t.Errorf("%s: band %d has %d rows", name, i, rows)
				}
			}
			if got := scan(t, p.photograph()); got != reference {
				t.Errorf("%s: the code says %q", name, got)
			}
			if again, _ := EscPos(s, width); !bytes.Equal(again, b) {
				t.Errorf("%s: the same sheet gives other bytes", name)
			}
			if height := len(p.dots); height < 600 || height > 1800 {
				t.Errorf("%s: %d mm of paper", name, height/8)
			}
			keepPicture(t, name, p.photograph())
		}
	}
}

// keepPicture saves what was printed where TRUENAME_SLIPS says, to be looked at.
func keepPicture(t *testing.T, name string, img image.Image) {
	dir := os.Getenv("TRUENAME_SLIPS")
	if dir == "" {
		return
	}
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, name+".png"), b.Bytes(), 0o600); err != nil {
		t.Fatal(err)
	}
}

// TestEscPosIsTheDrawing compares each dot that is printed with the drawing; what
// differs is what quiet adds.
func TestEscPosIsTheDrawing(t *testing.T) {
	for lang, s := range languages {
		ink, err := drawSlip(s, Wide)
		if err != nil {
			t.Fatal(err)
		}
		p, _ := slipOf(t, s, Wide)
		if len(p.dots) != ink.Rect.Dy() {
			t.Fatalf("%s: %d rows of %d", lang, len(p.dots), ink.Rect.Dy())
		}
		black, added := 0, 0
		for y, row := range p.dots {
			for x, on := range row {
				switch drawn := ink.GrayAt(x, y).Y < 160; {
				case drawn && on:
					black++
				case drawn:
					t.Fatalf("%s: the dot at %d, %d is missing", lang, x, y)
				case on:
					added++
				}
			}
		}
		if black < 20_000 || added > 20 {
			t.Errorf("%s: %d dots, %d added", lang, black, added)
		}
	}
}

// TestEscPosSaysAll takes each text away in turn: each makes another slip, and a
// shorter one where it has lines of its own.
func TestEscPosSaysAll(t *testing.T) {
	whole, _ := slipOf(t, english, Wide)
	for i := range english.texts() {
		s := english
		s.Facts, s.Next = slices.Clone(s.Facts), slices.Clone(s.Next)
		text := s.texts()[i]
		gone := *text
		*text = ""
		if p, _ := slipOf(t, s, Wide); len(p.dots) >= len(whole.dots) {
			t.Errorf("without %q it is %d rows, with it %d", gone, len(p.dots), len(whole.dots))
		}
	}
}

// TestEscPosKeepsItsEdges holds that nothing touches the sides of the paper.
func TestEscPosKeepsItsEdges(t *testing.T) {
	s := chinese
	s.Notice = strings.Repeat("演示", 30)
	s.Lead, s.Reference = strings.Repeat("W", 300), "WWWW-WWWW-MMMM-MMMM"
	s.Facts = []Fact{{Name: strings.Repeat("名", 60), Value: strings.Repeat("change only that, ", 20)}}
	for _, width := range []int{Narrow, Wide} {
		p, _ := slipOf(t, s, width)
		for y, row := range p.dots {
			if slices.Contains(row[:3], true) || slices.Contains(row[width-3:], true) {
				t.Fatalf("%d dots wide, row %d: ink at the edge", width, y)
			}
		}
		if slices.Contains(p.dots[0], true) || slices.Contains(p.dots[len(p.dots)-1], true) {
			t.Errorf("%d dots wide: ink in the first or last row", width)
		}
	}
}

// TestQuiet: no picture holds a command that a printer obeys at once.
func TestQuiet(t *testing.T) {
	for name, c := range map[string]struct{ in, want []byte }{
		"a status":         {[]byte{0x10, 0x04, 0x01}, []byte{0x18, 0x04, 0x01}},
		"off":              {[]byte{0, 0x10, 0x14, 0x02}, []byte{0, 0x18, 0x14, 0x02}},
		"clear":            {[]byte{0x10, 0x10, 0x05}, []byte{0x10, 0x18, 0x05}},
		"two in a row":     {[]byte{0x10, 0x04, 0x10, 0x05}, []byte{0x18, 0x04, 0x18, 0x05}},
		"at the end":       {[]byte{0x04, 0x10}, []byte{0x04, 0x10}},
		"something else":   {[]byte{0x10, 0x06, 0x10}, []byte{0x10, 0x06, 0x10}},
		"nothing":          {[]byte{}, []byte{}},
		"none of its kind": {[]byte{0x30, 0x04}, []byte{0x30, 0x04}},
	} {
		if got := quiet(slices.Clone(c.in)); !bytes.Equal(got, c.want) {
			t.Errorf("%s: % x, want % x", name, got, c.want)
		}
	}
}

// TestEscPosHeals breaks a job off at many places and prints another: the second
// is whole, and begins on paper that is white.
func TestEscPosHeals(t *testing.T) {
	whole, b := slipOf(t, english, Narrow)
	first, _ := EscPos(chinese, Narrow)
	for cut := band * Narrow / 8; cut < len(first); cut += 997 {
		p, err := rollOut(append(slices.Clone(first[:cut]), b...), Narrow)
		if err != nil {
			t.Fatalf("broken off at %d: %v", cut, err)
		}
		last := p.dots[len(p.dots)-len(whole.dots):]
		if !slices.EqualFunc(last, whole.dots, slices.Equal) {
			t.Fatalf("broken off at %d: the second slip is another", cut)
		}
	}
}

func TestEscPosCertificate(t *testing.T) {
	s := chinese
	s.Reference, s.Certificate = "", []byte("truename certificate 1\n"+strings.Repeat("abcdefgh", 30)+"\n")
	for _, width := range []int{Narrow, Wide} {
		p, _ := slipOf(t, s, width)
		if got := scan(t, p.photograph()); got+"\n" != string(s.Certificate) {
			t.Errorf("%d dots: the code says %q", width, got)
		}
	}
	s.Certificate = append(s.Certificate, strings.Repeat("Zz/+", 500)...)
	if _, err := EscPos(s, Narrow); model.CodeOf(err) != model.CodeUsage {
		t.Errorf("a code that is too fine to read: %v", err)
	}
}

func TestEscPosRefuses(t *testing.T) {
	key := keySheet()
	for name, c := range map[string]struct {
		change func(*Sheet)
		width  int
	}{
		"no width":           {func(*Sheet) {}, 0},
		"another width":      {func(*Sheet) {}, 400},
		"no reference":       {func(s *Sheet) { s.Reference = "" }, Wide},
		"an identity number": {func(s *Sheet) { s.Reference = "440308199506181014" }, Wide},
		"a recovery key":     {func(s *Sheet) { *s = key }, Wide},
		"words of one":       {func(s *Sheet) { s.Words = key.Words }, Wide},
		"no font":            {func(s *Sheet) { s.Regular = nil }, Wide},
		"half a font":        {func(s *Sheet) { s.Bold = s.Bold[:100] }, Wide},
		"too much":           {func(s *Sheet) { s.Lead = strings.Repeat("审", maxText) }, Wide},
		"metres of paper":    {func(s *Sheet) { s.Foot = strings.Repeat("\n.", 300) }, Wide},
	} {
		s := chinese
		c.change(&s)
		if b, err := EscPos(s, c.width); model.CodeOf(err) != model.CodeUsage || b != nil {
			t.Errorf("%s: %v, want usage and nothing to print", name, err)
		}
	}
}

func FuzzEscPos(f *testing.F) {
	f.Add("已经提交", "记下这个编号，查进度要用。", "1. 审核员对照照片", uint8(3))
	f.Add("\x00\x1b@", "\xff\u202e", "99. ", uint8(40))
	f.Fuzz(func(t *testing.T, title, text, item string, n uint8) {
		s := Sheet{
			Title: title, Notice: item, Lead: text, ReferenceName: item, Reference: reference, ReferenceNote: text,
			Facts: slices.Repeat([]Fact{{Name: item, Value: text}}, int(n%20)), NextTitle: title, Next: []string{item, text},
			Foot: text, Regular: assets.FontRegular, Bold: assets.FontBold,
		}
		b, err := EscPos(s, Narrow)
		if model.CodeOf(err) == model.CodeUsage {
			return // too long
		}
		if err != nil {
			t.Fatal(err)
		}
		if _, err := rollOut(b, Narrow); err != nil {
			t.Fatal(err)
		}
	})
}
