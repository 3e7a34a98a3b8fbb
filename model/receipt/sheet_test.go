package receipt

import (
	"bytes"
	"encoding/binary"
	"image"
	"image/color"
	"image/draw"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"truename/assets"
	"truename/model"

	"golang.org/x/image/font/sfnt"
)

// A receipt in each language, with every field in use.
var (
	chinese = Sheet{
		Product: "Truename 实名", Title: "已经提交", Lead: "记下这个编号，查进度要用。",
		ReferenceName: "回执编号", Reference: reference, ReferenceNote: "二维码里只有这个编号。",
		Facts:     []Fact{{Name: "收到时间", Value: "2026年11月23日 14:02"}, {Name: "预计有结果", Value: "11月24日（周二）– 11月26日（周四）"}},
		NextTitle: "接下来", Next: []string{
			"1. 审核员对照照片和您填的内容。",
			"2. 有要改的，会告诉您是哪一处，只改那一处。在“审核进度”里输入编号，就能看到审核到哪一步了，也能看到要改的是哪一张照片、哪一项内容。",
			"3. 通过后就绑定好了。编号不要给别人看。",
		},
		Foot:    "这张回执不含姓名、证件号码和照片。",
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	english = Sheet{
		Product: "Truename", Notice: "Demonstration: nobody reviews this.", Title: "Submitted",
		Lead:          "Write the reference down: you need it to see the status.",
		ReferenceName: "Reference", Reference: reference, ReferenceNote: "The code holds the reference and nothing else.",
		Facts:     []Fact{{Name: "Received", Value: "23 November 2026, 14:02"}, {Name: "Expected", Value: "Tue 24 Nov – Thu 26 Nov 2026"}},
		NextTitle: "What happens next", Next: []string{
			"A reviewer compares the photos with what you typed.",
			"If something needs a change, you hear which, and change only that. Status shows how far the review is.",
			"Once it’s approved, your card is bound. Keep the reference to yourself.",
		},
		Foot:    "This receipt holds no name, number or photograph.",
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	languages = map[string]Sheet{"zh": chinese, "en": english}
)

// made is the document of a sheet.
func made(t *testing.T, s Sheet) []byte {
	t.Helper()
	pdf, err := PDF(s)
	if err != nil {
		t.Fatal(err)
	}
	return pdf
}

// said is what the page of a sheet must say, in its order.
func said(s Sheet) []string {
	out := []string{s.Notice, s.Product, s.Title, s.Lead, s.ReferenceName, s.Reference, s.ReferenceNote}
	for _, f := range s.Facts {
		out = append(out, f.Name, f.Value)
	}
	out = append(out, s.NextTitle)
	for i, item := range s.Next {
		if !strings.HasPrefix(item, string(rune('1'+i))+".") {
			item = string(rune('1'+i)) + ". " + item
		}
		out = append(out, item)
	}
	return append(out, s.Foot)
}

func TestPDFSaysIt(t *testing.T) {
	for lang, s := range languages {
		texts, _ := parse(t, made(t, s)).read()
		all := ""
		for _, x := range texts {
			all += x.text
		}
		if got, want := squeeze(all), squeeze(strings.Join(said(s), "")); got != want {
			t.Errorf("%s: the page says\n%s\nwant\n%s", lang, got, want)
		}
		if !slices.ContainsFunc(texts, func(x shown) bool { return x.text == reference }) {
			t.Errorf("%s: the reference is not in one piece", lang)
		}
		for i, x := range texts[1:] {
			if x.y != texts[i].y && forbidden(texts[i].text, x.text) {
				t.Errorf("%s: %q is followed by a line that begins with %q", lang, texts[i].text, x.text)
			}
		}
	}
}

// TestPDFWithPoppler compares with what another reader of PDF selects.
func TestPDFWithPoppler(t *testing.T) {
	program, err := exec.LookPath("pdftotext")
	if err != nil {
		t.Skip("pdftotext is not installed")
	}
	for lang, s := range languages {
		file := filepath.Join(t.TempDir(), "receipt.pdf")
		if err := os.WriteFile(file, made(t, s), 0o600); err != nil {
			t.Fatal(err)
		}
		out, err := exec.CommandContext(t.Context(), program, "-enc", "UTF-8", "-raw", file, "-").Output()
		if err != nil {
			t.Fatal(err)
		}
		got := squeeze(string(out))
		for _, want := range said(s) {
			if !strings.Contains(got, squeeze(want)) {
				t.Errorf("%s: pdftotext does not find %q", lang, want)
			}
		}
	}
}

// within reports what of a document lies outside the page's margins or on top
// of other text.
func within(t *testing.T, pdf []byte) {
	t.Helper()
	texts, boxes := parse(t, pdf).read()
	const slack = 0.5
	for i, a := range texts {
		if a.x < left-slack || a.x+a.width > right+slack || a.y-0.88*a.size < top-slack || a.y+0.12*a.size > bottom+slack {
			t.Errorf("%q lies outside the margins: %+v", a.text, a)
		}
		for _, b := range texts[:i] {
			apart := a.x >= b.x+b.width || b.x >= a.x+a.width ||
				a.y-0.88*a.size >= b.y+0.12*b.size-slack || b.y-0.88*b.size >= a.y+0.12*a.size-slack
			if !apart {
				t.Errorf("%q lies on %q", a.text, b.text)
			}
		}
	}
	for _, b := range boxes {
		if b.x < left-slack || b.x+b.w > right+slack || b.y < top-slack || b.y+b.h > bottom+slack {
			t.Errorf("a rectangle lies outside the margins: %+v", b)
		}
	}
}

func TestPDFStaysOnThePage(t *testing.T) {
	long := strings.Repeat("只改那一处，", 40)
	words := strings.Repeat("change only that, ", 40)
	for name, change := range map[string]func(*Sheet){
		"as it is":                func(*Sheet) {},
		"a wide reference":        func(s *Sheet) { s.Reference = "WWWW-WWWW-MMMM-MMMM" },
		"a narrow reference":      func(s *Sheet) { s.Reference = "JJJJ-JJJJ-JJJJ-JJJJ" },
		"nothing but a reference": func(s *Sheet) { *s = Sheet{Reference: reference, Regular: s.Regular, Bold: s.Bold} },
		"a long title":            func(s *Sheet) { s.Title = long[:150] },
		"a long lead":             func(s *Sheet) { s.Lead = long },
		"a long product":          func(s *Sheet) { s.Product = words[:300] },
		"a long notice":           func(s *Sheet) { s.Notice = words },
		"a long note":             func(s *Sheet) { s.ReferenceNote = long[:600] },
		"a long fact": func(s *Sheet) {
			s.Facts = []Fact{{Name: long[:90], Value: words}, {Name: words[:200], Value: long[:90]}}
		},
		"an empty fact": func(s *Sheet) {
			s.Facts = []Fact{{Name: "", Value: ""}, {Name: "", Value: long[:90]}, {Name: long[:90], Value: ""}}
		},
		"many facts":         func(s *Sheet) { s.Facts = slices.Repeat([]Fact{{Name: "收到时间", Value: "14:02"}}, 13) },
		"many steps":         func(s *Sheet) { s.Next = slices.Repeat([]string{"审核"}, 20) },
		"a long foot":        func(s *Sheet) { s.Foot = words + long },
		"a word without end": func(s *Sheet) { s.Lead = strings.Repeat("W", 400); s.Facts[0].Value = s.Lead },
		"its own lines":      func(s *Sheet) { s.Lead = "one\ntwo\n\nthree" },
	} {
		s := chinese
		s.Facts = slices.Clone(s.Facts)
		change(&s)
		pdf, err := PDF(s)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		within(t, pdf)
		if t.Failed() {
			t.Fatalf("above: %s", name)
		}
	}
}

// TestPDFShrinks holds that a fuller page is set smaller, but not without end.
func TestPDFShrinks(t *testing.T) {
	biggest := func(n int) float64 {
		s := chinese
		s.Facts = slices.Repeat([]Fact{{Name: "收到时间", Value: "2026年"}}, n)
		pdf, err := PDF(s)
		if model.CodeOf(err) == model.CodeUsage {
			return 0
		}
		if err != nil {
			t.Fatal(err)
		}
		texts, _ := parse(t, pdf).read()
		return slices.MaxFunc(texts, func(a, b shown) int { return int(a.size - b.size) }).size
	}
	var sizes []float64
	for n := range 40 {
		if size := biggest(n); !slices.Contains(sizes, size) {
			sizes = append(sizes, size)
		}
	}
	want := []float64{27, 24.3, 21.6, 18.9, 0}
	if !slices.EqualFunc(sizes, want, func(a, b float64) bool { return a-b < 0.01 && b-a < 0.01 }) {
		t.Errorf("sizes of the title %v, want %v", sizes, want)
	}
}

// TestPDFGlyphs holds the fonts inside the document against the originals:
// every character that is shown has the outline it has there.
func TestPDFGlyphs(t *testing.T) {
	for lang, s := range languages {
		d := parse(t, made(t, s))
		texts, _ := d.read()
		for _, x := range texts {
			original := assets.FontRegular
			if strings.Contains(d.objects[x.font], boldFont) {
				original = assets.FontBold
			}
			f, err := sfnt.Parse(original)
			if err != nil {
				t.Fatal(err)
			}
			inside := []byte(d.stream(d.find(d.objects[d.find(d.descendant(x.font), `/FontDescriptor (\d+) 0 R`)], `/FontFile2 (\d+) 0 R`)))
			for i, r := range []rune(x.text) {
				g, err := f.GlyphIndex(nil, r)
				if err != nil || int(g) != x.glyphs[i] {
					t.Fatalf("%s: %q is drawn with glyph %d, want %d", lang, r, x.glyphs[i], g)
				}
				want := outline(original, int(g))
				if r != ' ' && len(want) == 0 || !bytes.Equal(outline(inside, int(g)), want) {
					t.Fatalf("%s: the outline of %q is not that of the font", lang, r)
				}
			}
		}
	}
}

// outline is the description of a glyph in a TrueType file.
func outline(font []byte, g int) []byte {
	table := map[string][]byte{}
	for i := range int(binary.BigEndian.Uint16(font[4:])) {
		e := font[12+16*i:]
		at, n := binary.BigEndian.Uint32(e[8:]), binary.BigEndian.Uint32(e[12:])
		table[string(e[:4])] = font[at : at+n]
	}
	at := func(i int) uint32 { return binary.BigEndian.Uint32(table["loca"][4*i:]) }
	if binary.BigEndian.Uint16(table["head"][50:]) == 0 {
		at = func(i int) uint32 { return 2 * uint32(binary.BigEndian.Uint16(table["loca"][2*i:])) }
	}
	return table["glyf"][at(g):at(g+1)]
}

// TestPDFCode draws the rectangles of the code and scans them.
func TestPDFCode(t *testing.T) {
	for lang, s := range languages {
		if got := scan(t, onPaper(t, made(t, s), 2)); got != reference {
			t.Errorf("%s: the code says %q", lang, got)
		}
	}
}

// onPaper draws the black rectangles of a page, scale pixels a point.
func onPaper(t *testing.T, pdf []byte, scale float64) image.Image {
	t.Helper()
	_, boxes := parse(t, pdf).read()
	img := image.NewGray(image.Rect(0, 0, int(scale*595), int(scale*841)))
	draw.Draw(img, img.Bounds(), image.White, image.Point{}, draw.Src)
	for _, b := range boxes {
		if b.black {
			at := image.Rect(int(b.x*scale), int(b.y*scale), int((b.x+b.w)*scale), int((b.y+b.h)*scale))
			draw.Draw(img, at, image.NewUniform(color.Black), image.Point{}, draw.Src)
		}
	}
	return img
}

// TestPDFSaysNothingElse holds that only the title is known of a document.
func TestPDFSaysNothingElse(t *testing.T) {
	for lang, s := range languages {
		pdf := made(t, s)
		d := parse(t, pdf)
		info := d.objects[d.find(d.trailer, `/Info (\d+) 0 R`)]
		title, ok := strings.CutPrefix(info, "<<\n/Title <FEFF")
		title, ends := strings.CutSuffix(title, ">\n>>\n")
		if !ok || !ends || text16(t, title) != s.Title {
			t.Errorf("%s: the document says of itself %q", lang, info)
		}
		for _, word := range []string{"/Author", "/Creator", "/Producer", "/CreationDate", "/ModDate", "/Metadata", "/ID", "gopdf"} {
			if bytes.Contains(pdf, []byte(word)) {
				t.Errorf("%s: it has %s", lang, word)
			}
		}
		for range 3 {
			if !bytes.Equal(made(t, s), pdf) {
				t.Fatalf("%s: the same sheet gives another document", lang)
			}
		}
		if len(pdf) > 120_000 {
			t.Errorf("%s: %d bytes", lang, len(pdf))
		}
		t.Logf("%s: %d bytes", lang, len(pdf))
	}
}

func TestPDFCharacters(t *testing.T) {
	for name, c := range map[string]struct{ text, want string }{
		"above U+FFFF":        {"𬤇", "𬤇"},
		"not in the font":     {"审\U0002A6D6核", "审□核"},
		"a picture":           {"审😀核", "审□核"},
		"a tab":               {"a\tb", "a b"},
		"controls":            {"审\x00\x1b\u200b\u202e核", "审核"},
		"a mark on a letter":  {"e\u0338", "e"},
		"not UTF-8":           {"审\xff核", "审□核"},
		"spaces at the ends":  {"  审核\n", "审核"},
		"what PDF reads":      {`(\)<>[]{}/%`, `(\)<>[]{}/%`},
		"more than one block": {some(260), some(260)},
	} {
		s := Sheet{Reference: reference, Lead: c.text, Regular: assets.FontRegular, Bold: assets.FontBold}
		texts, _ := parse(t, made(t, s)).read()
		got := ""
		for _, x := range texts {
			if x.text != reference {
				got += x.text
			}
		}
		if got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// some are n characters that the font has.
func some(n int) string {
	var b strings.Builder
	for r := rune(0x4E00); n > 0; r++ {
		if assets.HasGlyph(r) {
			b.WriteRune(r)
			n--
		}
	}
	return b.String()
}

func TestPDFRefuses(t *testing.T) {
	for name, change := range map[string]func(*Sheet){
		"no reference":          func(s *Sheet) { s.Reference = "" },
		"an identity number":    func(s *Sheet) { s.Reference = "440308199506181014" },
		"a name behind it":      func(s *Sheet) { s.Reference += " 张三" },
		"no font":               func(s *Sheet) { s.Regular = nil },
		"no bold font":          func(s *Sheet) { s.Bold = nil },
		"no font at all":        func(s *Sheet) { s.Regular = []byte("not a font, but long enough for a header") },
		"half a font":           func(s *Sheet) { s.Bold = s.Bold[:len(s.Bold)/2] },
		"more than a page":      func(s *Sheet) { s.Lead = strings.Repeat("审核", 2000) },
		"more lines than fit":   func(s *Sheet) { s.Foot = strings.Repeat("\n.", 90) },
		"more than can be text": func(s *Sheet) { s.Facts = []Fact{{Name: "", Value: strings.Repeat("审", maxText)}} },
	} {
		s := chinese
		change(&s)
		pdf, err := PDF(s)
		if model.CodeOf(err) != model.CodeUsage || pdf != nil {
			t.Errorf("%s: %v, want usage and no document", name, err)
		}
		if err != nil && strings.Contains(err.Error(), "张三") {
			t.Errorf("%s: the error repeats what it was given", name)
		}
	}
}

// TestPDFLeavesTheSheet holds that the caller's lists stay as they were.
func TestPDFLeavesTheSheet(t *testing.T) {
	s := Sheet{
		Reference: reference, Facts: []Fact{{Name: " a ", Value: "\t"}}, Next: []string{" 1. b\x00 "},
		Regular: assets.FontRegular, Bold: assets.FontBold,
	}
	made(t, s)
	if s.Facts[0] != (Fact{Name: " a ", Value: "\t"}) || s.Next[0] != " 1. b\x00 " {
		t.Errorf("the sheet became %q %q", s.Facts, s.Next)
	}
}

func FuzzPDF(f *testing.F) {
	f.Add("已经提交", "记下这个编号，查进度要用。", "1. 审核员对照照片", uint8(3))
	f.Add("Submitted", "Write the reference down.\nAnd keep it.", "A reviewer", uint8(9))
	f.Add("((((", "\x00\xff\u202e", "99. ", uint8(40))
	f.Fuzz(func(t *testing.T, title, text, item string, n uint8) {
		s := Sheet{
			Title: title, Notice: item, Lead: text, ReferenceName: item, Reference: reference, ReferenceNote: text,
			Facts: slices.Repeat([]Fact{{Name: item, Value: text}}, int(n%20)), NextTitle: title, Next: []string{item, text},
			Foot: text, Regular: assets.FontRegular, Bold: assets.FontBold,
		}
		pdf, err := PDF(s)
		if model.CodeOf(err) == model.CodeUsage {
			return // too long
		}
		if err != nil {
			t.Fatal(err)
		}
		within(t, pdf)
	})
}

func BenchmarkPDF(b *testing.B) {
	for b.Loop() {
		if _, err := PDF(chinese); err != nil {
			b.Fatal(err)
		}
	}
}
