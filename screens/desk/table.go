package desk

import (
	"context"
	"image"
	"slices"
	"strings"

	"truename/model"
	"truename/model/idcard"
	"truename/screens/kit"

	"fyne.io/fyne/v2"
)

// A fact is one line of the table: what it is called and what was given.
type fact struct{ name, value string }

// facts lists what was given, and what followed from it.
func (s *Screen) facts() []fact { return s.factsOf(s.open.Submission.Fields) }

// before is what was given for a fact in the revision before, "" if that was
// the same or there is none.
func (s *Screen) before(now fact) string {
	if s.open.Before == nil {
		return ""
	}
	for _, f := range s.factsOf(s.open.Before.Fields) {
		if f.name == now.name && f.value != now.value {
			return f.value
		}
	}
	return ""
}

// given is the value of a fact, with what stood there before if that changed.
func (s *Screen) given(f fact, value string) fyne.CanvasObject {
	if was := s.before(f); was != "" {
		return kit.Tight(kit.Strong(value), kit.Notice(s.b.T("desk.before", "value", was)))
	}
	return kit.Strong(value)
}

func (s *Screen) factsOf(f model.Fields) []fact {
	w := s.b.Words
	if f.Request != nil {
		return s.wish(*f.Request)
	}
	until := w.Date(f.Until)
	if f.LongTerm {
		until = w.T("long-term")
	}
	out := []fact{
		{w.T("field.name"), kit.Show(f.Name)},
		{w.T("field.number"), idcard.Group(f.Number)},
		{w.T("field.birth"), w.Date(f.Birth) + "　" + w.T("sex."+string(f.Sex))},
		{w.T("field.term"), w.Date(f.From) + " – " + until},
	}
	for _, more := range []fact{{w.T("field.region"), f.Region}, {w.T("field.phone"), f.Phone}, {w.T("desk.guardian"), kit.Show(f.Guardian.Name)}} {
		if more.value != "" {
			out = append(out, more)
		}
	}
	return out
}

// wish is what a request asks for, and about which case.
func (s *Screen) wish(r model.RequestFields) []fact {
	w := s.b.Words
	out := []fact{{w.T("desk.request.about"), r.AboutReference}}
	for _, more := range []fact{{w.T("field.name"), kit.Show(r.MaskedName)}, {w.T("field.phone"), r.Contact}, {w.T("field.text"), kit.Show(r.Text)}} {
		if more.value != "" {
			out = append(out, more)
		}
	}
	if r.Reason != "" {
		out = append(out, fact{w.T("field.reason"), w.T("request.reason." + r.Reason)})
	}
	return out
}

// table shows what was typed beside what was read; where nothing was read, the
// facts alone.
func (s *Screen) table() fyne.CanvasObject {
	if sub := s.open.Submission; len(sub.Front.Reading)+len(sub.Back.Reading) > 0 {
		return s.compared()
	}
	var cells []fyne.CanvasObject
	for _, f := range s.facts() {
		cells = append(cells, kit.Tight(kit.Caption(f.name), s.given(f, f.value)))
	}
	return kit.Card(kit.Tiles(240, cells...))
}

// A line says what of the card a fact is held against.
type line struct {
	reads  []string // fields of the reading
	fields []string // of findings by the rules
	strip  bool     // the line of the card is shown
}

// lines are the facts that stand on the card, in the order of facts.
var lines = []line{
	{reads: []string{model.ReadName}, fields: []string{model.FieldName}, strip: true},
	{reads: []string{model.ReadNumber}, fields: []string{model.FieldNumber}, strip: true},
	{reads: []string{model.ReadBirth, model.ReadSex}},
	{reads: []string{model.ReadFrom, model.ReadUntil}, fields: []string{model.FieldFrom, model.FieldUntil}},
}

// weights share the room of the table.
var weights = []float32{0.8, 2.1, 2.2, 1.6}

// dayBreak stands between two days, each on a line of its own.
const dayBreak = " –\n"

// compared is the table of what was typed, what was read, and whether both are
// the same.
func (s *Screen) compared() fyne.CanvasObject {
	head := []fyne.CanvasObject{}
	for _, key := range []string{"desk.col.field", "desk.col.typed", "desk.col.read", "desk.col.check"} {
		head = append(head, kit.Caption(s.b.T(key)))
	}
	rows := [][]fyne.CanvasObject{head}
	for i, f := range s.facts() {
		row := []fyne.CanvasObject{kit.Caption(f.name), s.given(f, strings.ReplaceAll(f.value, " – ", dayBreak))}
		if i < len(lines) {
			row = append(row, s.readCell(lines[i], f.name), s.verdictCell(lines[i]))
		}
		rows = append(rows, row)
	}
	return kit.Table(weights, rows...)
}

// readCell is what was read, above the line of the card it was read from.
func (s *Screen) readCell(l line, name string) fyne.CanvasObject {
	var parts []string
	for _, read := range l.reads {
		if text := s.open.Submission.Compare(read).Read; text != "" {
			parts = append(parts, s.written(read, text))
		}
	}
	between := "　"
	if l.reads[0] == model.ReadFrom {
		between = dayBreak
	}
	text := kit.Strong(strings.Join(parts, between))
	if len(parts) == 0 {
		text = kit.Muted("—")
	}
	at, ok := kit.Line(s.open.Submission.Front, l.reads...)
	if !ok || !l.strip || s.p.Strip == nil {
		return text
	}
	cut := kit.NewCutout(s.b.T("bind.strip", "field", name), at)
	if img := s.open.strips[l.reads[0]]; img != nil {
		cut.Set(img)
	}
	s.open.cuts[l.reads[0]] = cut
	return kit.Tight(text, cut)
}

// written is what was read as the column beside it writes it.
func (s *Screen) written(read, text string) string {
	switch read {
	case model.ReadNumber:
		return idcard.Group(text)
	case model.ReadSex:
		if sex, ok := map[string]string{"男": "sex.male", "女": "sex.female"}[text]; ok {
			return s.b.T(sex)
		}
	case model.ReadBirth, model.ReadFrom, model.ReadUntil:
		if day, ok := idcard.ParseDate(text); ok {
			return s.b.Words.Date(day)
		}
		if text == "long-term" {
			return s.b.T("long-term")
		}
	}
	return kit.Show(text)
}

// verdictCell says whether both are the same, and that the rules have found
// something, which is said below.
func (s *Screen) verdictCell(l line) fyne.CanvasObject {
	var verdicts []model.Verdict
	for _, read := range l.reads {
		verdicts = append(verdicts, s.open.Submission.Compare(read).Verdict)
	}
	cell := kit.Tight()
	switch {
	case slices.Contains(verdicts, model.Differs):
		cell.Add(kit.Warn(s.b.T("desk.differs")))
	case slices.Contains(verdicts, model.Unverified):
		cell.Add(kit.Notice(s.b.T("desk.unverified")))
	case slices.Contains(verdicts, model.Same):
		cell.Add(kit.Tick(s.b.T("desk.same")))
	default:
		cell.Add(kit.Muted("—"))
	}
	ruled := func(f model.Finding) bool { return f.Side == "" && slices.Contains(l.fields, f.Field) }
	if slices.ContainsFunc(s.open.Submission.Fields.Findings, ruled) {
		cell.Add(kit.Notice(s.b.T("desk.below")))
	}
	return cell
}

// cut cuts out the lines that the table shows, in a job: the case is on the
// desk meanwhile.
func (s *Screen) cut(o *opened) {
	if s.p.Strip == nil {
		return
	}
	strip, photo := s.p.Strip, o.Submission.Front
	for _, l := range lines {
		at, ok := kit.Line(photo, l.reads...)
		if !ok || !l.strip {
			continue
		}
		work := func(ctx context.Context, _ func(float64)) (image.Image, error) {
			return strip(ctx, photo, at, kit.CutoutPixels)
		}
		kit.Start(s.b.Jobs, work, nil, func(img image.Image, err error) {
			if err != nil || s.open != o {
				return // the photograph is there to look at
			}
			o.strips[l.reads[0]] = img
			if c := o.cuts[l.reads[0]]; c != nil {
				c.Set(img)
			}
		})
	}
}
