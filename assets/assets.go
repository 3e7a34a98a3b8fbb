// Package assets holds what the program carries with it: texts, icons, the two
// weights of its font and the nets that read text. It knows nothing of the window.
//
// The font, Truename Sans, is a subset of Noto Sans SC (OFL-1.1, text in
// fonts/OFL.txt): 通用规范汉字表, GB 2312, Latin and signs; assets/gen/fonts makes
// it. Use Regular and Bold only, never italic or monospace: the toolkit parses
// and keeps a whole font again for every style.
package assets

import (
	"embed"
	"fmt"
	"io/fs"
	"sync"

	"golang.org/x/image/font/sfnt"
)

//go:embed text
var text embed.FS

//go:embed icons
var icons embed.FS

//go:embed models
var models embed.FS

// Text is the folder of texts: zh/*.json, zh/*.md, en/*.json, en/*.md.
var Text = sub(text, "text")

// Icons is the folder of icons (SVG; truename.png is the mark at 256 pixels).
var Icons = sub(icons, "icons")

// Models is the folder of the nets that find and read text: det.bin, rec.bin and
// cls.bin for model/ocr/nn, keys.txt with the characters that rec knows, one a
// line. See README.md there; the licence they come under is LICENSE.
var Models = sub(models, "models")

// FontRegular and FontBold are single-face TrueType files; do not change them.
var (
	//go:embed fonts/TruenameSans-Regular.ttf
	FontRegular []byte
	//go:embed fonts/TruenameSans-Bold.ttf
	FontBold []byte
	//go:embed fonts/OFL.txt
	fontLicence string
)

// FontLicence is the licence the fonts come under, to be shown with the others.
func FontLicence() string { return fontLicence }

var regular = sync.OnceValue(func() *sfnt.Font {
	f, err := sfnt.Parse(FontRegular)
	if err != nil {
		panic(fmt.Sprintf("assets: embedded font: %v", err)) // a build without its font
	}
	return f
})

// HasGlyph reports whether the font draws r. What it does not draw, the
// toolkit takes from whatever fonts the machine has: maybe none (□), maybe the
// Japanese shape of the character. So a screen shows such a character of a
// name with its code point beside it; see Missing.
func HasGlyph(r rune) bool {
	g, err := regular().GlyphIndex(nil, r)
	return err == nil && g != 0
}

// Missing lists the characters of s that the font does not draw, each once, in
// order, as "U+2C907". It is empty for nearly every name.
func Missing(s string) []string {
	var out []string
	seen := map[rune]bool{}
	for _, r := range s {
		if !seen[r] && !HasGlyph(r) {
			seen[r] = true
			out = append(out, fmt.Sprintf("U+%04X", r))
		}
	}
	return out
}

func sub(f embed.FS, dir string) fs.FS {
	s, err := fs.Sub(f, dir)
	if err != nil {
		panic(err) // impossible: dir is a constant that names a folder
	}
	return s
}
