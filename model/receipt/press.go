package receipt

import (
	"fmt"

	"truename/model"

	"github.com/signintech/gopdf"
)

// Names of the two fonts inside the document. The six letters mark a subset
// (ISO 32000-1, 9.6.4).
const (
	regularFont = "TRNREG+TruenameSans-Regular"
	boldFont    = "TRNBLD+TruenameSans-Bold"
)

// A press measures text with the two fonts and puts a page on paper.
type press struct {
	pdf gopdf.GoPdf
	err error // the first that happened
}

func newPress(regular, bold []byte) (*press, error) {
	p := new(press)
	p.pdf.Start(gopdf.Config{PageSize: gopdf.Rect{W: pageWidth, H: pageHeight}})
	p.keep(p.pdf.AddTTFFontData(regularFont, regular))
	p.keep(p.pdf.AddTTFFontData(boldFont, bold))
	if p.err != nil {
		return nil, model.Fail(model.CodeUsage, fmt.Errorf("receipt: font: %w", p.err))
	}
	p.pdf.AddPage()
	return p, nil
}

func (p *press) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// width is how long text is on paper, in points.
func (p *press) width(text string, f face) float64 {
	p.choose(f)
	w, err := p.pdf.MeasureTextWidth(text)
	p.keep(err)
	return w
}

func (p *press) choose(f face) {
	name := regularFont
	if f.bold {
		name = boldFont
	}
	p.keep(p.pdf.SetFont(name, "", f.size))
}

// print draws the page and returns the document.
func (p *press) print(pg page, title string) ([]byte, error) {
	for _, b := range pg.boxes {
		p.pdf.SetFillColor(b.ink.r, b.ink.g, b.ink.b)
		p.pdf.RectFromUpperLeftWithStyle(b.x, b.y, b.w, b.h, "F")
	}
	for _, r := range pg.runs {
		p.choose(r.face)
		p.pdf.SetTextColor(r.ink.r, r.ink.g, r.ink.b)
		p.pdf.SetXY(r.x, r.y)
		p.keep(p.pdf.Text(r.text))
	}
	raw, err := p.pdf.GetBytesPdfReturnErr()
	p.keep(err)
	if p.err != nil {
		return nil, model.Fail(model.CodeUsage, fmt.Errorf("receipt: draw: %w", p.err))
	}
	return mend(raw, title)
}

// has reports whether the font draws r.
func (p *press) has(r rune) bool {
	p.choose(face{size: 1})
	has, err := p.pdf.IsCurrFontContainGlyph(r)
	p.keep(err)
	return has
}
