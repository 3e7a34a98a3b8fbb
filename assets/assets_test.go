package assets

import (
	"bytes"
	"crypto/sha256"
	"encoding/binary"
	"encoding/xml"
	"errors"
	"fmt"
	"image/png"
	"io"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"unicode"

	"golang.org/x/image/font/sfnt"
)

func TestFontsAreSingleFaces(t *testing.T) {
	for style, b := range map[string][]byte{"Regular": FontRegular, "Bold": FontBold} {
		t.Run(style, func(t *testing.T) {
			// A collection ("ttcf") makes the toolkit fall over.
			if v := binary.BigEndian.Uint32(b); v != 0x00010000 {
				t.Fatalf("version %#x, want a TrueType file of one face", v)
			}
			f, err := sfnt.Parse(b)
			if err != nil {
				t.Fatal(err)
			}
			for id, want := range map[sfnt.NameID]string{
				sfnt.NameIDFamily:     "Truename Sans",
				sfnt.NameIDSubfamily:  style,
				sfnt.NameIDPostScript: "TruenameSans-" + style,
			} {
				if got, err := f.Name(nil, id); err != nil || got != want {
					t.Errorf("name %d is %q (%v), want %q", id, got, err, want)
				}
			}
			if c, err := f.Name(nil, sfnt.NameIDCopyright); err != nil || !strings.Contains(c, "Adobe") {
				t.Errorf("copyright is %q (%v)", c, err)
			}
			if len(b) > 3_500_000 {
				t.Errorf("%d bytes: each style costs about five times that in memory", len(b))
			}
		})
	}
}

// The sum over a whole font with its adjustment is a constant (OpenType, "head").
func TestFontChecksums(t *testing.T) {
	for style, b := range map[string][]byte{"Regular": FontRegular, "Bold": FontBold} {
		var sum uint32
		for i := 0; i < len(b); i += 4 {
			var w [4]byte
			copy(w[:], b[i:])
			sum += binary.BigEndian.Uint32(w[:])
		}
		if sum != 0xB1B0AFBA {
			t.Errorf("%s: checksum %#x", style, sum)
		}
	}
}

func TestBothWeightsDrawTheSame(t *testing.T) {
	bold, err := sfnt.Parse(FontBold)
	if err != nil {
		t.Fatal(err)
	}
	for r := rune(0x20); r < 0x30000; r++ {
		g, err := bold.GlyphIndex(nil, r)
		if has := err == nil && g != 0; has != HasGlyph(r) {
			t.Fatalf("U+%04X: bold %v, regular %v", r, has, !has)
		}
	}
}

func TestHasGlyph(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want bool
	}{
		"form":         {"姓名性别民族出生住址公民身份号码签发机关有效期限长期", true},
		"Latin":        {"AZaz09 Xx é ü ǚ ǎ", true},
		"signs":        {"·“”‘’（），。！？：；、《》…—←→↑↓■□▲▼◀▶✓×¥№", true},
		"full width":   {"０９ＡＺｘ／", true},
		"zero":         {"〇", true},
		"rare names":   {"䶮㛃喆龑昇堃", true},
		"extension B+": {"𬤇𬸦𫖯𬍛", true},
		"traditional":  {"張陳黃龍", true},
		"not in it":    {"𠀀𪚥", false},
		"private use":  {"\uE863", false},
		"emoji":        {"😀", false},
		"cross":        {"✕✗", false}, // not in the source: use × or an icon
	} {
		t.Run(name, func(t *testing.T) {
			for _, r := range c.text {
				if HasGlyph(r) != c.want {
					t.Errorf("HasGlyph(%c U+%04X) = %v", r, r, !c.want)
				}
			}
		})
	}
}

func TestMissing(t *testing.T) {
	if got, want := Missing("王𪚥𪚥😀"), []string{"U+2A6A5", "U+1F600"}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
	if got := Missing("阿依古丽·买买提"); got != nil {
		t.Errorf("got %v, want none", got)
	}
}

// Every text must show on a machine without Chinese fonts.
func TestTextsAreDrawn(t *testing.T) {
	files := 0
	err := fs.WalkDir(Text, ".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() {
			return err
		}
		files++
		b, err := fs.ReadFile(Text, path)
		if err != nil {
			return err
		}
		visible := strings.Map(func(r rune) rune {
			if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
				return -1
			}
			return r
		}, string(b))
		if m := Missing(visible); m != nil {
			t.Errorf("%s: the font does not draw %v", path, m)
		}
		return nil
	})
	if err != nil || files == 0 {
		t.Fatalf("%d files, %v", files, err)
	}
}

func TestIcons(t *testing.T) {
	b, err := fs.ReadFile(Icons, "truename.png")
	if err != nil {
		t.Fatal(err)
	}
	m, err := png.Decode(bytes.NewReader(b))
	if err != nil {
		t.Fatal(err)
	}
	if s := m.Bounds().Size(); s.X != 256 || s.Y != 256 {
		t.Errorf("the mark is %v", s)
	}
	svgs, err := fs.Glob(Icons, "*.svg")
	if err != nil || len(svgs) == 0 {
		t.Fatalf("%d drawings, %v", len(svgs), err)
	}
	for _, name := range svgs {
		b, err := fs.ReadFile(Icons, name)
		if err != nil {
			t.Fatal(err)
		}
		if err := wellFormed(b); err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func wellFormed(b []byte) error {
	for d := xml.NewDecoder(bytes.NewReader(b)); ; {
		if _, err := d.Token(); errors.Is(err, io.EOF) {
			return nil
		} else if err != nil {
			return err
		}
	}
}

func TestLicence(t *testing.T) {
	if l := FontLicence(); !strings.Contains(l, "SIL OPEN FONT LICENSE Version 1.1") || !strings.Contains(l, "'Source'") {
		t.Errorf("licence begins %.80q", l)
	}
}

func TestModels(t *testing.T) {
	for name, want := range map[string]struct{ least, most int }{
		"det.bin": {2_000_000, 3_000_000}, "rec.bin": {5_000_000, 6_000_000}, "cls.bin": {200_000, 300_000},
	} {
		b, err := fs.ReadFile(Models, name)
		if err != nil {
			t.Fatal(err)
		}
		if !bytes.HasPrefix(b, []byte("TNN1")) || len(b) < want.least || len(b) > want.most {
			t.Errorf("%s has %d bytes and begins %q", name, len(b), b[:4])
		}
	}
	keys, err := fs.ReadFile(Models, "keys.txt")
	if n := len(strings.Split(string(keys), "\n")); err != nil || n != 6623 {
		t.Errorf("%d keys, %v", n, err)
	}
	licence, err := fs.ReadFile(Models, "LICENSE")
	if err != nil || !bytes.Contains(licence, []byte("PaddlePaddle Authors")) || !bytes.Contains(licence, []byte("Version 2.0, January 2004")) {
		t.Errorf("licence begins %.80q, %v", licence, err)
	}
}

// The README of the models names the files as they are.
func TestModelSums(t *testing.T) {
	readme, err := fs.ReadFile(Models, "README.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, name := range []string{"det.bin", "rec.bin", "cls.bin", "keys.txt"} {
		b, err := fs.ReadFile(Models, name)
		if err != nil {
			t.Fatal(err)
		}
		if row := fmt.Sprintf("| `%s` | %d | `%x` |", name, len(b), sha256.Sum256(b)); !bytes.Contains(readme, []byte(row)) {
			t.Errorf("README.md has no row %s", row)
		}
	}
}
