package receipt

import (
	"slices"
	"strings"
	"unicode"

	"truename/model"

	"github.com/skip2/go-qrcode"
)

// A Sheet is what the printed receipt says. All texts are in the language of
// the person; a text may break its lines with "\n", and an empty one is left
// out with its space. There is no field for a name, a number or a photograph,
// and no text should hold one that is not masked: the page lies on the printer
// for all to see.
type Sheet struct {
	Product       string   // small, at the top
	Notice        string   // in a frame above everything: that this is a demonstration
	Title         string   // also the title of the document
	Lead          string   // a sentence below it
	ReferenceName string   // what the reference is called
	Reference     string   // K7TM-4M2Q-9XWD-3H8A, as printed and as QR code
	ReferenceNote string   // small, below it
	Facts         []Fact   // one a row
	NextTitle     string   // heading of Next
	Next          []string // a numbered list, numbered here unless it is already ("1. ")
	Foot          string   // small, at the bottom of the page
	Regular, Bold []byte   // the font: single-face TrueType files

	// Of the paper with a recovery key, in place of Reference. Who has that
	// paper opens everything: it is printed and never kept as a file.
	Words    []string // in order, numbered here
	Identity string   // as QR code

	Certificate []byte // as QR code, in place of Reference: see seal.EncodeCertificate
}

// code is the QR code of s.
func (s Sheet) code() (*qrcode.QRCode, error) {
	switch {
	case s.Identity != "":
		return encodeKey(s.Identity)
	case len(s.Certificate) > 0:
		return encodeCertificate(s.Certificate)
	}
	return encode(s.Reference)
}

// A Fact is a row of the receipt.
type Fact = model.Fact

// maxText is how many bytes of text are worth trying: more than a page holds.
const maxText = 16 << 10

// texts are all texts of s that are set in lines.
func (s *Sheet) texts() []*string {
	out := []*string{&s.Product, &s.Notice, &s.Title, &s.Lead, &s.ReferenceName, &s.ReferenceNote, &s.NextTitle, &s.Foot}
	for i := range s.Facts {
		out = append(out, &s.Facts[i].Name, &s.Facts[i].Value)
	}
	for i := range s.Next {
		out = append(out, &s.Next[i])
	}
	return out
}

// tooLong reports whether the texts are more than is worth trying.
func (s *Sheet) tooLong() bool {
	long := 0
	for _, text := range s.texts() {
		long += len(*text)
	}
	return long > maxText
}

// legible is s with texts that the font can show; has tells which it can.
func (s Sheet) legible(has func(rune) bool) Sheet {
	s.Facts, s.Next = slices.Clone(s.Facts), slices.Clone(s.Next)
	for _, text := range s.texts() {
		*text = clean(*text, has)
	}
	return s
}

// clean replaces what the font does not have: □ for a sign, a space for a
// space, nothing for what would not be seen anyway.
func clean(text string, has func(rune) bool) string {
	return strings.Map(func(r rune) rune {
		switch {
		case r == '\n', has(r):
			return r
		case unicode.IsSpace(r):
			return ' '
		case unicode.IsGraphic(r) && !unicode.Is(unicode.Mn, r):
			return '□'
		}
		return -1
	}, strings.TrimSpace(text))
}

// PDF is the sheet as a document of one A4 page, about 60 kB. The text can be
// selected and searched; the fonts in it hold only the characters that are
// shown. It says nothing about who made it, where and when: the same sheet
// gives the same bytes, and its title is the only metadata. A character that
// the font does not have becomes □. The code of an error is CodeUsage for what
// is not a reference, a font that cannot be read, and texts that do not fit on
// the page.
func PDF(s Sheet) ([]byte, error) {
	code, err := s.code()
	if err != nil {
		return nil, err
	}
	if s.tooLong() {
		return nil, errNoRoom
	}
	p, err := newPress(s.Regular, s.Bold)
	if err != nil {
		return nil, err
	}
	s = s.legible(p.has)
	pg, err := compose(s, code.Bitmap(), p.width)
	if err != nil {
		return nil, err
	}
	return p.print(pg, s.Title)
}
