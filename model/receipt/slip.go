package receipt

import (
	"fmt"
	"image"
	"image/color"
	"image/draw"
	"slices"

	"truename/model"

	"golang.org/x/image/font"
	"golang.org/x/image/font/opentype"
	"golang.org/x/image/font/sfnt"
	"golang.org/x/image/math/fixed"
)

// Widths of what a receipt printer prints, in dots of 1/8 mm: paper of 58 mm and
// of 80 mm.
const (
	Narrow = 384
	Wide   = 576
)

// The slip in dots. Eight dots are a millimetre.
const (
	slipEdge    = 8    // left and right
	slipTallest = 4800 // 60 cm: more is a mistake, and paper
	largestDot  = 8    // side of one square of the QR code: 1 mm
	smallestDot = 3    // what telephones still read from thermal paper
)

// A slip is the receipt drawn from top to bottom on a roll, black on white.
type slip struct {
	ink   *image.Gray // 0 is black
	y     int         // where the next thing goes
	base  float64     // size of the running text
	fonts [2]*opentype.Font
	faces map[face]font.Face
	err   error // the first that happened
}

// drawSlip is the sheet as a picture of this width, cut off below the last line.
func drawSlip(s Sheet, width int) (*image.Gray, error) {
	if width != Narrow && width != Wide {
		return nil, usage("width of a slip")
	}
	if s.Identity != "" || len(s.Words) > 0 {
		return nil, usage("a recovery key is printed on a page, not on a slip")
	}
	code, err := s.code()
	if err != nil {
		return nil, err
	}
	if s.tooLong() {
		return nil, errNoRoom
	}
	p, err := newSlip(s, width)
	if err != nil {
		return nil, err
	}
	defer p.close()
	p.sheet(s.legible(p.has), code.Bitmap())
	if p.err != nil {
		return nil, p.err
	}
	return p.ink.SubImage(image.Rect(0, 0, width, p.y)).(*image.Gray), nil
}

func newSlip(s Sheet, width int) (*slip, error) {
	p := &slip{base: 24, faces: map[face]font.Face{}, y: slipEdge}
	if width == Wide {
		p.base = 28
	}
	for i, b := range [][]byte{s.Regular, s.Bold} {
		f, err := opentype.Parse(b)
		if err != nil {
			return nil, model.Fail(model.CodeUsage, fmt.Errorf("receipt: font: %w", err))
		}
		p.fonts[i] = f
	}
	p.ink = image.NewGray(image.Rect(0, 0, width, slipTallest))
	draw.Draw(p.ink, p.ink.Rect, image.White, image.Point{}, draw.Src)
	return p, nil
}

func (p *slip) close() {
	for _, f := range p.faces {
		f.Close()
	}
}

// has reports whether the font draws r.
func (p *slip) has(r rune) bool {
	var b sfnt.Buffer
	g, err := p.fonts[0].GlyphIndex(&b, r)
	return err == nil && g != 0
}

// sheet draws everything. What is long stands below the code, so that reference
// and code come out in one piece.
func (p *slip) sheet(s Sheet, code [][]bool) {
	p.framed(s.Notice)
	p.text(s.Product, face{0.9, true}, 0)
	p.text(s.Title, face{1.6, true}, 0)
	p.text(s.Lead, face{1, false}, 0)
	p.gap(0.6)
	p.text(s.ReferenceName, face{0.9, false}, 0)
	p.reference(s.Reference)
	p.squares(code)
	p.text(s.ReferenceNote, face{0.9, false}, 0)
	p.rule()
	for _, f := range s.Facts {
		p.text(f.Name, face{0.9, false}, 0)
		p.text(f.Value, face{1, true}, 0)
		p.gap(0.3)
	}
	p.next(s)
	if s.Foot != "" {
		p.rule()
		p.text(s.Foot, face{0.9, false}, 0)
	}
	p.y += slipEdge
}

// next is the numbered list of what will happen.
func (p *slip) next(s Sheet) {
	if len(s.Next) == 0 {
		return
	}
	p.gap(0.3)
	p.text(s.NextTitle, face{1.1, true}, 0)
	indent := 1.7 * p.base
	for i, item := range s.Next {
		number, item := numberOf(i, item)
		at := p.y
		p.text(number, face{1, false}, 0)
		p.y = at
		p.text(item, face{1, false}, indent)
		p.gap(0.2)
	}
}

// reference is in one line, as large as the paper allows.
func (p *slip) reference(text string) {
	if text == "" {
		return
	}
	f := face{1.6, true}
	if w := p.width(text, f); w > p.room(0) {
		f.size *= p.room(0) / w
	}
	p.text(text, f, 0)
}

// framed is text in a frame.
func (p *slip) framed(text string) {
	if text == "" {
		return
	}
	at := p.y
	p.y += slipEdge
	p.text(text, face{0.9, true}, slipEdge)
	p.y += slipEdge
	r := image.Rect(slipEdge/2, at, p.ink.Rect.Dx()-slipEdge/2, p.y)
	for _, edge := range []image.Rectangle{
		{r.Min, image.Pt(r.Max.X, r.Min.Y+2)}, {image.Pt(r.Min.X, r.Max.Y-2), r.Max},
		{r.Min, image.Pt(r.Min.X+2, r.Max.Y)}, {image.Pt(r.Max.X-2, r.Min.Y), r.Max},
	} {
		p.fill(edge)
	}
	p.gap(0.5)
}

// rule is a line over the whole width.
func (p *slip) rule() {
	p.gap(0.4)
	p.fill(image.Rect(slipEdge, p.y, p.ink.Rect.Dx()-slipEdge, p.y+2))
	p.y += 2
	p.gap(0.4)
}

// squares draws the QR code in the middle; its quiet zone is part of it.
func (p *slip) squares(code [][]bool) {
	side := min(largestDot, p.ink.Rect.Dx()/len(code))
	if side < smallestDot {
		p.keep(errNoRoom)
		return
	}
	left := (p.ink.Rect.Dx() - side*len(code)) / 2
	for i, row := range code {
		for j, on := range row {
			if on {
				p.fill(image.Rect(left+j*side, p.y+i*side, left+(j+1)*side, p.y+(i+1)*side))
			}
		}
	}
	p.y += side * len(code)
}

func (p *slip) fill(r image.Rectangle) {
	if r.Max.Y > p.ink.Rect.Dy() {
		p.keep(errNoRoom)
	}
	draw.Draw(p.ink, r, image.Black, image.Point{}, draw.Src)
}

// gap leaves a part of a line's height free.
func (p *slip) gap(lines float64) { p.y += int(lines * p.base) }

// room is how wide a text may be.
func (p *slip) room(indent float64) float64 { return float64(p.ink.Rect.Dx()-2*slipEdge) - indent }

// text writes text in as many lines as it takes; the size of f is a part of
// that of the running text.
func (p *slip) text(text string, f face, indent float64) {
	if text == "" {
		return
	}
	size := f.size * p.base
	height := int(size*1.35 + 0.5)
	for _, row := range even(text, p.room(indent), size, func(s string) float64 { return p.width(s, f) }) {
		if p.y+height > p.ink.Rect.Dy() {
			p.keep(errNoRoom)
			return
		}
		d := font.Drawer{
			Dst: p.ink, Src: image.Black, Face: p.face(f),
			Dot: fixed.P(slipEdge+int(indent), p.y+int((1.35-1)/2*size+0.88*size)),
		}
		d.DrawString(row)
		p.y += height
	}
}

func (p *slip) width(text string, f face) float64 {
	return float64(font.MeasureString(p.face(f), text)) / 64
}

// face is the font in the size of f.
func (p *slip) face(f face) font.Face {
	if had, ok := p.faces[f]; ok {
		return had
	}
	of := p.fonts[0]
	if f.bold {
		of = p.fonts[1]
	}
	made, err := opentype.NewFace(of, &opentype.FaceOptions{Size: f.size * p.base, DPI: 72, Hinting: font.HintingFull})
	if err != nil { // the options alone decide, and they are good
		panic(err)
	}
	p.faces[f] = made
	return made
}

func (p *slip) keep(err error) {
	if p.err == nil {
		p.err = err
	}
}

// darkest is from where on a dot stays white. The heads of receipt printers know
// black and white; strokes must not fall apart, so what is half grey is black.
const darkest = 160

// isBlack reports whether the dot at x, y is printed.
func isBlack(ink *image.Gray, x, y int) bool {
	return ink.At(x, y).(color.Gray).Y < darkest
}

// pack is rows of dots, eight in a byte, the leftmost in the highest bit.
func pack(ink *image.Gray) [][]byte {
	b := ink.Bounds()
	rows := make([][]byte, b.Dy())
	for y := range rows {
		row := make([]byte, b.Dx()/8)
		for x := range b.Dx() {
			if isBlack(ink, b.Min.X+x, b.Min.Y+y) {
				row[x/8] |= 0x80 >> (x % 8)
			}
		}
		rows[y] = row
	}
	return slices.Clip(rows)
}
