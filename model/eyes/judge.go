package eyes

import (
	"math"
	"slices"
	"time"

	"truename/model"
	"truename/model/ocr"
	"truename/model/photo"
)

// A limit is where a notice and where a fault begins.
type limit struct{ notice, fault float64 }

// atLeast is the finding about a value that should not be low.
func (t limit) atLeast(code string, v float64) model.Finding {
	f := model.Finding{Code: code, Weight: model.Passed, Value: v, Limit: t.notice}
	if v < t.notice {
		f.Weight = model.Notice
	}
	if v < t.fault {
		f.Weight, f.Limit = model.Fault, t.fault
	}
	return f
}

// atMost is the finding about a value that should not be high.
func (t limit) atMost(code string, v float64) model.Finding {
	f := limit{-t.notice, -t.fault}.atLeast(code, -v)
	f.Value, f.Limit = -f.Value, -f.Limit
	return f
}

// The limits. Beyond the fault a photograph is refused whatever was read; up to
// there what counts is whether the print can be read. They were fitted on
// specimens of one style and measured on others: docs/eyes.md.
var (
	pixelsShort = limit{600, 400} // of the picture's shorter side
	cardLength  = limit{640, 500} // pixels
	outside     = limit{0.004, 0.006}
	tilted      = limit{46, 50}     // degrees
	white       = limit{95, 37}     // luma of the card's own white
	overexposed = limit{0.70, 0.86} // share of the card that is clipped
	colour      = limit{1.45, 1.31} // spread of chroma in small squares, in good light
	covered     = limit{0.02, 0.45} // of the card, where it hides nothing that is needed
)

// What explains that a field cannot be read.
const (
	shineOver  = 0.05 // share of a field's place that is clipped
	coverOver  = 0.08 // share of a field's place that is covered
	darkWhite  = 70   // luma
	brightOver = 0.60 // share of the card that is clipped
	brightAll  = 0.33 // and that is no single spot of shine any more
	softEdges  = 1.25 // see photo.Gauge.Sharpness
	oneWay     = 0.22 // see photo.Gauge.Shake
	noOtherWay = 0.06 // so little that nobody at the desk could read it, whatever is read here
	smallCard  = 680  // pixels
	steepView  = 42   // degrees
	shortened  = 25   // degrees of tilt that seem to shorten a card which is cut off
	faintPrint = 60   // luma between print and ground
	besideText = 0.50 // share of a gap in a line of text, or of where it may go on
	vague      = 1.10 // edges so soft that uncertain characters are no rare ones
	vagueSure  = 0.60 // and how sure a character must be then,
	restSure   = 0.90 // or the rest of the field on the average
	gridSeen   = 0.18 // see photo.Source.Grid
)

// tell adds a finding.
func (l *look) tell(f model.Finding) {
	if l.ctx != nil && l.ctx.Err() != nil { // nobody waits for it any more
		return
	}
	f.Side = l.side
	if f.Weight == model.Fault { // a field may show what the whole card did not
		l.report.Findings = slices.DeleteFunc(l.report.Findings, func(k model.Finding) bool {
			return k.Code == f.Code && k.Weight != model.Fault
		})
	}
	l.report.Findings = append(l.report.Findings, f)
	switch {
	case f.Weight == model.Fault:
		l.report.Grade = model.Retake
	case f.Weight == model.Notice && l.report.Grade == model.Good:
		l.report.Grade = model.Flagged
	}
	if l.watch.Finding != nil {
		l.watch.Finding(f)
	}
}

// size asks for pixels, before anything else.
func (l *look) size() {
	w, h := l.src.Size()
	l.tell(pixelsShort.atLeast(model.FindingResolution, float64(min(w, h))))
}

// A view is what is measured of a card that was found.
type view struct {
	*look
	s              *sight
	card           *ocr.Card
	gauge          *photo.Gauge
	cover          photo.Cover
	lined          []model.Place // where print is
	softest        float64
	white, clipped float64
	length, tilt   float64
	ink            float64
}

// whole is the whole card.
var whole = model.Place{X1: 1, Y1: 1}

// keepFree are where colours other than the card's belong.
var keepFree = map[model.Side]model.Place{
	model.Front: {X0: 0.60, Y0: 0.04, X1: 0.97, Y1: 0.78},
	model.Back:  {X0: 0.03, Y0: 0.05, X1: 0.33, Y1: 0.47},
}

func (l *look) view(s *sight, card *ocr.Card) *view {
	v := &view{look: l, s: s, card: card, gauge: photo.NewGauge(card.Picture)}
	free := keepFree[s.fit.Side]
	if p, ok := card.Portrait(); ok {
		free = p
	}
	v.cover = v.gauge.Cover(free)
	for _, line := range card.Lines {
		v.lined = append(v.lined, line.Box.Place(photo.CardWidth, photo.CardHeight))
	}
	v.softest, _ = v.gauge.Sharpness(v.lined)
	v.white, v.ink, v.clipped = v.gauge.Level(0.8), v.gauge.Level(0.01), v.gauge.ClippedIn(whole)
	v.length, v.tilt = photo.Length(s.place.Quad), photo.Tilt(s.place.Quad)
	return v
}

// judge says what is wrong with the photograph of a card that was read.
func (l *look) judge(s *sight, card *ocr.Card) error {
	defer l.lap("check", time.Now())
	v := l.view(s, card)
	if card.Side == model.NoSide {
		return v.doubtful()
	}
	l.report.Side = card.Side
	l.tell(model.Finding{Code: model.FindingCard, Weight: model.Passed, Value: s.fit.Score, Limit: leastFit})
	if err := l.others(s); err != nil {
		return err
	}
	v.place()
	v.light()
	v.print()
	return nil
}

// place judges where the card lies, and which side it shows.
func (v *view) place() {
	if l := v.look; l.side != model.NoSide && v.card.Side != model.NoSide && v.card.Side != l.side {
		v.tell(model.Finding{Code: model.FindingWrongSide, Weight: model.Fault, Field: string(l.side)})
	}
	outlined := v.src.Outside(v.s.place.Quad)
	oblique := tilted.atMost(model.FindingOblique, v.tilt)
	if oblique.Weight == model.Fault && v.lacking() > 0 {
		outlined, oblique.Weight = max(outlined, v.lacking()), model.Notice
	}
	v.tell(outside.atMost(model.FindingCut, outlined))
	v.tell(cardLength.atLeast(model.FindingFar, v.length))
	v.tell(oblique)
}

// lacking is how much of the card is missing where its outline ends at the
// border of the picture, too soon for a card; 0 if it does not, or nothing is.
func (v *view) lacking() float64 {
	if !v.s.place.Frame || v.tilt < shortened {
		return 0
	}
	return 1 - math.Cos(v.tilt*math.Pi/180)
}

// light judges what holds for the whole card.
func (v *view) light() {
	v.tell(white.atLeast(model.FindingDark, v.white))
	bright := overexposed.atMost(model.FindingBright, v.clipped)
	if bright.Weight == model.Fault && v.ink < 48 {
		bright.Weight, bright.Limit = model.Notice, overexposed.notice // a white card, its print as dark as ever
	}
	v.tell(bright)
	if c := v.gauge.Colour() * 200 / max(v.white, 60); c < colour.notice {
		v.tell(colour.atLeast(model.FindingCopy, c))
	}
	if g := v.src.Grid(v.s.place.Quad); g > gridSeen {
		v.tell(model.Finding{Code: model.FindingScreen, Weight: model.Notice, Value: g, Limit: gridSeen})
	}
}

// print judges each field: what cannot be read is a fault, with the reason that
// explains it; what shines or is covered beside it is not.
func (v *view) print() {
	bad := append(unread(v.card), v.uncertain()...)
	for _, f := range helpful[v.card.Side] {
		if v.card.Kind == ocr.Resident && !legible(v.card.Reading[f], f) && v.reason(f).Code != model.FindingUnreadable {
			bad = append(bad, f)
		}
	}
	told := map[string]bool{}
	for _, f := range bad {
		if r := v.reason(f); !told[r.Code] || r.Chars != nil {
			told[r.Code] = true
			v.tell(r)
		}
	}
	v.beside(told)
	if v.softest < vague && !told[model.FindingMotion] {
		if shake := v.gauge.Shake(v.lined); shake < noOtherWay {
			told[model.FindingMotion] = true
			v.tell(model.Finding{Code: model.FindingMotion, Weight: model.Fault, Value: shake, Limit: noOtherWay})
		}
	}
	if share := v.cover.Share(whole); !told[model.FindingCovered] && share > covered.notice {
		v.tell(v.seenAt(covered.atMost(model.FindingCovered, share), v.cover.Bounds()))
	}
	v.clear(told)
}

// clear tells what is in order with the print, as far as that was measured:
// what is soft or shines and can be read all the same is neither praised nor
// blamed.
func (v *view) clear(told map[string]bool) {
	if !told[model.FindingBlur] && !told[model.FindingMotion] && v.softest >= vague {
		v.tell(model.Finding{Code: model.FindingBlur, Weight: model.Passed, Value: v.softest, Limit: vague})
	}
	shine := 0.0
	for _, f := range wanting(v.card) {
		shine = max(shine, v.gauge.ClippedIn(v.card.Where(f)))
	}
	if !told[model.FindingGlare] && shine < shineOver {
		v.tell(model.Finding{Code: model.FindingGlare, Weight: model.Passed, Value: shine, Limit: shineOver})
	}
}

// reason explains why a field cannot be read.
func (v *view) reason(field string) model.Finding {
	p := v.card.Where(field)
	fault := func(code string, value, limit float64) model.Finding {
		return v.seenAt(model.Finding{Code: code, Weight: model.Fault, Field: field, Value: value, Limit: limit}, p)
	}
	hidden := func(code string, share func(model.Place) float64, limit float64) (model.Finding, bool) {
		hides := share(p)
		if hides < limit {
			return model.Finding{}, false
		}
		f := fault(code, hides, limit)
		if field == model.ReadNumber && v.card.Kind == ocr.Resident {
			f.Chars = hiddenDigits(share)
		}
		return f, true
	}
	if lacks := v.lacking(); lacks > 0 {
		return fault(model.FindingCut, lacks, outside.fault)
	}
	if f, ok := hidden(model.FindingCovered, v.cover.Share, coverOver); ok {
		return f
	}
	if f, ok := hidden(model.FindingGlare, v.gauge.ClippedIn, shineOver); ok && v.clipped < brightOver {
		return f
	}
	switch {
	case v.white < darkWhite:
		return fault(model.FindingDark, v.white, darkWhite)
	case v.clipped > brightOver:
		return fault(model.FindingBright, v.clipped, brightOver)
	case v.length < smallCard*0.8:
		return fault(model.FindingFar, v.length, smallCard)
	case v.tilt > steepView:
		return fault(model.FindingOblique, v.tilt, steepView)
	case v.softest < softEdges:
		return fault(unsharp(v.gauge, v.softest, v.lined))
	case v.length < smallCard:
		return fault(model.FindingFar, v.length, smallCard)
	case v.white-v.ink < faintPrint:
		return fault(model.FindingContrast, v.white-v.ink, faintPrint)
	}
	return fault(model.FindingUnreadable, v.card.Reading[field].Confidence, 0.6)
}

// unsharp is whether print was shaken or is out of focus.
func unsharp(g *photo.Gauge, softest float64, print []model.Place) (code string, value, limit float64) {
	if shake := g.Shake(print); shake < oneWay {
		return model.FindingMotion, shake, oneWay
	}
	return model.FindingBlur, softest, softEdges
}

// hiddenDigits are the first and the last of the 18 places of the number of
// which a third is hidden.
func hiddenDigits(share func(model.Place) float64) *[2]int {
	first, last := 0, 0
	for i := range 18 {
		x := firstDigit + float64(i)*(lastDigit-firstDigit)/17
		if share(model.Place{X0: x - 0.0165, X1: x + 0.0165, Y0: 0.815, Y1: 0.895}) > 0.33 {
			if first == 0 {
				first = i + 1
			}
			last = i + 1
		}
	}
	if first == 0 {
		return nil
	}
	return &[2]int{first, last}
}

// seenAt puts a finding at a place of the card, as a place of the photograph.
func (l *view) seenAt(f model.Finding, p model.Place) model.Finding {
	lift := photo.Lift(l.s.quad(), 1, 1)
	out := model.Place{X0: math.Inf(1), Y0: math.Inf(1), X1: math.Inf(-1), Y1: math.Inf(-1)}
	var q photo.Quad
	for i, c := range [4][2]float64{{p.X0, p.Y0}, {p.X1, p.Y0}, {p.X1, p.Y1}, {p.X0, p.Y1}} {
		q[i] = lift(c)
	}
	for _, c := range l.src.Outline(q) {
		out.X0, out.Y0 = min(out.X0, max(c[0], 0)), min(out.Y0, max(c[1], 0))
		out.X1, out.Y1 = max(out.X1, min(c[0], 1)), max(out.Y1, min(c[1], 1))
	}
	f.Place = &out
	return f
}

// uncertain are the needed fields of text that only look as if they had been
// read: in a soft picture two uncertain characters are no rare ones, nor is one
// among others that are not quite certain.
func (v *view) uncertain() (out []string) {
	if v.softest > vague {
		return nil
	}
	for _, name := range wanting(v.card) {
		f := v.card.Reading[name]
		if name != model.ReadNumber && legible(f, name) && guessed(f, name == model.ReadName, v.card.Strange) {
			out = append(out, name)
		}
	}
	return out
}

// guessed reports whether the characters of a field are uncertain. Those of a
// name have been held against the print: only what was not read is uncertain,
// but for strange characters, which the reader does not know.
func guessed(f model.ReadField, held bool, strange int) bool {
	vague, sum, rest := 0, 0.0, 0
	for _, c := range f.Chars {
		switch {
		case held && c.Text == "" && strange > 0:
			strange--
		case c.Confidence < vagueSure && !(held && c.Text != ""):
			vague++
		default:
			sum, rest = sum+c.Confidence, rest+1
		}
	}
	return vague > 1 || vague == 1 && (rest == 0 || sum/float64(rest) < restSure)
}

// beside looks for what hides a part of the address: between two of its
// characters that are further apart than others, or right after the last of a
// line. Nobody can tell otherwise that something is missing there.
func (v *view) beside(told map[string]bool) {
	chars := v.card.Reading[model.ReadAddress].Chars
	if len(chars) < 3 || v.clipped > brightAll { // white all over, and read all the same
		return
	}
	for _, gap := range gaps(chars, firstOfAddress, ocr.Where(model.ReadAddress).X1) {
		for code, share := range map[string]func(model.Place) float64{model.FindingGlare: v.gauge.ClippedIn, model.FindingCovered: v.cover.Share} {
			if s := share(gap); s > besideText && !told[code] {
				told[code] = true
				v.tell(v.seenAt(model.Finding{Code: code, Weight: model.Fault, Field: model.ReadAddress, Value: s, Limit: besideText}, gap))
			}
		}
	}
}

// firstOfAddress is where the lines of the address begin, after its label.
const firstOfAddress = 0.175

// gaps are the places between characters where another might stand, those
// before the first of each line, from left on, and those after the last, where
// one might go on, up to right.
func gaps(chars []model.ReadChar, left, right float64) (out []model.Place) {
	mid := func(c model.ReadChar) float64 { return (c.Place.X0 + c.Place.X1) / 2 }
	for i, c := range chars {
		wide := 0.72 * (c.Place.Y1 - c.Place.Y0) * photo.CardHeight / photo.CardWidth
		begins := i == 0 || c.Place.Y0 >= (chars[i-1].Place.Y0+chars[i-1].Place.Y1)/2
		if end := mid(c) - 0.6*wide; begins && end-left > 0.8*wide {
			out = append(out, model.Place{X0: left, X1: end, Y0: c.Place.Y0, Y1: c.Place.Y1})
		}
		gap := model.Place{X0: mid(c) + 0.6*wide, X1: min(mid(c)+2.2*wide, right), Y0: c.Place.Y0, Y1: c.Place.Y1}
		if i+1 < len(chars) && chars[i+1].Place.Y0 < (c.Place.Y0+c.Place.Y1)/2 {
			if gap.X1 = mid(chars[i+1]) - 0.6*wide; gap.X1-gap.X0 < 0.8*wide {
				continue
			}
		}
		if gap.X1 > gap.X0 {
			out = append(out, gap)
		}
	}
	return out
}
