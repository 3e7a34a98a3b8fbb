package eyes

import (
	"slices"
	"strings"
	"unicode"

	"truename/model"
	"truename/model/idcard"
	"truename/model/ocr"
	"truename/model/photo"
)

// doubtful judges what has the layout of a card but no label that could be
// read: a picture too poor, or something else.
func (v *view) doubtful() error {
	v.place()
	v.report.Side = model.NoSide
	if o := other(slices.Concat(v.card.Lines, v.lines), v.s.fit.Score); o.Code != model.FindingNoCard {
		v.tell(o)
		return nil
	}
	f := v.reason(needed[v.s.fit.Side][0])
	if v.s.place.Score < doubtful && soft(f) { // its outline may lie elsewhere, and explain that
		away, ok, err := v.away(v.s)
		if err != nil {
			return err
		}
		if ok {
			f = away
		}
	}
	if f.Code != model.FindingUnreadable && (v.s.fit.Score >= sureFit || v.s.place.Score >= doubtful) {
		v.tell(f)
		return nil
	}
	return v.nothing(v.s)
}

// nothing says why no card was found: another card, too poor a picture, or one
// taken from too far or too flatly; else there is none.
func (l *look) nothing(s *sight) error {
	score := 0.0
	if s != nil {
		score = max(s.fit.Score, 0)
	}
	f := other(l.lines, score)
	if f.Code == model.FindingNoCard {
		if cut, ok := l.beyond(); ok {
			f = cut
		} else if away, ok, err := l.away(s); err != nil {
			return err
		} else if ok {
			f = away
		} else if poor, ok := l.poor(); ok {
			if f = poor; l.steep > 0 && soft(poor) {
				f.Code, f.Value, f.Limit = model.FindingOblique, l.steep, tilted.fault
			}
		}
	}
	l.report.Quad = nil
	l.tell(f)
	return l.ctx.Err()
}

// soft reports whether a finding is about edges that are not sharp, which they
// cannot be where a card is seen flatly.
func soft(f model.Finding) bool {
	return f.Code == model.FindingBlur || f.Code == model.FindingMotion
}

// fault is a finding about the photograph as a whole.
func fault(code string, value, limit float64) (model.Finding, bool) {
	return model.Finding{Code: code, Weight: model.Fault, Value: value, Limit: limit}, true
}

// overAll is the share of a photograph that must be clipped for it to be
// over-exposed, whatever it shows.
const overAll = 0.5

// farBeyond is the share of a card beyond the picture that its labels, which
// place it roughly, make certain; oneRowBeyond where they stand in one row.
const (
	farBeyond    = 0.04
	oneRowBeyond = 0.12
)

// beyond is whether the labels that were read belong to a card that the picture
// does not hold as a whole.
func (l *look) beyond() (f model.Finding, ok bool) {
	found := pins(slices.DeleteFunc(slices.Clone(l.lines), misread))
	q, ok := hung(found)
	if !ok {
		return f, false
	}
	if tilt := photo.Tilt(q); tilt > steepView {
		return fault(model.FindingOblique, tilt, tilted.fault)
	}
	least := farBeyond
	if rows(found) < 2 || len(found) < 4 { // how it is tilted is not known
		least = oneRowBeyond
	}
	share := l.src.Outside(q)
	return model.Finding{Code: model.FindingCut, Weight: model.Fault, Value: share, Limit: outside.fault}, share > least
}

// misread reports whether a line has as many digits as a number, and is none.
func misread(l ocr.Line) bool {
	s := []rune(l.Text)
	if digitsAtEnd(s) != 18 {
		return false
	}
	s = s[len(s)-18:]
	return unicode.ToUpper(s[17]) != rune(idcard.Check(string(s[:17])))
}

// poor is whether the photograph is too dark or too bright, shaken or out of
// focus: where something with a clear outline lies in it, that, else as a
// whole.
func (l *look) poor() (f model.Finding, ok bool) {
	g, most, over := l.src.Gauge(), 0.997, overAll
	if len(l.places) > 0 && !l.places[0].Frame && l.places[0].Score >= doubtful {
		g, most, over = photo.NewGauge(l.src.Straighten(l.places[0].Quad, photo.CardWidth, photo.CardHeight)), 0.8, brightOver
	}
	light, clipped := g.Level(most), g.ClippedIn(whole)
	softest, _ := g.Sharpness([]model.Place{whole})
	switch {
	case light < darkWhite:
		return fault(model.FindingDark, light, darkWhite)
	case clipped > over:
		return fault(model.FindingBright, clipped, over)
	case softest < softEdges:
		return fault(unsharp(g, softest, []model.Place{whole}))
	}
	return f, false
}

// away looks for a card that is seen too flatly, or from too far; there is none
// where one lies that is seen well.
func (l *look) away(s *sight) (f model.Finding, ok bool, err error) {
	if s != nil && s.fit.Score >= cardLike && s.place.Score >= clearFlat && photo.Tilt(s.place.Quad) < steepView {
		return f, false, nil
	}
	small := l.src.Far(l.ctx)
	likely := slices.IndexFunc(small, func(c photo.Candidate) bool { return c.Score < clearFlat })
	if likely < 0 {
		likely = len(small)
	}
	if f, ok, err = l.far(small[:likely]); ok || err != nil {
		return f, ok, err
	}
	for _, c := range l.src.Flat(l.ctx) {
		lines := fewLines
		if c.Score > clearFlat {
			lines = 1
		}
		printed, err := l.printed(c, lines)
		tilt := photo.Tilt(c.Quad)
		if c.Score > surelyFlat && tilt > steepView {
			l.steep = max(l.steep, tilt)
		}
		if err != nil || printed && tilt > steepView {
			return model.Finding{Code: model.FindingOblique, Weight: model.Fault, Value: tilt, Limit: tilted.fault}, printed, err
		}
		if printed && c.Score > clearFlat {
			return f, false, nil
		}
	}
	return l.far(small[likely:])
}

// far is about the first of these places that holds the print of a card.
func (l *look) far(small []photo.Candidate) (f model.Finding, ok bool, err error) {
	for _, c := range small {
		if photo.Length(c.Quad) < leastFar {
			continue
		}
		if printed, err := l.printed(c, cardLines); err != nil || printed {
			return model.Finding{Code: model.FindingFar, Weight: model.Fault, Value: photo.Length(c.Quad), Limit: cardLength.fault}, printed, err
		}
	}
	return f, false, nil
}

// surelyFlat is an outline that is one though all print in it is blurred.
const surelyFlat = 0.65

// clearFlat is an outline so clear that one line of print in a card seen flatly
// is enough, and that a small one comes before that; cardLike is a fit of that print that no page has by chance.
const (
	clearFlat = 0.50
	cardLike  = 0.45
)

// leastFar is the length of the smallest card whose lines of print can be seen as
// such, in pixels.
const leastFar = 90

// fewLines are as many lines as even a poor view of a card shows, and cardLines
// as many as one from far away does.
const (
	fewLines  = 2
	cardLines = 4
)

// printed reports whether a place holds so many lines of print.
func (l *look) printed(c photo.Candidate, lines int) (bool, error) {
	card := l.src.Straighten(c.Quad, textWidth, textHeight)
	boxes, err := l.reader.Boxes(l.ctx, card, textWidth, textHeight, 2)
	return len(boxes) >= lines, err
}

// otherCards are words that other cards and documents have.
var otherCards = []struct {
	code  string
	words []string
}{
	{model.FindingInsurance, []string{"社会保障", "社保卡", "医疗保险"}},
	{model.FindingDriving, []string{"驾驶证", "行驶证", "准驾车型", "DrivingLicense", "DriverLicense"}},
	{model.FindingBank, []string{"银行", "借记卡", "信用卡", "UnionPay", "BANK", "VALIDTHRU"}},
	{model.FindingTravel, []string{"护照", "PASSPORT", "往来港澳", "往来台湾", "来往内地", "来往大陆", "EXIT-ENTRY", "EXITENTRY"}},
	{model.FindingOther, []string{"学生证", "工作证", "出生医学证明", "户口", "会员", "名片", "大学", "有限公司"}},
}

// other names what is seen in place of an identity card.
func other(lines []ocr.Line, score float64) model.Finding {
	var all strings.Builder
	for _, line := range lines {
		all.WriteString(strings.ReplaceAll(line.Text, " ", "") + "\n")
	}
	for _, o := range otherCards {
		if slices.ContainsFunc(o.words, func(w string) bool { return strings.Contains(all.String(), w) }) {
			return model.Finding{Code: o.code, Weight: model.Fault, Value: score, Limit: leastFit}
		}
	}
	return model.Finding{Code: model.FindingNoCard, Weight: model.Fault, Value: score, Limit: leastFit}
}
